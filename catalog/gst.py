"""The rate of GST that goods bear on a day, and the unit they are counted in: the table of
`data/gst_rates.csv`, and what a person has set where that leaves it open. Pure but for the file.

A row holds for the HSN numbers that begin with its own, from the first to the last of its days.
`up_to` is the highest price a piece in rupees before tax for its rate; the row without one holds
above it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.utils import timezone

from catalog.rules import Category
from config.money import is_worth_at_most, paise

TABLE = Path(__file__).parent / "data" / "gst_rates.csv"
PLAIN_UNIT = "NOS"
# What a product without an HSN is taken for. Accessories are glue, nets, tape and towels.
_LIKELY = {
    **dict.fromkeys(Category, "9506"),
    Category.SHOES: "64",
    Category.CLOTHING: "61",
    Category.BAGS: "4202",
    Category.ACCESSORIES: None,
}


@dataclass(frozen=True)
class Rate:
    """A row of the table. `until` is None for a row in force, `up_to_paise` for one without a
    limit."""

    hsn: str
    since: date
    until: date | None
    up_to_paise: int | None
    percent: str
    unit: str

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Goods(Protocol):
    """A product, as far as its tax is concerned."""

    @property
    def category(self) -> str: ...
    @property
    def hsn(self) -> str | None: ...
    @property
    def gst_rate(self) -> str | None: ...


def rate_on(
    day: date, *, hsn: str | None, price_paise: int, set_by_staff: str | None = None
) -> str | None:
    """The percentage inside this price a piece on a day of India. The table decides; where it is
    silent or fits the price both ways, the person does. None where neither has said anything."""
    fitting = _fitting(_rows_of(hsn or "", day), price_paise)
    return fitting[0] if len(fitting) == 1 else set_by_staff


def rate_of(goods: Goods, price_paise: int, day: date) -> str | None:
    """The percentage inside the price of a product; None where nobody knows one."""
    return rate_on(
        day,
        hsn=goods.hsn or likely_hsn(goods.category),
        price_paise=price_paise,
        set_by_staff=goods.gst_rate,
    )


def contradiction(day: date, *, hsn: str | None, price_paise: int, set_by_staff: str | None) -> str:
    """What is wrong with the rate that a person has set, as a sentence; '' if nothing is."""
    rows = _rows_of(hsn or "", day)
    possible = _fitting(rows, price_paise) or [row.percent for row in rows]
    if not possible:
        return "" if set_by_staff else "No GST rate is known for this HSN. Set one."
    if set_by_staff in possible or (set_by_staff is None and len(possible) == 1):
        return ""
    law = " or ".join(f"{percent} %" for percent in possible)
    said = f"{set_by_staff} % is set" if set_by_staff else "no rate is set"
    return f"The law has {law} for HSN {hsn} at this price, but {said}."


def unit_of(hsn: str | None) -> str:
    """The unit (UQC) in which the goods of an HSN are counted on papers: NOS, PRS, PCS."""
    rows = _of_longest_prefix(_table(), hsn or "")
    return rows[0].unit if rows else PLAIN_UNIT


def likely_hsn(category: str) -> str | None:
    """The HSN whose rate goods of a category bear, where nobody wrote one down; None where the
    category says too little. For the rate alone: it may be too short for a paper."""
    return _LIKELY.get(Category(category)) if category in list(Category) else None


def day_of(moment: datetime) -> date:
    """The day of a moment by the clocks of India."""
    return timezone.localtime(moment).date()


def _fitting(rows: Sequence[Rate], price_paise: int) -> list[str]:
    """The rates of these rows that agree with themselves: what is left of the price without the
    tax is on the right side of the limit. With a limit it may be both, or neither."""
    limits = [row.up_to_paise for row in rows if row.up_to_paise is not None]
    if not limits:
        return [row.percent for row in rows]
    return [
        row.percent
        for row in rows
        if is_worth_at_most(price_paise, row.percent, limits[0]) is (row.up_to_paise is not None)
    ]


def _rows_of(hsn: str, day: date) -> Sequence[Rate]:
    return _of_longest_prefix(_in_force(day), hsn)


def _of_longest_prefix(table: Mapping[str, Sequence[Rate]], hsn: str) -> Sequence[Rate]:
    for length in range(len(hsn), 1, -1):
        if rows := table.get(hsn[:length]):
            return rows
    return ()


@lru_cache(maxsize=64)
def _in_force(day: date) -> dict[str, list[Rate]]:
    present = {hsn: [r for r in rows if r.is_in_force(day)] for hsn, rows in _table().items()}
    return {hsn: rows for hsn, rows in present.items() if rows}


@lru_cache(maxsize=1)
def _table() -> dict[str, list[Rate]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [_row(cells) for cells in csv.DictReader(file)]
    return {hsn: [row for row in rows if row.hsn == hsn] for hsn in {row.hsn for row in rows}}


def _row(cells: Mapping[str, str]) -> Rate:
    return Rate(
        hsn=cells["hsn"],
        since=date.fromisoformat(cells["from"]),
        until=date.fromisoformat(cells["until"]) if cells["until"] else None,
        up_to_paise=paise(cells["up_to"]) if cells["up_to"] else None,
        percent=cells["rate"],
        unit=cells["unit"],
    )
