"""What stands on the page of a change of many products: before it is begun line by line what it
will do, after that how far it is and what was left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog.bulk import RIGHTS, Change, Outcome, Plan, unpacked
from catalog.bulk_items import Bulk, BulkResult
from catalog.importing import columns, variant_columns
from catalog.services import bulk_keeping as keeping
from config.money import paise, rupees, short_rupees

LONGEST = 80  # signs of a value
_LABELS = {
    "price": "Price",
    "originalPrice": "MRP",
    "isActive": "In the shop",
    "lowLevel": "Low at",
    "hsn": "HSN",
    "gstRate": "GST %",
    "sizeCm": "Size, cm",
}


@dataclass(frozen=True)
class Line:
    """One thing that changes: what, from what, to what; '' is nothing."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Left:
    """A product that is as it was, and why."""

    change: Change
    text: str


@dataclass(frozen=True)
class BulkPage:
    """A change as a person reads it."""

    bulk: Bulk
    plan: Plan
    results: dict[str, BulkResult]

    @property
    def right(self) -> str:
        """Who may begin it."""
        return RIGHTS[self.bulk.kind]

    @property
    def tried(self) -> int:
        return len(self.results)

    @property
    def done(self) -> int:
        return sum(result.outcome is Outcome.DONE for result in self.results.values())

    @property
    def is_over(self) -> bool:
        """Whether each of its products was tried."""
        return self.bulk.begun_at is not None and self.tried >= self.bulk.number

    @property
    def made(self) -> int:
        """How many products there are that were not before."""
        return sum(change.version is None for change in self.plan.to_do)

    @cached_property
    def left(self) -> list[Left]:
        """What was left as it is, whoever decided it: the plan, or the table when it came to it."""
        planned = [Left(change, change.refusal) for change in self.plan.refused]
        tried = [
            Left(change, result.text)
            for change in self.plan.to_do
            if (result := self.results.get(change.product_id)) and result.outcome is Outcome.LEFT
        ]
        return [*tried, *planned]


def page_of(bulk: Bulk) -> BulkPage:
    """The change with its results as they stand now."""
    results = keeping.results(bulk) if bulk.begun_at else {}
    return BulkPage(bulk, unpacked(bulk.plan), results)


def with_lines(changes: Sequence[Change]) -> list[tuple[Change, list[Line]]]:
    """Each change with all that it changes."""
    return [(change, list(lines_of(change))) for change in changes]


def lines_of(change: Change) -> Iterator[Line]:
    """What a change does to its product, thing by thing."""
    for name, text in change.fields.items():
        before = change.before.get(name)
        yield Line(label_of(name), _value(name, before), _value(name, text))
    for sku, pieces in change.stock.items():
        had = change.had.get(sku, 0)
        what = "Stock" if sku == change.product_id else f"{sku}: stock"
        if pieces:
            yield Line(what, str(had), f"{had + pieces} ({pieces:+d})")


def label_of(name: str) -> str:
    """'Price', 'TEN-R-21: price', 'Speed' for a spec."""
    if name.startswith(variant_columns.PREFIX):
        sku, field = variant_columns.sku_and_field(name)
        words = _LABELS.get(field, _spaced(field))
        return f"{sku}: {words[:1].lower()}{words[1:]}"
    if name.startswith(columns.SPECS):
        return name.removeprefix(columns.SPECS)
    return _LABELS.get(name, _spaced(name))


def _spaced(name: str) -> str:
    """'Country of origin' of 'countryOfOrigin'."""
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)
    return words[:1].upper() + words[1:]


def _value(name: str, text: str | None) -> str:
    if not text:
        return ""
    field = name.rpartition(".")[2] if name.startswith(variant_columns.PREFIX) else name
    if field in ("price", "originalPrice"):
        amount = paise(text)
        return short_rupees(amount) if amount % 100 == 0 else rupees(amount)
    if field == "isActive":
        return "on sale" if text == "true" else "hidden"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
