"""Outlines of a racket in millimetres, the centre of its head at 0, 0; and what they carry."""

import math
import random

from catalog.art.canvas import Canvas, Point, at, n
from catalog.art.colours import PLIES, Brand, shade

TURN, SCALE = -40, 1.44
HEAD = (
    "M0-79C44-79 75-47 75-7C75 28 56 49 37 65C26 74 17 78 14.5 88L13 112H-13L-14.5 88"
    "C-17 78-26 74-37 65C-56 49-75 28-75-7C-75-47-44-79 0-79Z"
)
SHEET = (
    "M0-78.6C43.6-78.6 74.6-46.8 74.6-7C74.6 28 55.6 48.6 37 64.6Q18 67 0 67T-37 64.6"
    "C-55.6 48.6-74.6 28-74.6-7C-74.6-46.8-43.6-78.6 0-78.6Z"
)
# Handle outlines from the arch at the top to the end cap; CP is the short one of a penhold bat.
HANDLES = {
    "FL": (
        "M-13.5 82Q0 72 13.5 82C12.6 96 12.2 112 12.6 128C13 146 15 160 17.6 173Q18 178 13 179.5"
        "Q0 183 -13 179.5Q-18 178 -17.6 173C-15 160-13 146-12.6 128C-12.2 112-12.6 96-13.5 82Z"
    ),
    "ST": (
        "M-13.8 82Q0 72 13.8 82L14.4 173Q14.6 178 10 179.5Q0 182 -10 179.5Q-14.6 178 -14.4 173Z"
    ),
    "AN": (
        "M-13 82Q0 72 13 82C13.4 98 16.4 112 16.4 128C16.4 146 12.6 160 13.2 173Q13 178 9 179.5"
        "Q0 182 -9 179.5Q-13 178 -13.2 173C-12.6 160-16.4 146-16.4 128C-16.4 112-13.4 98-13 82Z"
    ),
    "CP": (
        "M-13.5 82Q0 72 13.5 82C12.8 96 13 112 14.2 124C15 134 15.6 150 15.8 158"
        "Q16 163 11 164.5Q0 167 -11 164.5Q-16 163 -15.8 158C-15.6 150-15 134-14.2 124"
        "C-13 112-12.8 96-13.5 82Z"
    ),
}
_STEPS = {"hinoki": 5.6, "walnut": 7.5, "rosewood": 7, "ayous": 9.5, "koto": 7}


def grain(seed: str, wood: str, line: str, *, lean: bool = False) -> str:
    """Long, nearly parallel grain with one cathedral figure off centre; `lean` is half of it."""
    rnd = random.Random(seed + wood)  # noqa: S311 - grain of wood, not a secret
    centre = rnd.uniform(-22, 22)
    width = 1.1 if wood in {"walnut", "rosewood", "limba"} else 0.8
    drawn = f'<path d="{_long(rnd, wood, centre, lean)}" stroke-width="{width}" opacity=".42"/>'
    if wood != "hinoki":
        arcs = "".join(
            f"M{n(centre - w)} 112C{n(centre - w)} 50 {n(centre - w * 0.8)} {-h} {n(centre)} {-h}"
            f"S{n(centre + w)} 50 {n(centre + w)} 112"
            for w, h in ((4, 4), (8.5, 30), (13, 52))[: 1 if lean else 3]
        )
        drawn += f'<path d="{arcs}" stroke-width=".9" opacity=".5"/>'
    return f'<g fill="none" stroke="{line}">{drawn}</g>'


def _long(rnd: random.Random, wood: str, centre: float, lean: bool) -> str:
    straight = wood == "hinoki"
    thin = (2.8 if straight else 1.9) if lean else 1
    lines, x = [], -72.0
    while x < 73:
        off = (x - centre) / 26
        if straight or abs(off) > 0.62:
            swing = 0 if straight else 7 * math.copysign(math.exp(-off * off * 0.8), off)
            bow = rnd.uniform(-1, 1) + swing
            lines.append(
                f"M{n(x - bow * 0.9)}-80C{n(x - bow * 0.6)}-30 {n(x)} 40 {n(x + bow * 0.5)} 112"
            )
        x += _STEPS.get(wood, 8) * rnd.uniform(0.62, 1.38) * thin
    return "".join(lines)


def grip(on: Canvas, tint: Brand, depth: Point) -> None:
    """The handle on the outline `n` and its clip `j`: back scale, core, front scale, emblem."""
    body, second, accent = tint.body, tint.second, tint.accent
    x, y = depth
    light = [(0, "#fff", 0.3), (0.22, "#fff", 0.06), (0.6, "#000", 0), (1, "#000", 0.42)]
    on.linear("i", (0, 0, 1, 0), light)
    on.draw(
        f'<use href="#n" {at(depth, 1.9)} fill="{shade(body, 0.5)}"/>'
        f'<use href="#n" {at(depth, 1.2)} fill="{PLIES["K"]}"/>'
        f'<use href="#n" fill="{shade(body, 0.4)}"/>'
        f'<g transform="translate({n(-x * 0.7)} {n(-y * 0.7)})"><use href="#n" fill="{body}"/>'
        f'<g clip-path="url(#j)"><path d="M-5.2 70V190H5.2V70Z" fill="{second}"/>'
        f'<path d="M-7.4 70V190M7.4 70V190" stroke="{accent}" stroke-width="1.3"/>'
        f'<path d="M-20 167H20" stroke="{accent}" stroke-width="2.2" opacity=".85"/></g>'
        f'<rect x="-4.2" y="138" width="8.4" height="17" rx="4.2" fill="{accent}"/>'
        f'<rect x="-2.2" y="141" width="4.4" height="11" rx="2.2" fill="{body}"/>'
        '<use href="#n" fill="url(#i)"/></g>'
    )


def pips(on: Canvas, surface: str) -> None:
    """Define the pattern `p` of short or long pimples that stand out."""
    r = 1.5 if surface == "short" else 1.1
    on.define(
        '<pattern id="p" width="6" height="10.4" patternUnits="userSpaceOnUse">'
        f'<g fill="#000" opacity=".34"><circle cx="2" cy="2.5" r="{r}"/>'
        f'<circle cx="5" cy="7.7" r="{r}"/></g><g fill="#fff" opacity=".36">'
        f'<circle cx="1.5" cy="1.9" r="{r * 0.75:.2g}"/>'
        f'<circle cx="4.5" cy="7.1" r="{r * 0.75:.2g}"/></g></pattern>'
    )
