"""Balls: whole, many, and cut in half."""

import math
from dataclasses import dataclass

from catalog.art.canvas import FONT, Canvas, n, written
from catalog.art.colours import INK, SHADOW, lit, mix, shade
from catalog.art.thing import Thing

BASES = {"white": ("#fbfbf8", "#9eabba"), "orange": ("#f39a2e", "#a04f0c")}
Place = tuple[float, float, float]
_SIX = ((202, 104), (144, 186), (262, 184), (84, 268), (204, 272), (318, 266))
PLACES: dict[int, list[Place]] = {
    1: [(200, 192, 112)],
    3: [(206, 132, 76), (122, 234, 76), (284, 238, 76)],
    6: [(x, y, 52) for x, y in _SIX],
}
TURNS = (-14, 10, -4, 16, -8, 6)


def star(cx: float, cy: float, r: float) -> str:
    """The outline of a star with five points."""
    tips = []
    for i in range(10):
        reach = r if i % 2 == 0 else r * 0.42
        turn = i * math.pi / 5
        tips.append(f"{n(cx + reach * math.sin(turn))} {n(cy - reach * math.cos(turn))}")
    return f"M{'L'.join(tips)}Z"


def ball_stops(colour: str) -> list[tuple[float, str]]:
    """The light on a ball of this colour, from its bright spot outwards."""
    base, dark = BASES[colour]
    return [
        *((0, "#fff"), (0.16, lit(base, 0.5)), (0.5, base)),
        *((0.82, mix(base, dark, 0.62)), (0.96, dark), (1, mix(dark, base, 0.35))),
    ]


@dataclass(frozen=True, kw_only=True)
class Ball(Thing):
    """One, three, six or ten balls, with their stars and the maker's word."""

    colour: str = "white"
    stars: int = 3
    count: int = 3
    name: str = ""

    @property
    def label(self) -> str:
        many = "s" if self.count > 1 else ""
        grade = f"{self.stars} star" if self.stars else "training grade"
        return f"{self.count} {self.colour} table-tennis ball{many}, {grade}"

    def paint(self, on: Canvas) -> None:
        on.ball_light("b", ball_stops(self.colour))
        on.define(
            f'<g id="w" fill="{SHADOW}"><ellipse cx="34" cy="80" rx="88" ry="44" opacity=".3"/>'
            '<ellipse cx="12" cy="88" rx="60" ry="20" opacity=".5"/></g>',
            self._print(),
        )
        places = PLACES.get(self.count) or _heap()
        on.draw('<g filter="url(#s)">', *(_put("w", *place) for place in places), "</g>")
        for k, (cx, cy, r) in enumerate(places):
            on.draw(f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}" fill="url(#b)"/>')
            if r > 40 or not k % 3:
                on.draw(_put("t", cx + r * 0.06, cy + r * 0.1, r, TURNS[k % 6]))

    def _print(self) -> str:
        ink = mix(self.tint.body, INK, 0.1)
        half = (self.stars - 1) / 2
        stars = "".join(
            star((i - half) * 25, -12 + 5 * abs(i - half), 11) for i in range(self.stars)
        )
        words = written(
            self.name.upper(), 'y="43" font-weight="600" font-size="14" letter-spacing="2"'
        )
        return (
            f'<g id="t" fill="{ink}" opacity=".9" text-anchor="middle" {FONT}>'
            f'<path d="{stars}"/><text y="22" font-weight="700" font-size="23">40+</text>'
            f"{words if self.name else ''}</g>"
        )


@dataclass(frozen=True, kw_only=True)
class HalfBall(Thing):
    """A ball cut in half: it is hollow, and its wall is half a millimetre."""

    colour: str = "white"

    @property
    def label(self) -> str:
        return "Ball cut in half: hollow, with its wall at the cut"

    def paint(self, on: Canvas) -> None:
        base, dark = BASES[self.colour]
        on.ball_light("b", ball_stops(self.colour))
        inner = [(0, shade(dark, 0.45)), (0.5, mix(dark, base, 0.3)), (1, lit(base, 0.4))]
        on.linear("n", (0.2, 0, 0.8, 1), inner)
        on.shadow('<path d="M72 176A128 128 0 0 0 328 176Z"/>', 12, 24)
        on.draw(
            '<circle cx="200" cy="176" r="128" fill="url(#b)" clip-path="url(#h)"/>'
            f'<ellipse cx="200" cy="176" rx="128" ry="46" fill="{mix(base, "#ffffff", 0.5)}"/>'
            '<ellipse cx="200" cy="178" rx="120" ry="40" fill="url(#n)"/>'
        )
        on.define('<clipPath id="h"><path d="M60 176H340V320H60Z"/></clipPath>')
        on.draw(
            f'<path d="M72 340V330M328 340V330M72 335H328" stroke="{INK}" stroke-width="1.4"/>'
            f'<path d="M324 176L352 132H366" fill="none" stroke="{INK}" stroke-width="1.4"/>'
        )
        words = f'font-weight="600" font-size="18" fill="{INK}"'
        on.text("40 mm", f'x="200" y="360" text-anchor="middle" {words}')
        on.text("wall", f'x="350" y="124" text-anchor="middle" {words}')


def _heap() -> list[Place]:
    """Ten balls in three rows, for packs of any greater number."""
    return [
        (200 + (i - (4 - abs(r - 1)) / 2 + 0.5) * 84 + (r % 2) * 4, 128 + r * 72, 40.5)
        for r in range(3)
        for i in range(4 - abs(r - 1))
    ]


def _put(name: str, cx: float, cy: float, r: float, turn: int = 0) -> str:
    turned = f" rotate({turn})" if turn else ""
    place = f"translate({n(cx)} {n(cy)}){turned} scale({r / 100:.2f})"
    return f'<use href="#{name}" transform="{place}"/>'
