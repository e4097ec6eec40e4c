"""A table in true perspective: 2.74 x 1.525 m, 0.76 m high, its net 15.25 cm."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.art.canvas import Canvas, Point, n, points
from catalog.art.colours import INK, SHADOW, lit, shade
from catalog.art.thing import Thing

HEIGHT, HALF_LENGTH, HALF_WIDTH, EDGE, LINE = 0.76, 1.37, 0.7625, 0.05, 0.022
NET_TOP, NET_HALF = HEIGHT + 0.1525, HALF_WIDTH + 0.1525
Spot = tuple[float, float, float]
_COS, _SIN = math.cos(math.radians(-40)), math.sin(math.radians(-40))
_COS_DOWN, _SIN_DOWN = math.cos(math.radians(25)), math.sin(math.radians(25))


def seen(spot: Spot) -> Point:
    """Where a spot in the hall, in metres, is in the picture."""
    x, y, z = spot
    across, back = x * _COS - y * _SIN, x * _SIN + y * _COS
    depth = back * _COS_DOWN - (z - 0.5) * _SIN_DOWN
    rise = back * _SIN_DOWN + (z - 0.5) * _COS_DOWN
    size = 790 / (6.8 + depth)
    return 197 + across * size, 200 - rise * size


def _flat(x0: float, y0: float, x1: float, y1: float, z: float) -> tuple[Spot, ...]:
    return (x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)


def _points(spots: Iterable[Spot]) -> str:
    return points(seen(spot) for spot in spots)


def _face(fill: str, *spots: Spot, more: str = "") -> str:
    return f'<polygon fill="{fill}" points="{_points(spots)}"{more}/>'


def _bar(colour: str, width: float, *spots: Spot) -> str:
    return f'<polyline stroke="{colour}" stroke-width="{width:g}" points="{_points(spots)}"/>'


@dataclass(frozen=True, kw_only=True)
class Table(Thing):
    """A table by the colour of its top and of its frame; `measures` are its length, width and
    height as they are written beside it."""

    top: str = "#1f5fae"
    frame: str = "#23272e"
    wheels: bool = True
    measures: tuple[str, str, str] | None = None

    @property
    def label(self) -> str:
        return "Table-tennis table with net" + (", with its measures" if self.measures else "")

    def paint(self, on: Canvas) -> None:
        if self.measures:
            on.draw('<g transform="translate(36 14) scale(.86)">')
        under = _flat(-HALF_LENGTH + 0.15, -HALF_WIDTH - 0.1, HALF_LENGTH + 0.3, HALF_WIDTH, 0)
        on.draw(_face(SHADOW, *under, more=' opacity=".3" filter="url(#s)"'))
        on.draw('<g fill="none" stroke-linejoin="round" stroke-linecap="round">')
        self._legs(on)
        self._board(on)
        self._net(on)
        on.draw("</g>")
        if self.measures:
            _write(self.measures, on)
            on.draw("</g>")

    def _legs(self, on: Canvas) -> None:
        leg = shade(self.frame, 0.1)
        dark, light = shade(leg, 0.3), lit(leg, 0.1)
        for s in (1, -1):
            on.draw(
                _bar(dark, 5, (s * 1.15, 0.55, HEIGHT), (s * 1.15, 0.55, 0.04)),
                _bar(
                    dark, 4, (s * 0.2, 0.5, HEIGHT), (s * 0.42, 0.5, 0.12), (s * 0.42, -0.5, 0.12)
                ),
            )
        for s in (1, -1):
            on.draw(
                _bar(light, 6, (s * 1.15, -0.55, HEIGHT), (s * 1.15, -0.55, 0.04)),
                _bar(light, 4.5, (s * 0.12, -0.5, HEIGHT), (s * 0.42, -0.5, 0.12)),
                _bar(light, 4, (s * 1.15, -0.55, 0.42), (s * 1.15, 0.55, 0.42)),
            )
            for y in (0.5, -0.5) if self.wheels else ():
                x, down = seen((s * 0.42, y, 0.07))
                on.draw(
                    f'<circle cx="{n(x)}" cy="{n(down)}" r="5" fill="#aab3bf"'
                    f' stroke="{shade(leg, 0.4)}" stroke-width="5"/>'
                )

    def _board(self, on: Canvas) -> None:
        x, y, top, low = HALF_LENGTH, HALF_WIDTH, HEIGHT, HEIGHT - EDGE
        frame = self.frame
        on.draw(
            _face(shade(frame, 0.45), (-x, -y, top), (x, -y, top), (x, -y, low), (-x, -y, low)),
            _face(lit(frame, 0.14), (-x, -y, top), (-x, y, top), (-x, y, low), (-x, -y, low)),
            _face(shade(frame, 0.3), (x, -y, top), (x, y, top), (x, y, low), (x, -y, low)),
        )
        way = (*seen((-x, y, top)), *seen((x, -y, top)))
        tones = [(0, lit(self.top, 0.26)), (0.45, self.top), (1, shade(self.top, 0.2))]
        on.linear("t", way, tones, in_picture=True)
        on.draw(_face("#f6f8fa", *_flat(-x, -y, x, y, top)))
        for x0, x1 in ((-x + LINE, -0.006), (0.006, x - LINE)):
            for y0, y1 in ((-y + LINE, -0.006), (0.006, y - LINE)):
                on.draw(_face("url(#t)", *_flat(x0, y0, x1, y1, top)))

    def _net(self, on: Canvas) -> None:
        y, z = NET_HALF, HEIGHT + 0.01
        cast = _flat(0.02, -HALF_WIDTH, 0.14, HALF_WIDTH, HEIGHT)
        mesh: tuple[Spot, ...] = ((0, -y, z), (0, y, z), (0, y, NET_TOP), (0, -y, NET_TOP))
        on.draw(
            _face("#0b1020", *cast, more=' opacity=".26" filter="url(#k)"'),
            _face("#10141b", *mesh, more=' opacity=".66"'),
            _bar("#fff", 3.6, (0, -y, NET_TOP), (0, y, NET_TOP)),
        )
        for side in (-y, y):
            post = ((0, side, HEIGHT - 0.05), (0, side, HEIGHT + 0.16))
            on.draw(_bar(shade(self.frame, 0.5), 5, *post))


def _write(measures: tuple[str, str, str], on: Canvas) -> None:
    """The three measures of the table, along its edges."""
    x, y = HALF_LENGTH, HALF_WIDTH
    ends: tuple[tuple[Spot, Spot], ...] = (
        ((-x, -y - 0.3, 0), (x, -y - 0.3, 0)),
        ((-x - 0.25, -y, 0), (-x - 0.25, y, 0)),
        ((x + 0.25, -y, 0), (x + 0.25, -y, HEIGHT)),
    )
    bars = "".join(_bar(INK, 1.4, *pair) for pair in ends)
    on.draw(f'<g fill="none">{bars}</g>')
    middles = [seen(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)) for a, b in ends]
    places = (("end", -8, 22), ("end", -16, 12), ("start", 8, 6))
    for words, (place_x, place_y), (anchor, dx, dy) in zip(measures, middles, places, strict=True):
        on.text(
            words,
            f'x="{n(place_x + dx)}" y="{n(place_y + dy)}" text-anchor="{anchor}"'
            f' font-weight="600" font-size="18" fill="{INK}"',
        )
