"""The lines inside an order's item."""

from collections.abc import Mapping, Sequence

from pynamodb.attributes import UnicodeAttribute

from catalog.build import ROLE_WORDS, Role
from config.attributes import (
    DecimalTextAttribute,
    IntAttribute,
    LooseTextAttribute,
    Part,
    RupeesAttribute,
    TextMapAttribute,
    optional,
)


class Line(Part):
    """What was bought at the price of that day; never re-read from the catalogue. Lines of the
    earlier system carry `id, name, price, quantity` and no sku."""

    old_id = optional(LooseTextAttribute(attr_name="id"))
    product_id = optional(UnicodeAttribute(attr_name="productId"))
    seller_id = optional(UnicodeAttribute(attr_name="sellerId"))
    sku = optional(UnicodeAttribute())
    name = UnicodeAttribute()
    image = optional(UnicodeAttribute())
    options = optional(TextMapAttribute())
    quantity = IntAttribute()
    price = RupeesAttribute()
    hsn = optional(LooseTextAttribute())
    gst_rate = optional(DecimalTextAttribute(attr_name="gstRate"))
    returned = optional(IntAttribute())
    paid_back = optional(IntAttribute(attr_name="paidBack"))
    return_rule = optional(UnicodeAttribute(attr_name="returnRule"))
    racket = optional(UnicodeAttribute())  # its number among the order's rackets that we glue
    role = optional(UnicodeAttribute())  # blade, fh or bh of that racket

    @property
    def kept(self) -> int:
        """The pieces that were sold and have not come back into stock; a cancel apart."""
        return self.quantity - (self.returned or 0)

    @property
    def to_send(self) -> int:
        """The pieces that belong in the parcel: neither back in stock nor paid back."""
        return self.quantity - max(self.returned or 0, self.paid_back or 0)

    @property
    def total_paise(self) -> int:
        return self.price * self.quantity

    @property
    def choice(self) -> str:
        """'Red, 2.1 mm': the chosen options as a person says them; of a part of a racket also
        which, so that every paper says it: 'Red, 2.1 mm, forehand rubber of racket 1'."""
        part = [f"{self.role_words} of racket {self.racket}"] if self.is_part else []
        return ", ".join([*(self.options or {}).values(), *part])

    @property
    def options_said(self) -> str:
        """'Red, 2.1 mm', without the racket."""
        return ", ".join((self.options or {}).values())

    @property
    def role_words(self) -> str:
        """'forehand rubber' of a racket, '' of anything else."""
        return ROLE_WORDS[Role(self.role)] if self.is_part and self.role else ""

    @property
    def is_part(self) -> bool:
        """Whether it is glued into a racket."""
        return bool(self.racket) and self.role in [role.value for role in Role]


def glued_with(lines: Sequence[Line], place: int) -> list[int]:
    """The places of all parts of the racket that a line is glued into; its own of any other."""
    line = lines[place]
    if not line.is_part:
        return [place]
    return [at for at, each in enumerate(lines) if each.is_part and each.racket == line.racket]


def as_whole(
    lines: Sequence[Line], place: int, count: int, left: Mapping[int, int]
) -> dict[int, int]:
    """The pieces (place of the line → how many) in which so many of a thing come back: of a racket
    that we glued all parts, without those that were paid back before (`left` is what is not)."""
    parts = {each: min(count, left.get(each, 0)) for each in glued_with(lines, place)}
    return {each: pieces for each, pieces in parts.items() if pieces}


def in_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines as a customer reads them: the parts of a racket that we glued are together."""
    together = [glued_with(lines, place) for place in range(len(lines))]
    return [[lines[at] for at in row] for place, row in enumerate(together) if row[0] == place]


def pieces_in(lines: Sequence[Line]) -> int:
    """How many pieces a customer counts: a racket that we glued is one."""
    return sum(row[0].quantity for row in in_rows(lines))
