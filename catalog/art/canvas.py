"""The ground, the light and the shadow that all product pictures share.

Laws of the set, to be kept when a kind is added: 400 x 400 with the object inside 34..366 on a
soft ground in the brand's tint; one light from the top left; two shadows, tight and wide, to the
bottom right; three tones of one colour per surface, thin accents, no outlines; at most 4 KB.
"""

import math
from collections.abc import Iterable, Sequence
from html import escape

from catalog.art.colours import GROUNDS, SHADOW, lit, mix

FONT = 'font-family="Figtree,system-ui,sans-serif"'
Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]


def n(value: float) -> str:
    """A number with at most one digit after the point."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def points(sequence: Iterable[Point]) -> str:
    """The points of a polygon."""
    return " ".join(f"{n(x)},{n(y)}" for x, y in sequence)


def fit(size: float, text: str, letters: int) -> str:
    """The font size at which a text stays inside a strip made for so many letters."""
    return n(size * min(1, letters / max(1, len(text))))


def lay(degrees: float, scale: float, x: float, y: float) -> str:
    """The transform of a thing that lies turned at x, y."""
    return f"translate({x} {y}) rotate({degrees}) scale({scale})"


def below(degrees: float, scale: float, depth: float) -> Point:
    """Straight down the picture by `depth`, as seen by a thing that lies turned."""
    turn = math.radians(degrees)
    return math.sin(turn) * depth / scale, math.cos(turn) * depth / scale


def at(way: Point, share: float = 1) -> str:
    """The x and y of a `use` that is moved along a way."""
    return f'x="{n(way[0] * share)}" y="{n(way[1] * share)}"'


class Canvas:
    """Collects definitions and drawing of one picture. Its label and what is `written` are
    escaped; everything else that is drawn comes from the tables of this folder."""

    def __init__(self, label: str, ground: str = "mist") -> None:
        self.ground = GROUNDS.get(ground, GROUNDS["mist"])
        self._label = label
        self._defined: list[str] = []
        self._drawn: list[str] = []
        if ground != "none":
            floor = mix(self.ground, "#8794a5", 0.13)
            self.linear("g", (0, 0, 1, 1), [(0, lit(self.ground, 0.55)), (1, floor)])
            self.draw('<path fill="url(#g)" d="M0 0h400v400H0z"/>')
        self._blur("s", 11)
        self._blur("k", 3)

    def define(self, *markup: str) -> None:
        """Add definitions."""
        self._defined.extend(markup)

    def draw(self, *markup: str) -> None:
        """Add to the picture, above what is there."""
        self._drawn.extend(markup)

    def linear(
        self, name: str, way: Sequence[float], stops: Sequence[Stop], *, in_picture: bool = False
    ) -> None:
        """Define a gradient along x1, y1, x2, y2: shares of the thing, or picture units."""
        x1, y1, x2, y2 = (n(v) if in_picture else f"{v:g}" for v in way)
        units = ' gradientUnits="userSpaceOnUse"' if in_picture else ""
        self.define(
            f'<linearGradient id="{name}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"{units}>'
            f"{_stops(stops)}</linearGradient>"
        )

    def ball_light(self, name: str, stops: Sequence[Stop]) -> None:
        """Define the light on a ball."""
        self.define(
            f'<radialGradient id="{name}" cx=".36" cy=".3" r=".78">{_stops(stops)}</radialGradient>'
        )

    def shadow(self, inner: str, dx: float = 12, dy: float = 18, opacity: float = 0.3) -> None:
        """The wide and the tight shadow of `inner`, a markup without fill."""
        self.define(f'<g id="z">{inner}</g>')
        self.draw(
            f'<g fill="{SHADOW}" opacity="{opacity:g}">'
            f'<use href="#z" x="{dx:g}" y="{dy:g}" filter="url(#s)"/>'
            f'<use href="#z" x="{n(dx * 0.3)}" y="{n(dy * 0.36)}" filter="url(#k)"/></g>'
        )

    def floor(self, cx: float, rx: float) -> None:
        """The shadow under a thing that stands at the foot line, y = 306."""
        self.draw(
            f'<g fill="{SHADOW}" opacity=".34">'
            f'<ellipse cx="{n(cx + 12)}" cy="311" rx="{n(rx * 1.03)}" ry="13.5" filter="url(#s)"/>'
            f'<ellipse cx="{n(cx + 2)}" cy="306" rx="{n(rx * 0.96)}" ry="4.5" filter="url(#k)"/>'
            "</g>"
        )

    def text(self, words: str, attributes: str) -> None:
        """Write words in the shop's letters."""
        self.draw(written(words, f"{FONT} {attributes}"))

    def svg(self) -> str:
        """The whole picture."""
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400"'
            f' role="img" aria-label="{escape(self._label)}">'
            f"<defs>{''.join(self._defined)}</defs>{''.join(self._drawn)}</svg>"
        )

    def _blur(self, name: str, deviation: int) -> None:
        self.define(
            f'<filter id="{name}" filterUnits="userSpaceOnUse" x="-60" y="-60" width="520"'
            f' height="520"><feGaussianBlur stdDeviation="{deviation}"/></filter>'
        )


def written(words: str, attributes: str) -> str:
    """A text element with its words escaped."""
    return f"<text {attributes}>{escape(words)}</text>"


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{s[0]:g}" stop-color="{s[1]}"'
        + (f' stop-opacity="{s[2]:g}"/>' if len(s) > 2 else "/>")
        for s in stops
    )
