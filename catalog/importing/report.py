"""What an import says: a line per row that is not plainly unchanged, then the totals."""

from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.importing.merging import Held
from catalog.importing.plan import Outcome, Step
from catalog.importing.values import Remark

LONGEST = 40  # characters of a value


def report(
    steps: Sequence[Step], *, notes: Sequence[Remark], missing: Sequence[Held], is_dry: bool
) -> Iterator[str]:
    """The whole report, line by line; `is_dry` says that nothing was written."""
    for step in steps:
        if step.outcome is not Outcome.UNCHANGED or step.remarks:
            yield _row(step)
    for note in notes:
        yield f"note       line {note.line}: {note.reason}"
    for product in missing:
        yield (
            f"note       {product.product_id} was imported earlier and has no row in this file;"
            " take it off sale if it is gone"
        )
    yield from _by_hand(steps)
    yield totals(steps, is_dry=is_dry)


def totals(steps: Sequence[Step], *, is_dry: bool) -> str:
    """'3 created, 1 changed, 120 unchanged, 2 skipped of 126 rows.'"""
    count = Counter(step.outcome for step in steps)
    parts = ", ".join(f"{count[outcome]} {outcome}" for outcome in Outcome)
    end = " Dry run: nothing was written." if is_dry else ""
    return f"{parts} of {len(steps)} rows.{end}"


def _row(step: Step) -> str:
    words = [*_changes(step), *step.remarks]
    who = f" {step.product_id}" if step.product_id else ""
    why = f": {'; '.join(words)}" if words else ""
    return f"{step.outcome:<10} line {step.line}{who}{why}"


def _changes(step: Step) -> Iterator[str]:
    before = step.held.fields if step.held else {}
    for name, text in step.changes.items():
        yield f"{name} {_short(before.get(name))} → {_short(text)}"


def _short(text: str | None) -> str:
    if text is None:
        return "(nothing)"
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}”"


def _by_hand(steps: Sequence[Step]) -> Iterator[str]:
    for what in sorted({lack for step in steps for lack in step.lacks}):
        lacking = [step.product_id for step in steps if what in step.lacks]
        yield f"by hand    {what} of {len(lacking)} products: {', '.join(lacking)}"
