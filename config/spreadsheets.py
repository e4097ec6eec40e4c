"""Cells of the CSV files we hand out. A spreadsheet takes a text that begins with a sign for a
formula and would run it; written with an apostrophe in front it is only text."""

import csv
import io
from collections.abc import Iterable, Sequence

_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet runs; `as_it_was` reads it back."""
    return f"'{text}" if _is_risky(text) else text


def as_it_was(cell: str) -> str:
    """The text that `inert` made this cell of; what a person typed stays as it is."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """These cells as lines of CSV, as they are."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _is_risky(text: str) -> bool:
    """Apostrophes and spaces in front are looked through, so that one more changes nothing."""
    bare = text.lstrip(" '\n\xa0")
    return bare.startswith(_SIGNS)
