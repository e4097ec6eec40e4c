"""The result of a reconcile in words for people, and as JSON for programs, whose keys stay."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from config import clock
from config.money import rupees, short_rupees
from payments.reconcile.books import Line, Report, Sums
from payments.reconcile.facts import Standing
from payments.words import money_words

SAID = {
    Standing.MATCHED: "same order, amount and state on both sides",
    Standing.EXPLAINED: "odd, but a rule or a person says why",
    Standing.OPEN: "needs one of the mends below",
}
BESIDE = "only here, only agreed to, or sent back by the bank"
WIDTHS = (11, 10, 18, 9, 18)


def in_words(report: Report) -> Iterator[str]:
    """A short table, then each open line, then each explained one."""
    yield f"Razorpay from {day(report.begin)} to {day(report.end)}, {report.orders} orders."
    yield headline(
        report.books,
        report.sums(Standing.OPEN),
        report.beside(Standing.OPEN),
        lines=len(report.of(Standing.OPEN)),
    )
    yield _row(("", "payments", "received", "refunds", "given back"))
    for standing in Standing:
        yield _row(_cells(standing.value, report.sums(standing)))
    yield _row(_cells("all", report.books))
    beside = {each: report.beside(each) for each in Standing if report.beside(each) != Sums()}
    if beside:
        yield f"Beside these books: {BESIDE}"
        yield from (_row(_cells(each.value, sums)) for each, sums in beside.items())
    mended = [each for each in report.mended if not each.trouble]
    if mended:
        yield f"\nMended: {len(mended)}"
        yield from (f"  {each.about}: {each.mend}" for each in mended)
    failed = tried_in_vain(report)
    yield from _list(report.of(Standing.OPEN), "Open", failed)
    yield from _list(report.of(Standing.EXPLAINED), "Explained", {})
    if not report.is_open:
        yield "\nEvery rupee is matched or explained."


def headline(every: Sums, still: Sums, beside: Sums, *, lines: int) -> str:
    """What is open, in the numbers of the rows: of Razorpay's books and beside them."""
    if not lines:
        if not every.payments and not every.refunds:
            return "No money came in or went back"
        both = f"{short_rupees(every.received_paise)} received"
        back = f" and {short_rupees(every.given_paise)} given back" if every.refunds else ""
        return f"{both}{back}: all matched or explained"
    received = f"of {short_rupees(every.received_paise)} received"
    given = f"of {short_rupees(every.given_paise)} given back"
    parts = [
        (still.received_paise, received),
        (still.given_paise, given),
        (beside.total_paise, "beside Razorpay's books"),
    ]
    said = [f"{short_rupees(paise)} {words}" for paise, words in parts if paise]
    return f"Open: {' and '.join(said) or f'{lines} of another currency'}"


def tried_in_vain(report: Report) -> dict[str, str]:
    """What a mend was of → why it did not work."""
    return {each.about: each.trouble for each in report.mended if each.trouble}


def _list(lines: Sequence[Line], title: str, failed: dict[str, str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}: {len(lines)}"
    for line in lines:
        names = " · ".join(_names(line))
        yield f"  {money_words(line.amount_paise, line.currency)} · {names}\n    {line.judged.why}"
        if line.standing is Standing.OPEN:
            yield f"    → {line.to_do}"
            if line.about in failed:
                yield f"    (tried: {failed[line.about]})"


def _names(line: Line) -> Iterator[str]:
    yield line.about
    if line.payment_id and line.payment_id != line.about:
        yield line.payment_id
    if line.order_id and line.order_id != line.about:
        yield line.order_id


def _cells(title: str, sums: Sums) -> tuple[str, ...]:
    received, given = rupees(sums.received_paise), rupees(sums.given_paise)
    return (title.capitalize(), str(sums.payments), received, str(sums.refunds), given)


def _row(cells: Sequence[str]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return first[0].ljust(first[1]) + "".join(text.rjust(width) for text, width in others)


def day(moment: datetime) -> str:
    """'1 Nov 2026', in Indian time."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}"


def as_json(report: Report, *, most: int | None = None) -> dict[str, Any]:
    """The same for programs: paise, ISO times. With `most`, no more lines of a kind than that."""
    tried = tried_in_vain(report)
    lines_of = {standing: report.of(standing) for standing in (Standing.OPEN, Standing.EXPLAINED)}
    return {
        "from": clock.to_text(report.begin),
        "to": clock.to_text(report.end),
        "at": clock.to_text(report.at),
        "by": report.by,
        "is_applied": report.is_applied,
        "is_open": report.is_open,
        "open_paise": report.open_paise,
        "orders": report.orders,
        "beside": {standing.value: _sums(report.beside(standing)) for standing in Standing},
        "sums": {
            **{standing.value: _sums(report.sums(standing)) for standing in Standing},
            "all": _sums(report.books),
        },
        **{
            standing.value: [_line(line, tried.get(line.about, "")) for line in lines[:most]]
            for standing, lines in lines_of.items()
        },
        "left_out": sum(len(lines) - len(lines[:most]) for lines in lines_of.values()),
        "mended": [
            {"about": each.about, "mend": each.mend, "trouble": each.trouble}
            for each in report.mended[:most]
        ],
    }


def _sums(sums: Sums) -> dict[str, int]:
    return {
        "payments": sums.payments,
        "received_paise": sums.received_paise,
        "refunds": sums.refunds,
        "given_paise": sums.given_paise,
    }


def _line(line: Line, tried: str) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "about": line.about,
        "rule": line.judged.rule,
        "payment_id": line.payment_id,
        "order_id": line.order_id,
        "amount_paise": line.amount_paise,
        "currency": line.currency,
        "received_paise": line.received_paise,
        "given_paise": line.given_paise,
        "in_books": line.in_books,
        "at": clock.to_text(line.at) if line.at else None,
        "why": line.judged.why,
        "mend": line.judged.mend.name.lower(),
        "to_do": line.to_do if line.standing is Standing.OPEN else "",
        "tried": tried,
    }
