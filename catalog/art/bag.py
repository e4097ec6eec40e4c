"""Bags: a backpack and a holdall."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas
from catalog.art.colours import lit, shade
from catalog.art.thing import Thing

BACKPACK = (
    "M110 300C102 240 104 168 112 138C120 100 150 84 200 84S280 100 288 138"
    "C296 168 298 240 290 300Q288 308 278 308H122Q112 308 110 300Z"
)
HOLDALL = (
    "M64 306C44 306 42 280 44 240S52 164 76 156C120 146 280 146 324 156"
    "C348 164 354 200 356 240S356 306 336 306Z"
)


@dataclass(frozen=True, kw_only=True)
class Bag(Thing):
    """A backpack or a holdall in a main colour and an accent."""

    shape: str = "backpack"
    main: str = ""
    accent: str = ""

    @property
    def label(self) -> str:
        return "Backpack" if self.shape == "backpack" else "Holdall"

    @property
    def body(self) -> str:
        """The colour of its cloth."""
        return self.main or shade(self.tint.body, 0.1)

    @property
    def trim(self) -> str:
        """The colour of its pulls and its badge."""
        return self.accent or self.tint.accent

    def paint(self, on: Canvas) -> None:
        if self.shape == "backpack":
            self._backpack(on)
        else:
            self._holdall(on)

    def _backpack(self, on: Canvas) -> None:
        main, trim = self.body, self.trim
        on.floor(200, 104)
        on.draw(
            '<path d="M172 92C172 62 228 62 228 92" fill="none"'
            f' stroke="{shade(main, 0.45)}" stroke-width="10"/>'
            '<path d="M118 150C92 170 88 240 96 292H118ZM282 150C308 170 312 240 304 292H282Z"'
            f' fill="{shade(main, 0.4)}"/>'
        )
        tones = [(0, lit(main, 0.26)), (0.4, main), (1, shade(main, 0.42))]
        on.linear("b", (0, 0, 1, 0.8), tones)
        on.define(f'<clipPath id="c"><path id="o" d="{BACKPACK}"/></clipPath>')
        on.draw(
            '<use href="#o" fill="url(#b)"/><g clip-path="url(#c)">'
            f'<path d="M90 176L310 128V146L90 196Z" fill="{self.accent or self.tint.second}"/>'
            f'<path d="M90 202L310 152V156L90 207Z" fill="{trim}"/></g>',
            self._zip("M124 170C124 116 150 100 200 100S276 116 276 170", 276, 168),
            '<rect x="130" y="210" width="146" height="92" rx="16" fill="#0b1020" opacity=".4"'
            ' filter="url(#k)" transform="translate(3 5)"/>',
        )
        self._pocket(on, 'x="128" y="206" width="144" height="92" rx="16"', 0.07)
        on.draw(self._zip("M136 226Q200 218 264 226", 258, 226), self._badge(176, 256))

    def _holdall(self, on: Canvas) -> None:
        main = self.body
        strap = f'fill="none" stroke="{shade(main, 0.5)}" stroke-width="11"'
        on.floor(200, 152)
        on.draw(f'<path d="M134 170C140 84 272 84 282 170" {strap}/>')
        tones = [(0, lit(main, 0.3)), (0.4, main), (1, shade(main, 0.44))]
        on.linear("b", (0, 0, 0.5, 1), tones)
        round_ = [(0, "#fff", 0.12), (0.35, "#0b1020", 0), (1, "#0b1020", 0.4)]
        on.linear("w", (0, 0, 0.3, 1), round_)
        on.define(f'<clipPath id="c"><path id="o" d="{HOLDALL}"/></clipPath>')
        on.draw(
            '<use href="#o" fill="url(#b)"/><g clip-path="url(#c)">'
            f'<path d="M40 140H108V310H40Z" fill="{self.accent or self.tint.second}"/>'
            f'<path d="M108 140H114V310H108Z" fill="{self.trim}"/>'
            '<path d="M40 290H360V310H40Z" fill="#0b1020" opacity=".25"/>'
            '<use href="#o" fill="url(#w)"/></g>',
            self._zip("M78 172Q200 158 322 172", 310, 170),
        )
        self._pocket(on, 'x="150" y="206" width="146" height="84" rx="12"', 0.08)
        on.draw(
            self._zip("M158 222H288", 166, 222),
            f'<path d="M134 160C128 200 128 250 132 306M282 160C290 180 312 250 312 306" {strap}/>',
            self._badge(200, 246),
        )

    def _zip(self, way: str, x: int, y: int) -> str:
        return (
            f'<path d="{way}" fill="none" stroke="{shade(self.body, 0.55)}" stroke-width="5"/>'
            f'<path d="{way}" fill="none" stroke="{lit(self.body, 0.45)}" stroke-width="1.2"'
            f' stroke-dasharray="2 2.4"/><path d="M{x} {y}v12" stroke="{self.trim}"'
            ' stroke-width="4.5" stroke-linecap="round"/>'
        )

    def _badge(self, x: int, y: int) -> str:
        return (
            f'<rect x="{x}" y="{y}" width="48" height="18" rx="3" fill="{self.trim}"/>'
            f'<rect x="{x + 8}" y="{y + 7}" width="32" height="4" rx="2" fill="{self.body}"/>'
        )

    def _pocket(self, on: Canvas, place: str, light: float) -> None:
        colour = lit(self.body, light)
        tones = [(0, lit(colour, 0.22)), (0.45, colour), (1, shade(colour, 0.34))]
        on.linear("f", (0, 0, 1, 1), tones)
        on.draw(f'<rect {place} fill="url(#f)"/>')
