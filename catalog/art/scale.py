"""Any thing with a 40 mm ball beside it, in true proportion."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas, n
from catalog.art.colours import INK, SHADOW
from catalog.art.thing import Thing

LIGHT = {
    "white": [(0, "#fff"), (0.5, "#fbfbf8"), (0.8, "#c6ced7"), (1, "#a3b0be")],
    "orange": [(0, "#fff"), (0.3, "#f7b869"), (0.7, "#f39a2e"), (1, "#a8590f")],
}


@dataclass(frozen=True)
class Beside:
    """How a kind of thing makes room for the ball: how much it shrinks, where it goes, how many
    picture units a millimetre of it is, and where the ball lies."""

    shrink: float
    x: float
    y: float
    unit: float
    ball_x: float
    ball_y: float


SPOTS = {
    "rubber": Beside(0.74, 12, 30, 1.46, 318, 300),
    "blade": Beside(0.8, 60, 26, 1.44, 108, 304),
    "racket": Beside(0.8, 60, 26, 1.44, 108, 304),
    "shoe": Beside(0.8, 46, 22, 1.1, 326, 296),
    "clothes": Beside(0.84, 24, 14, 0.38, 350, 330),
    "bag": Beside(0.84, 20, 40, 0.52, 334, 292),
    "holdall": Beside(0.84, 14, 40, 0.56, 344, 292),
    "case": Beside(0.8, 10, 24, 0.95, 322, 312),
    "bottle": Beside(0.8, -4, 54, 1.8, 344, 264),
    "tape": Beside(0.8, 20, 30, 2.2, 306, 306),
    "net": Beside(0.8, 24, 22, 0.62, 352, 320),
    "towel": Beside(0.8, 24, 24, 0.8, 338, 308),
    "box": Beside(0.8, 6, 40, 1.2, 332, 286),
}


@dataclass(frozen=True, kw_only=True)
class Scale(Thing):
    """A thing beside a ball; `spot` names the place where the ball does not hide it."""

    of: Thing
    spot: str
    ball: str = "white"

    @property
    def label(self) -> str:
        return f"{self.of.label}, with a 40 mm ball for scale"

    def paint(self, on: Canvas) -> None:
        spot = SPOTS[self.spot]
        x, y, r = spot.ball_x, spot.ball_y, 20 * spot.shrink * spot.unit
        on.draw(f'<g transform="translate({spot.x:g} {spot.y:g}) scale({spot.shrink:g})">')
        self.of.paint(on)
        on.draw("</g>")
        on.ball_light("y_", LIGHT[self.ball])
        flat = n(max(2, r * 0.26))
        on.draw(
            f'<ellipse cx="{n(x + r * 0.2)}" cy="{n(y + r * 0.86)}" rx="{n(r * 0.9)}"'
            f' ry="{flat}" fill="{SHADOW}" opacity=".45" filter="url(#k)"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="{n(r)}" fill="url(#y_)"/>'
        )
        on.text(
            "40 mm",
            f'x="{x:g}" y="{n(y + r + 26)}" text-anchor="middle" font-weight="600"'
            f' font-size="16" fill="{INK}"',
        )
