"""The register of a month's tax papers as an accountant files them: every bill and credit note,
sales to consumers by State and rate, to businesses one by one, and the summary by HSN. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalog.gst import unit_of
from orders.paper_parts import TaxRow
from orders.tax import is_charge, state_code

Cell = str | int | datetime
TAXES = ("Taxable", "CGST", "SGST or UTGST", "IGST", "Total")


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"  # paise


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """A sheet of the register; `name` is that of its file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Paper:
    """A bill or, with the bill that it takes back (`on_number`, `on_date`), a credit note."""

    number: str
    at: datetime
    order_id: str
    place_of_supply: str
    rows: Sequence[TaxRow]
    gstin: str = ""
    company: str = ""
    on_number: str = ""
    on_date: datetime | None = None

    @property
    def sign(self) -> int:
        """What it does to the month's sales."""
        return -1 if self.on_number else 1

    @property
    def sums(self) -> tuple[int, ...]:
        """Taxable value, the three taxes and the total, in paise."""
        return sums_of(self.rows)


@dataclass(frozen=True)
class Register:
    """The papers of a month, and the numbers under which none was found."""

    bills: list[Paper]
    notes: list[Paper]
    holes: list[str]

    @property
    def papers(self) -> list[Paper]:
        return [*self.bills, *self.notes]

    @property
    def tables(self) -> list[Table]:
        return [
            Table("bills", "Bills", _PAPER, [_line(each) for each in self.bills]),
            Table("credit-notes", "Credit notes", _NOTE, [_note(each) for each in self.notes]),
            Table("b2c", "Consumers by State and rate", _B2C, _b2c(self.papers)),
            Table("b2b", "Businesses", _B2B, [row for p in self.papers for row in _b2b(p)]),
            Table("hsn", "Summary by HSN", _HSN, _hsn(self.papers)),
        ]


def sums_of(rows: Iterable[TaxRow], sign: int = 1) -> tuple[int, ...]:
    """Taxable value, CGST, SGST, IGST and total of these rows, in paise."""
    parts = [(row.taxable, row.cgst, row.sgst, row.igst, row.gross) for row in rows]
    return tuple(sign * sum(column) for column in zip(*parts, strict=True)) or (0,) * len(TAXES)


_MONEY = tuple(Column(title, Kind.MONEY) for title in TAXES)
_BUYER = (Column("GSTIN"), Column("Company"))
_PLACE = (Column("Place of supply"), Column("State code"))
_PAPER = (Column("Number"), Column("Date", Kind.DAY), Column("Order"), *_PLACE, *_BUYER, *_MONEY)
_ON = (Column("On bill"), Column("Of", Kind.DAY))
_NOTE = (*_PAPER[:2], *_ON, *_PAPER[2:])
_B2C = (*_PLACE, Column("Rate %"), *_MONEY)
_B2B = (
    *_BUYER,
    Column("Number"),
    Column("Date", Kind.DAY),
    *_ON,
    *_PLACE,
    Column("Rate %"),
    *_MONEY,
)
_HSN = (
    *(Column("Buyers"), Column("HSN"), Column("Unit"), Column("Rate %")),
    *(Column("Quantity", Kind.COUNT), *_MONEY),
)


def _line(paper: Paper) -> tuple[Cell, ...]:
    buyer = (paper.gstin, paper.company)
    return (paper.number, paper.at, paper.order_id, *_place(paper), *buyer, *paper.sums)


def _note(paper: Paper) -> tuple[Cell, ...]:
    line = _line(paper)
    return (*line[:2], *_on(paper), *line[2:])


def _on(paper: Paper) -> tuple[Cell, Cell]:
    return paper.on_number, paper.on_date or ""


def _place(paper: Paper) -> tuple[str, str]:
    return paper.place_of_supply, state_code(paper.place_of_supply)


def _b2c(papers: Iterable[Paper]) -> list[tuple[Cell, ...]]:
    """Bills less credit notes."""
    consumers = [paper for paper in papers if not paper.gstin]
    return _grouped(consumers, lambda paper, row: (*_place(paper), row.rate))


def _b2b(paper: Paper) -> list[tuple[Cell, ...]]:
    """A business's bill or credit note, a row for each rate; a note's sums are negative."""
    if not paper.gstin:
        return []
    head = (paper.gstin, paper.company, paper.number, paper.at, *_on(paper))
    return [(*head, *row) for row in _grouped([paper], lambda each, row: (*_place(each), row.rate))]


def _hsn(papers: Iterable[Paper]) -> list[tuple[Cell, ...]]:
    """Bills less credit notes. Delivery is counted with the goods that it came with."""
    return _grouped(
        papers,
        lambda paper, row: (
            "business" if paper.gstin else "consumer",
            row.hsn or "",
            unit_of(row.hsn) if is_charge(row) else row.unit,
            row.rate,
        ),
        has_quantity=True,
    )


def _grouped(
    papers: Iterable[Paper],
    key_of: Callable[[Paper, TaxRow], tuple[str, ...]],
    *,
    has_quantity: bool = False,
) -> list[tuple[Cell, ...]]:
    """The sums of rows that have the same key, whose last part is the rate; in their order."""
    found: dict[tuple[str, ...], list[tuple[int, TaxRow]]] = {}
    for paper in papers:
        for row in paper.rows:
            found.setdefault(key_of(paper, row), []).append((paper.sign, row))
    return [
        (*key, *([sum(sign * row.quantity for sign, row in same)] if has_quantity else []), *net)
        for key, same in sorted(found.items(), key=lambda pair: (*pair[0][:-1], float(pair[0][-1])))
        for net in [
            tuple(map(sum, zip(*(sums_of([row], sign) for sign, row in same), strict=True)))
        ]
    ]
