"""What a credit note takes back of an invoice, row by row. Pure: no tables, no clock.

However an invoice is taken back, in one note or in many, by pieces or by amounts: the notes never
sum to more than the invoice, and to exactly the invoice, row by row and tax by tax, once all of it
is taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.money import half_tax_within, spread
from orders.paper_parts import TaxRow
from orders.tax import Item, is_charge, row


@dataclass(frozen=True)
class Wanted:
    """What is to be taken back: these pieces (place of the order's line → how many) and the charges
    beside them if `with_charges`, or all that is left if neither is named. `amount_paise` is what
    was paid back for it: less than that takes less of each, more takes of the others by value."""

    amount_paise: int | None = None
    pieces: Mapping[int, int] | None = None
    with_charges: bool = False

    @property
    def names_something(self) -> bool:
        return bool(self.pieces) or self.with_charges


ALL = Wanted()


@dataclass
class _Left:
    """What is left of a row: what earlier notes have not taken back."""

    kept: TaxRow
    gross: int
    half: int
    quantity: int

    @property
    def all_half(self) -> int:
        return half_in(self.kept)


def half_in(kept: TaxRow) -> int:
    """Half of the tax in a row, whichever State it goes to."""
    return (kept.cgst + kept.sgst + kept.igst) // 2


def left_paise(rows: Sequence[TaxRow], notes: Iterable[Sequence[TaxRow]]) -> int:
    """What of an invoice was not taken back yet, tax included."""
    return sum(each.gross for each in _left(rows, notes))


def taken_back(
    rows: Sequence[TaxRow], notes: Iterable[Sequence[TaxRow]], wanted: Wanted
) -> list[TaxRow]:
    """The rows of the next note on an invoice that has these; none where nothing is left of it.
    More than is left cannot be taken back: the note is then for what is left."""
    left = _left(rows, notes)
    shares = _shares(left, wanted)
    counts = [_pieces(each, share, wanted) for each, share in zip(left, shares, strict=True)]
    return [
        _row(each, share, count)
        for each, share, count in zip(left, shares, counts, strict=True)
        if share
    ]


def _left(rows: Sequence[TaxRow], notes: Iterable[Sequence[TaxRow]]) -> list[_Left]:
    left = [_Left(kept, kept.gross, half_in(kept), kept.quantity) for kept in rows]
    for note in notes:
        for taken in note:
            each = left[taken.place]
            each.gross -= taken.gross
            each.half -= half_in(taken)
            each.quantity -= taken.quantity
    return left


def _shares(left: Sequence[_Left], wanted: Wanted) -> list[int]:
    """What each row gives of the amount: first what is named, the rest by value."""
    named, whole = [_named(each, wanted) for each in left], sum(each.gross for each in left)
    if wanted.amount_paise is None:
        return named if wanted.names_something else [each.gross for each in left]
    amount = min(wanted.amount_paise, whole)
    if sum(named) >= amount:
        return spread(amount, named)
    rest = [each.gross - share for each, share in zip(left, named, strict=True)]
    more = spread(amount - sum(named), rest)
    return [share + extra for share, extra in zip(named, more, strict=True)]


def _named(each: _Left, wanted: Wanted) -> int:
    if is_charge(each.kept):
        return each.gross if wanted.with_charges else 0
    count = (wanted.pieces or {}).get(each.kept.place, 0)
    if count <= 0:
        return 0
    if count >= each.quantity:
        return each.gross
    return min(each.gross, each.kept.gross * count // each.kept.quantity)


def _pieces(each: _Left, share: int, wanted: Wanted) -> int:
    """How many pieces a note says: those that are named, or all that are left with the last of the
    row's money. Of a mere amount none comes back."""
    if share == each.gross:
        return max(each.quantity, 0)
    count = (wanted.pieces or {}).get(each.kept.place, 0)
    return max(0, min(count, each.quantity)) if share else 0


def _row(each: _Left, share: int, count: int) -> TaxRow:
    kept = each.kept
    item = Item(kept.name, kept.hsn, kept.unit, count, kept.rate, share)
    return row(item, place=kept.place, half_paise=_half(each, share), is_inter_state=kept.igst > 0)


def _half(each: _Left, share: int) -> int:
    """Half of the tax in a share: what it makes of all that was taken back so far, less what the
    notes before have, so that no paisa is lost in rounding."""
    if share == each.gross:
        return each.half
    taken = each.kept.gross - each.gross
    so_far = half_tax_within(taken + share, each.kept.rate)
    return max(0, min(so_far - (each.all_half - each.half), share // 2))
