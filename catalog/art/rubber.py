"""A sheet of rubber with one corner turned back to show its sponge."""

import math
from dataclasses import dataclass

from catalog.art.canvas import Canvas, Point, fit, n, points
from catalog.art.colours import SHEETS, SPONGES, lit, shade
from catalog.art.outlines import pips
from catalog.art.thing import Thing

W, H = 128, 126
A, B = 112, 100  # how much of the top and of the right edge is turned back
FOLD = 0.86
TOP_SHEET = 3.6


def _place(x: float, y: float) -> Point:
    turn = math.radians(-10)
    return (
        200 + x * math.cos(turn) - y * math.sin(turn) * 0.97,
        194 + (x * math.sin(turn) + y * math.cos(turn)) * 0.97,
    )


TOP_LEFT, BOTTOM_LEFT, BOTTOM_RIGHT = _place(-W, -H), _place(-W, H), _place(W, H)
P, Q = _place(W - A, -H), _place(W, -H + B)
CORNER = _place(
    W - 2 * FOLD * A * B * B / (A * A + B * B), -H + 2 * FOLD * A * A * B / (A * A + B * B)
)
FACE = (TOP_LEFT, P, Q, BOTTOM_RIGHT, BOTTOM_LEFT)


def _flap() -> str:
    m1, m2 = _place(W - A - 6, -H + 44), _place(W - 46, -H + B + 6)
    p, m1x, c, m2x, q = (f"{n(x)} {n(y)}" for x, y in (P, m1, CORNER, m2, Q))
    return f"M{p}Q{m1x} {c}Q{m2x} {q}Z"


def _lowered(corner: Point, depth: float) -> Point:
    return corner[0], corner[1] + depth


@dataclass(frozen=True, kw_only=True)
class Rubber(Thing):
    """A sheet by the colour of its top, its sponge, and the sponge's thickness in mm."""

    colour: str = "red"
    sponge: str = "yellow"
    mm: float = 2.1
    name: str = ""
    surface: str = "smooth"
    gloss: float = 0.5

    @property
    def label(self) -> str:
        thickness = f"{self.mm:g} mm" if self.mm else "no sponge"
        return f"{self.colour.capitalize()} rubber sheet, {self.sponge} sponge, {thickness}"

    def paint(self, on: Canvas) -> None:
        self._define(on)
        depth = 5 + self.mm * 3.1  # a little larger than life
        under = points(_lowered(corner, depth * 0.6) for corner in FACE)
        on.shadow(f'<polygon points="{under}"/>')
        self._edges(on, depth)
        on.draw('<use href="#m" fill="url(#t)"/>')
        if self.surface != "smooth":
            pips(on, self.surface)
            on.draw('<use href="#m" fill="url(#p)"/>')
        on.draw('<g clip-path="url(#c)"><use href="#m" fill="url(#h)"/>')
        self._strip(on)
        on.draw(
            '<use href="#q" transform="translate(7 16)" fill="#10131a" opacity=".42"'
            ' filter="url(#k)"/></g>'
        )
        self._turned_back(on, depth)

    def _define(self, on: Canvas) -> None:
        top, sponge = SHEETS[self.colour], SPONGES[self.sponge]
        mid = ((P[0] + Q[0]) / 2, (P[1] + Q[1]) / 2)
        fold = [
            *((0, shade(sponge, 0.34)), (0.2, sponge), (0.42, lit(sponge, 0.5))),
            *((0.75, sponge), (1, shade(sponge, 0.1))),
        ]
        shine = [
            *((0.16, "#fff", 0), (0.34, "#fff", self.gloss * 0.5)),
            *((0.42, "#fff", self.gloss * 0.2), (0.56, "#fff", 0)),
        ]
        on.linear("f", (*mid, *CORNER), fold, in_picture=True)
        on.linear("t", (0, 0, 1, 1), [(0, lit(top, 0.2)), (0.5, top), (1, shade(top, 0.3))])
        on.linear("h", (*TOP_LEFT, *BOTTOM_RIGHT), shine, in_picture=True)
        on.define(
            f'<path id="q" d="{_flap()}"/><polygon id="m" points="{points(FACE)}"/>'
            '<clipPath id="c"><use href="#m"/></clipPath>'
        )

    def _edges(self, on: Canvas, depth: float) -> None:
        top, sponge = SHEETS[self.colour], SPONGES[self.sponge]
        whole = depth + TOP_SHEET
        front, left = (BOTTOM_LEFT, BOTTOM_RIGHT), (TOP_LEFT, BOTTOM_LEFT)
        low_left = _lowered(BOTTOM_LEFT, whole)
        for corners, colour in (
            ((*front, _lowered(BOTTOM_RIGHT, whole), low_left), shade(sponge, 0.06)),
            ((*left, low_left, _lowered(TOP_LEFT, depth)), lit(sponge, 0.2)),
            ((*front, *(_lowered(c, TOP_SHEET) for c in reversed(front))), shade(top, 0.42)),
        ):
            on.draw(f'<polygon points="{points(corners)}" fill="{colour}"/>')

    def _strip(self, on: Canvas) -> None:
        """The maker's strip along the front edge, tone on tone."""
        top, dark = SHEETS[self.colour], self.colour == "black"
        tone = "#7d828c" if dark else lit(top, 0.34)
        ink = "#c4c8cf" if dark else lit(top, 0.62)
        on.draw(
            '<g transform="translate(200 194) scale(1 .97) rotate(-10)">'
            f'<path d="M-128 92H128" stroke="{tone}" opacity=".7"/>'
            f'<path d="M-128 93H128V126H-128Z" fill="{shade(top, 0.12)}" opacity=".55"/>'
        )
        size = fit(17, self.name, 15)
        on.text(
            self.name.upper(),
            f'x="-112" y="115.5" font-weight="700" font-size="{size}" letter-spacing="1.6"'
            f' fill="{ink}"',
        )
        on.draw(
            f'<g fill="none" stroke="{tone}" stroke-width="1.2">'
            '<rect x="92" y="101" width="20" height="17" rx="2"/>'
            '<path d="M96 107h12M96 112h8"/></g></g>'
        )

    def _turned_back(self, on: Canvas, depth: float) -> None:
        top, sponge = SHEETS[self.colour], SPONGES[self.sponge]
        (px, py), (qx, qy), (x, y) = P, Q, TOP_LEFT
        on.draw(
            f'<use href="#q" x="-1" y="{n(depth * 0.8 + TOP_SHEET)}" fill="{shade(top, 0.25)}"/>'
            f'<use href="#q" x="-1" y="{n(depth * 0.8)}" fill="{shade(sponge, 0.26)}"/>'
            '<use href="#q" fill="url(#f)"/>'
            f'<path d="M{n(px)} {n(py)}L{n(qx)} {n(qy)}" stroke="{shade(top, 0.1)}"'
            ' stroke-width="2.4" stroke-linecap="round"/>'
            f'<path d="M{n(x)} {n(y)}L{n(px)} {n(py)}" stroke="#fff" stroke-opacity=".45"'
            ' stroke-width="1.2"/>'
        )
