"""What stands on the staff's page of the GST register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.money import rupees
from orders.papers.page import day_words
from orders.register import Cell, Column, Kind, Paper, Register, Table
from orders.register_months import Month

ON_SCREEN = ("b2c", "b2b", "hsn")


@dataclass(frozen=True)
class Total:
    """Bills, credit notes, or what is left of the bills, with how many there are."""

    word: str
    count: int | None
    taxable: int
    tax: int
    gross: int


def register_context(month: Month, register: Register) -> dict[str, object]:
    """What the page of a month needs."""
    bills, notes = _total("Bills", register.bills), _total("Credit notes", register.notes)
    left = Total(
        "Bills less notes",
        None,
        bills.taxable - notes.taxable,
        bills.tax - notes.tax,
        bills.gross - notes.gross,
    )
    return {
        "lit_room": "staff:payments",  # its path leads there
        "month": month,
        "totals": [bills, notes, left],
        "is_empty": not register.papers,
        "spans": [span for span in (_span(register.bills), _span(register.notes)) if span],
        "holes": register.holes,
        "shown": [_shown(t) for t in register.tables if t.name in ON_SCREEN and t.rows],
        "files": register.tables,
    }


def _total(word: str, papers: Sequence[Paper]) -> Total:
    sums = [paper.sums for paper in papers]
    taxable, gross = sum(each[0] for each in sums), sum(each[-1] for each in sums)
    return Total(word, len(papers), taxable, gross - taxable, gross)


def _span(papers: Sequence[Paper]) -> str:
    """'TB/2627/000001 to TB/2627/000023'."""
    if not papers:
        return ""
    first, last = papers[0].number, papers[-1].number
    return first if first == last else f"{first} to {last}"


def _shown(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "columns": [(column.title, column.kind != Kind.TEXT) for column in table.columns],
        "rows": [
            [
                (_text(column, cell), column.kind != Kind.TEXT)
                for column, cell in zip(table.columns, row, strict=True)
            ]
            for row in table.rows
        ],
    }


def _text(column: Column, cell: Cell) -> str:
    if isinstance(cell, datetime):
        return day_words(cell)
    if isinstance(cell, int):
        return rupees(cell) if column.kind is Kind.MONEY else str(cell)
    return cell
