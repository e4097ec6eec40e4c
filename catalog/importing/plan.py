"""What an import will do to each row: make a product, change one, leave it, or skip the row."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from catalog.importing.merging import SOURCE, Held, compare
from catalog.importing.product import Wanted
from catalog.rules import Category

BY_LAW = {"hsn": "HSN", "gstRate": "GST rate"}


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Step:
    """One row and what becomes of it. `changes`: field → text, or None where it is taken away."""

    line: int
    outcome: Outcome
    product_id: str = ""
    seller_id: str = ""
    wanted: Wanted | None = None
    held: Held | None = None
    changes: Mapping[str, str | None] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


Changes: TypeAlias = "Mapping[str, str | None]"
Compare: TypeAlias = "Callable[[Wanted, Held], tuple[Changes, Sequence[str]]]"


def three_ways(wanted: Wanted, held: Held) -> tuple[Changes, Sequence[str]]:
    """What an import of the old catalogue changes: nothing that staff have changed since."""
    changes, kept = compare(wanted.fields, held)
    return changes, [f"kept as staff have it: {', '.join(sorted(kept))}"] if kept else []


class Planner:
    """Plans row after row against one look at the table; takes no key or sku twice."""

    def __init__(
        self,
        held: Iterable[Held],
        *,
        claimed: Collection[str],
        seller_id: str,
        is_seller_given: bool,
        compare_by: Compare = three_ways,
    ) -> None:
        """`claimed` are the keys of all rows: what a row has by its key, no other has by its id."""
        self._compare = compare_by
        self._claimed = claimed
        self._seller_id, self._is_seller_given = seller_id, is_seller_given
        self._by_id: dict[str, Held] = {}
        self._by_source: dict[tuple[str, str], Held] = {}
        self._owner: dict[str, str] = {}
        self._lines: dict[str, int] = {}
        for product in held:
            self._by_id[product.product_id] = product
            if source := product.marks.get(SOURCE):
                self._by_source[product.seller_id, source] = product
            self._owner |= dict.fromkeys(product.skus, product.product_id)

    def plan(self, wanted: Wanted) -> Step:
        """What becomes of this row; rows planned before it come first."""
        seller_id = self._seller_id
        if wanted.seller_id and not self._is_seller_given:
            seller_id = wanted.seller_id
        held = self._find(wanted, seller_id)
        product_id = held.product_id if held else wanted.product_id
        obstacle = self._obstacle(wanted, product_id, seller_id)
        if obstacle:
            return Step(wanted.line, Outcome.SKIPPED, product_id, remarks=(obstacle,))
        self._lines |= dict.fromkeys(_names(wanted, product_id), wanted.line)
        self._owner |= dict.fromkeys(wanted.skus, product_id)
        if held:
            return _comparison(wanted, held, self._compare)
        return Step(
            wanted.line,
            Outcome.CREATED,
            product_id,
            seller_id,
            wanted=wanted,
            remarks=wanted.remarks,
            lacks=_lacks(wanted.fields),
        )

    def missing(self) -> list[Held]:
        """Imported products whose list is in the file and who are not in it any more."""
        lists = {name.partition("/")[0] for name in self._lines if name.startswith("id ")}
        return [
            product
            for (_, source), product in self._by_source.items()
            if f"id {source}".partition("/")[0] in lists and product.product_id not in self._lines
        ]

    def _find(self, wanted: Wanted, seller_id: str) -> Held | None:
        known = self._by_id.get(wanted.product_id)
        if known is None and wanted.source:
            known = self._by_source.get((seller_id, wanted.source))
            if known and (known.product_id in self._claimed or not _is_renamed(known, wanted)):
                return None
        return known

    def _obstacle(self, wanted: Wanted, product_id: str, seller_id: str) -> str | None:
        for name in _names(wanted, product_id):
            if name in self._lines:
                return f"the same product as line {self._lines[name]} ({name})"
        held = self._by_id.get(product_id)
        if held and held.seller_id != seller_id:
            return f"{product_id} is sold by {held.seller_id}, not by {seller_id}"
        for sku in sorted(wanted.skus) if wanted.variants else [product_id]:
            if self._owner.get(sku, product_id) != product_id:
                return f"sku {sku} belongs to {self._owner[sku]}"
        return None


def _is_renamed(held: Held, wanted: Wanted) -> bool:
    """Whether a row with the old id of `held` is that product under a new name. An id may have
    been given to another product since, and that of a pre-owned racket is when it is sold."""
    same = [name for name in ("name", "brand") if held.fields.get(name) == wanted.fields[name]]
    is_sold = held.fields.get("category") == Category.PRE_OWNED and held.stock == 0
    return held.fields.get("category") == wanted.fields["category"] and bool(same) and not is_sold


def _names(wanted: Wanted, product_id: str) -> list[str]:
    """All by which a row is known, so that a second one of the same name is found out."""
    source = [f"id {wanted.source}"] if wanted.source else []
    return list(dict.fromkeys([*source, product_id, wanted.product_id]))


def _comparison(wanted: Wanted, held: Held, compare_by: Compare) -> Step:
    changes, remarks = compare_by(wanted, held)
    return Step(
        wanted.line,
        Outcome.CHANGED if changes else Outcome.UNCHANGED,
        held.product_id,
        held.seller_id,
        wanted=wanted,
        held=held,
        changes=changes,
        remarks=(*wanted.remarks, *remarks),
        lacks=_lacks({**held.fields, **{k: v for k, v in changes.items() if v is not None}}),
    )


def _lacks(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(words for name, words in BY_LAW.items() if name not in fields)
