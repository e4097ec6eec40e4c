"""A case for a racket: the shape of the bat, or a wallet."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas, at, below, lay
from catalog.art.colours import lit, shade
from catalog.art.thing import Thing


@dataclass(frozen=True)
class _Shape:
    turn: int
    size: float
    middle: tuple[int, int]
    depth: int
    outline: str
    seam: str
    band: str
    badge: str


BAT = _Shape(
    turn=-40,
    size=1.26,
    middle=(166, 158),
    depth=22,
    outline=(
        "M0-92C50-92 88-56 88-6C88 34 62 60 44 80C34 92 30 110 30 140C30 168 20 176 0 176"
        "S-30 168-30 140C-30 110-34 92-44 80C-62 60-88 34-88-6C-88-56-50-92 0-92Z"
    ),
    seam=(
        "M0-80C44-80 76-48 76-6C76 28 52 52 35 72C24 88 19 108 19 138C19 160 14 165 0 165"
        "S-19 160-19 138C-19 108-24 88-35 72C-52 52-76 28-76-6C-76-48-44-80 0-80Z"
    ),
    band="M-100 30L100-28V-10L-100 50ZM-100 57L100-3V1L-100 62Z",
    badge='x="-17" y="-52" width="34" height="13" rx="2.5"',
)
WALLET = _Shape(
    turn=-10,
    size=1,
    middle=(200, 190),
    depth=24,
    outline=(
        "M-140-74Q-140-104-110-104H110Q140-104 140-74V74Q140 104 110 104H-110Q-140 104-140 74Z"
    ),
    seam="M-124-68Q-124-88-104-88H104Q124-88 124-68V68Q124 88 104 88H-104Q-124 88-124 68Z",
    band="M-150 60L150-40V-14L-150 88ZM-150 98L150-5V1L-150 104Z",
    badge='x="-108" y="-70" width="46" height="18" rx="3"',
)


@dataclass(frozen=True, kw_only=True)
class Case(Thing):
    """A racket case in the brand's colour, or in a main colour of its own."""

    shape: str = "wallet"
    main: str = ""

    @property
    def label(self) -> str:
        return "Racket case"

    def paint(self, on: Canvas) -> None:
        shape = BAT if self.shape == "bat" else WALLET
        main, trim = self.main or self.tint.body, self.tint.accent
        place = lay(shape.turn, shape.size, *shape.middle)
        on.linear("m", (0, 0, 0.6, 1), [(0, lit(main, 0.3)), (0.4, main), (1, shade(main, 0.36))])
        on.define(
            f'<path id="o" d="{shape.outline}"/><path id="i" d="{shape.seam}"/>'
            '<clipPath id="c"><use href="#i"/></clipPath>'
        )
        on.shadow(f'<use href="#o" transform="{place}"/>', 14, 34)
        on.draw(f'<g transform="{place}">')
        down = below(shape.turn, shape.size, shape.depth)
        for share, colour in (
            *((1, shade(main, 0.55)), (0.84, shade(main, 0.5)), (0.68, shade(main, 0.45))),
            *((0.56, lit(main, 0.4)), (0.5, shade(main, 0.6)), (0.4, shade(main, 0.36))),
            (0.22, shade(main, 0.3)),
        ):
            on.draw(f'<use href="#o" {at(down, share)} fill="{colour}"/>')
        second = self.tint.second
        band = second if second > "#333" and second != main else trim
        on.draw(
            '<use href="#o" fill="url(#m)"/><use href="#i" fill="none" stroke="#000"'
            ' stroke-opacity=".35" stroke-width="1.6" transform="translate(.8 1.2)"/>'
            f'<g clip-path="url(#c)"><path d="{shape.band}" fill="{band}"/></g>'
            '<use href="#i" fill="none" stroke="#fff" stroke-opacity=".25" stroke-width="1.2"'
            f' stroke-dasharray="3 2.4"/><rect {shape.badge} fill="{trim}"/>'
        )
        if shape is BAT:
            on.draw(f'<rect x="-11" y="-47.5" width="22" height="4" rx="2" fill="{main}"/></g>')
        else:
            on.draw(
                f'<rect x="-100" y="-63" width="30" height="4" rx="2" fill="{main}"/></g>'
                f'<path d="M262 290l30-5" stroke="{trim}" stroke-width="6" stroke-linecap="round"/>'
            )
