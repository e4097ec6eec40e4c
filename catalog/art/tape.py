"""A roll of edge tape with its end run out."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas, n
from catalog.art.colours import SHADOW, lit, shade
from catalog.art.thing import Thing

X, Y, OUTER, INNER, FLAT = 178, 178, 112, 74, 0.5


@dataclass(frozen=True, kw_only=True)
class Tape(Thing):
    """A roll by its colour, its two stripes and its width in mm."""

    main: str = ""
    stripe: str = ""
    mm: float = 12

    @property
    def label(self) -> str:
        return f"Roll of edge tape, {self.mm:g} mm"

    def paint(self, on: Canvas) -> None:
        main = self.main or self.tint.body
        stripe = self.stripe or self.tint.accent
        wide = 26 + self.mm * 3.2
        self._define(on, main)
        _cast(on, wide)
        curve = f"A{OUTER} {n(OUTER * FLAT)} 0 0"
        on.draw(
            f'<path d="M{X - OUTER} {Y}{curve} 0 {X + OUTER} {Y}v{n(wide)}{curve} 1 {X - OUTER}'
            f' {n(Y + wide)}Z" fill="url(#w)"/>'
        )
        stripes = "".join(
            f"M{X - OUTER} {n(Y + wide * f)}{curve} 0 {X + OUTER} {n(Y + wide * f)}"
            for f in (0.24, 0.76)
        )
        lines = f'fill="none" stroke="{stripe}" stroke-width="4" opacity=".9"'
        on.draw(f'<path d="{stripes}" {lines}/>', _ellipse("url(#r)", OUTER))
        turns = "".join(_ellipse("none", OUTER * k) for k in (0.95, 0.89, 0.83, 0.77))
        on.draw(f'<g stroke="{shade(main, 0.5)}" stroke-width=".9" opacity=".45">{turns}</g>')
        _core(on, wide)
        _end(on, wide, lines)

    def _define(self, on: Canvas, main: str) -> None:
        wall = [(0, lit(main, 0.28)), (0.22, lit(main, 0.42)), (0.5, main), (1, shade(main, 0.5))]
        on.linear("w", (0, 0, 1, 0), wall)
        on.linear("i", (0, 0, 1, 0), [(0, "#6d5334"), (0.5, "#a8865a"), (1, "#d5b88a")])
        on.linear("r", (0, 0, 1, 1), [(0, lit(main, 0.5)), (1, shade(main, 0.12))])
        end = [(0, main), (0.35, shade(main, 0.22)), (0.8, lit(main, 0.3)), (1, main)]
        on.linear("v", (0, 0, 1, 0), end)
        hole = _ellipse("#000", INNER)
        on.define(f'<clipPath id="c">{hole}</clipPath>')


def _ellipse(fill: str, r: float, y: float = Y, x: float = X) -> str:
    return f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(r)}" ry="{n(r * FLAT)}" fill="{fill}"/>'


def _cast(on: Canvas, wide: float) -> None:
    ground = [n(Y + wide + k) for k in (50, 20, 40, 74)]
    on.draw(
        f'<g fill="{SHADOW}"><g opacity=".36" filter="url(#s)">',
        _ellipse(SHADOW, OUTER, Y + wide + 8, X + 14),
        f'<path d="M{X} {ground[0]}L362 {ground[1]}L372 {ground[2]}L250 {ground[3]}Z"/></g>'
        '<g opacity=".4" filter="url(#k)">',
        _ellipse(SHADOW, OUTER, Y + wide + 3, X + 3),
        "</g></g>",
    )


def _core(on: Canvas, wide: float) -> None:
    on.draw(
        _ellipse("#e3cba2", INNER + 6),
        '<g clip-path="url(#c)">',
        _ellipse("url(#i)", INNER),
        _ellipse("#4d3d29", INNER, Y + wide * 0.82),
        _ellipse(shade(on.ground, 0.3), INNER, Y + wide, X + 12),
        "</g>",
    )


def _end(on: Canvas, wide: float, lines: str) -> None:
    x, y = X + OUTER * 0.1, Y + OUTER * FLAT
    low = Y + 62 + wide
    on.draw(
        f'<path d="M{n(x)} {n(y)}C262 {Y + 58} 330 {Y + 62} 366 {Y + 26}l-6 {n(wide * 0.98)}'
        f'C322 {n(low)} 280 {n(low)} {n(x)} {n(y + wide)}Z" fill="url(#v)"/>'
    )
    stripes = "".join(
        f"M{n(x)} {n(y + wide * f)}C262 {n(Y + 58 + wide * f)} 330 {n(Y + 62 + wide * f)}"
        f" {n(366 - 6 * f)} {n(Y + 26 + wide * f)}"
        for f in (0.24, 0.76)
    )
    on.draw(f'<path d="{stripes}" {lines}/>')
