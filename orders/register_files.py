"""The register as files: CSV for programs, a workbook for people. Names are made harmless, for a
spreadsheet takes a text that begins with a sign for a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter
from django.utils import timezone

from config.money import plain_rupees
from config.spreadsheets import inert
from orders.register import Cell, Kind, Table


def csv_of(table: Table) -> bytes:
    """The table as CSV that Excel reads as UTF-8; money in rupees, days as 2026-11-23."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.title for column in table.columns)
    for row in table.rows:
        writer.writerow(
            _as_text(column.kind, cell) for column, cell in zip(table.columns, row, strict=True)
        )
    return text.getvalue().encode("utf-8-sig")


def workbook_of(tables: Iterable[Table]) -> bytes:
    """All tables as sheets of one workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for table in tables:
            sheet = book.add_worksheet(table.title)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.write_string(0, place, column.title, head)
                sheet.set_column(place, place, _width(column.kind))
            for line, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    _write(sheet, line, place, cell, table.columns[place].kind, money, day)
    return file.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    place: int,
    cell: Cell,
    kind: Kind,
    money: xlsxwriter.format.Format,
    day: xlsxwriter.format.Format,
) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(line, place, timezone.localtime(cell).replace(tzinfo=None), day)
    elif kind is Kind.MONEY and isinstance(cell, int):
        sheet.write_number(line, place, cell / 100, money)  # a workbook knows no other number
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    else:
        sheet.write_string(line, place, cell)


def _width(kind: Kind) -> int:
    return 20 if kind is Kind.TEXT else 14


def _as_text(kind: Kind, cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d}"
    if isinstance(cell, int):
        return plain_rupees(cell) if kind is Kind.MONEY else str(cell)
    return inert(cell)
