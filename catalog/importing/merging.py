"""Three ways compared: the file, the table, and what the last import wrote into the table.

A field is changed only where the table still holds what the last import wrote. Where staff have
changed it, theirs stays, and so do the fields that must fit it; stock and variants are written
when a product is made and never again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.importing.product import Wanted

SOURCE = "#source"  # key among the marks: list and old id of the row that was imported
LONGEST_MARK = 40  # characters; of longer texts a digest is enough to see whether they changed
# Fields that make sense only together: if staff changed one, the import leaves all of them.
TOGETHER = frozenset({"price", "originalPrice", "gstRate"})


@dataclass(frozen=True)
class Held:
    """A product as the table holds it: flat fields, and the marks of the last import."""

    product_id: str
    seller_id: str
    fields: Mapping[str, str]
    marks: Mapping[str, str]
    version: int
    skus: frozenset[str]
    stock: int = 0


def compare(wanted: Mapping[str, str], held: Held) -> tuple[dict[str, str | None], set[str]]:
    """The fields to change, and the fields where staff's word stands against the file's."""
    changes: dict[str, str | None] = {}
    kept: set[str] = set()
    imported = held.marks.keys() - {SOURCE}
    theirs = {name for name in wanted.keys() | imported if _is_theirs(name, wanted, held)}
    for name in sorted(wanted.keys() | imported):
        new, present = wanted.get(name), held.fields.get(name)
        if new == present:
            continue
        if new is not None and held.marks.get(name) == mark(new):
            continue  # the file says what it said before: the difference is staff's
        if name in theirs or (name in TOGETHER and theirs & TOGETHER):
            kept.add(name)
        else:
            changes[name] = new
    return changes, kept


def _is_theirs(name: str, wanted: Mapping[str, str], held: Held) -> bool:
    """Whether what the table holds was put there by a person and not by an import."""
    present = held.fields.get(name)
    if name in held.marks:
        return present is None or mark(present) != held.marks[name]
    return present is not None and present != wanted.get(name)


def mark(text: str) -> str:
    """What is remembered of an imported text: itself, or a digest where it is long."""
    if len(text) <= LONGEST_MARK:
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def marks_of(wanted: Wanted) -> dict[str, str]:
    """What is remembered of a product that is made by an import."""
    marks = {name: mark(text) for name, text in wanted.fields.items()}
    return marks | ({SOURCE: wanted.source} if wanted.source else {})


def marks_after(
    held: Held, changes: Mapping[str, str | None], source: str | None
) -> dict[str, str]:
    """What is remembered after a change: the old marks, and the new ones of what was changed."""
    marks = {name: text for name, text in held.marks.items() if name not in changes}
    marks |= {name: mark(text) for name, text in changes.items() if text is not None}
    return {SOURCE: source, **marks} if source else marks
