"""Tax papers: series without hole or twin, a mark under each number, and sums that are those of the
order; never more is taken back than was billed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from orders.credit_rules import half_in
from orders.models import Order
from orders.paper_marks import PaperMark
from orders.paper_parts import TaxRow
from orders.rules import Status
from orders.services.numbering import Series, mark_key
from tests.snapshot import Tables

_NUMBER = re.compile(r"(.*?)(\d+)")


def here(tables: Tables) -> Iterator[str]:
    """What is wrong in our tables. The marks are read after the orders, so that a paper which is
    made meanwhile has its mark."""
    papers = list(_papers(tables))
    marks = {mark.key: mark for mark in _marks()}
    numbers = [key for key, _, _ in papers]
    yield from (f"{number} was given twice" for number in set(numbers) if numbers.count(number) > 1)
    yield from _holes(list(marks))
    for key, order, rows in papers:
        mark = marks.get(key)
        if mark is None or mark.order_id != order.order_id:
            yield f"{key} of {order.order_id} has no mark"
        elif [_parts(row) for row in mark.rows] != [_parts(row) for row in rows]:
            yield f"{key} is another in the register than on {order.order_id}"
        yield from (f"{key}: row {row.place} does not add up" for row in rows if _is_off(row))
    for order in tables.orders.values():
        yield from _of_order(order)


def _papers(tables: Tables) -> Iterator[tuple[str, Order, Sequence[TaxRow]]]:
    for order in tables.orders.values():
        if order.invoice is not None:
            yield mark_key(Series.INVOICE, order.invoice.number), order, order.invoice.rows
        for note in (order.credit_notes or {}).values():
            yield mark_key(Series.CREDIT_NOTE, note.number), order, note.rows


def _marks() -> Iterator[PaperMark]:
    for series in Series:
        yield from PaperMark.scan(
            PaperMark.key.startswith(f"#{series.value}/"), consistent_read=True
        )


def _holes(keys: Sequence[str]) -> Iterator[str]:
    series: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        found = _NUMBER.fullmatch(key)
        assert found is not None
        series[found[1]].append(int(found[2]))
    for name, numbers in series.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{name} has a hole: {sorted(numbers)}"


def _of_order(order: Order) -> Iterator[str]:
    notes = [row for note in (order.credit_notes or {}).values() for row in note.rows]
    billed = sum(row.gross for row in order.invoice.rows) if order.invoice else 0
    if order.invoice and billed != order.total_amount:
        yield f"{order.order_id} costs {order.total_amount} and was billed {billed}"
    if order.invoice and order.status is Status.PENDING:
        yield f"{order.order_id} is billed and not paid"
    if sum(row.gross for row in notes) > billed:
        yield f"{order.order_id}: more is credited than was billed"


def _parts(row: TaxRow) -> tuple[object, ...]:
    return (row.place, row.hsn, row.rate, row.quantity, row.gross, row.taxable, half_in(row))


def _is_off(row: TaxRow) -> bool:
    is_whole = row.taxable + row.cgst + row.sgst + row.igst == row.gross
    return not is_whole or row.cgst != row.sgst or min(row.taxable, row.cgst, row.igst) < 0
