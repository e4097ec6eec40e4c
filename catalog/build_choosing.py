"""What an address asks for as a racket: parts by their skus, and pills that change one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.build import RUBBERS, Build, Piece, Role, fits
from catalog.build_law import BLACK, colour_of
from catalog.build_parts import parts_of
from catalog.choices import Group, choosing, groups
from catalog.shelf import Shelf, ShelfVariant


@dataclass(frozen=True)
class Opened:
    """The racket of an address; `replaced` are parts that it named and that are not on sale."""

    build: Build
    replaced: tuple[Role, ...]


def opened(shelf: Shelf, asked: Mapping[str, str]) -> Opened | None:
    """The racket that an address asks for. What it does not say, or names in vain, is filled in
    with a part to begin with; None where the shop has no blade or no rubber at all."""
    found = {role: _asked_for(shelf, role, asked) for role in Role}
    replaced = tuple(role for role in Role if asked.get(role) and not found[role])
    for role in Role:
        if found[role] is None:
            found[role] = _filled_in(shelf, role, found)
    blade, forehand, backhand = (found[role] for role in Role)
    if blade is None or forehand is None or backhand is None:
        return None
    return Opened(Build(blade, forehand, backhand), replaced)


def build_of(shelf: Shelf, skus: Mapping[str, str]) -> Build | None:
    """Exactly the racket of these skus (by the names of an address); None where one is not on
    sale, or is no such part."""
    pieces = [_piece(shelf, role, skus.get(role, "")) for role in Role]
    blade, forehand, backhand = pieces
    if blade is None or forehand is None or backhand is None:
        return None
    return Build(blade, forehand, backhand)


def pills_of(role: Role, piece: Piece) -> list[Group]:
    """The questions of a part: handle, or colour and thickness."""
    chosen = choosing(piece.product, piece.variant.sku, {})
    return groups(piece.product, chosen)


def field_of(role: Role, option: str) -> str:
    """The field that asks for an option of a part."""
    return f"{role.value}-{option}"


def _piece(shelf: Shelf, role: Role, sku: str) -> Piece | None:
    found = shelf.by_sku.get(sku)
    return Piece(*found) if found and fits(role, found[0]) else None


def _asked_for(shelf: Shelf, role: Role, asked: Mapping[str, str]) -> Piece | None:
    piece = _piece(shelf, role, asked.get(role, ""))
    if piece is None:
        return None
    names = piece.product.option_names
    pills = {name: text for name in names if (text := asked.get(field_of(role, name)))}
    return Piece(piece.product, _closest(piece, pills)) if pills else piece


def _closest(piece: Piece, pills: Mapping[str, str]) -> ShelfVariant:
    """The variant with what was just changed, and with as much else of it as is made."""
    options = piece.variant.options
    changed = {name for name, text in pills.items() if text != options.get(name)}

    def place(variant: ShelfVariant) -> tuple[int, int, bool]:
        right = {name for name, text in pills.items() if variant.options.get(name) == text}
        return -len(right & changed), -len(right), variant.sku != piece.variant.sku

    return min(piece.product.variants, key=place)


def _filled_in(shelf: Shelf, role: Role, found: Mapping[Role, Piece | None]) -> Piece | None:
    other = next((found[r] for r in RUBBERS if r is not role), None)
    beside_black = colour_of(other) == BLACK if other else role is Role.FOREHAND
    return parts_of(shelf).begin_with(role, beside_black=beside_black)
