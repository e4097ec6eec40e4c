"""What a thing is made of: a block of it, cut, its layers in the light."""

import random
from dataclasses import dataclass

from catalog.art.canvas import Canvas, n
from catalog.art.colours import INK, lit, shade
from catalog.art.thing import Thing

LEFT, RIGHT, ACROSS, UP = 44, 286, 62, -58


@dataclass(frozen=True)
class Layer:
    """One layer: its height in the picture, its colour, and how its cut face looks: `plain`,
    `grain`, `foam`, `weave` or `pips` (the pimples under a top sheet, in the block's face)."""

    height: float
    colour: str
    look: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Section(Thing):
    """Layers from the top, what is seen from above, and the measure written beside them. The
    measure begins below the first `skipped` layers."""

    layers: tuple[Layer, ...]
    face: str
    words: str
    of: str = "Cut edge"
    skipped: int = 0

    @property
    def label(self) -> str:
        return f"{self.of}: {self.words}"

    def paint(self, on: Canvas) -> None:
        high = sum(layer.height for layer in self.layers)
        top = 168 + (110 - high) * 0.3
        on.shadow(
            f'<path d="M{LEFT} {n(top)}H{RIGHT}l{ACROSS} {UP}v{n(high)}L{RIGHT} {n(top + high)}'
            f'H{LEFT}Z"/>',
            12,
            16,
        )
        face = self.face
        on.linear("t", (0, 0, 1, 1), [(0, lit(face, 0.3)), (0.5, face), (1, shade(face, 0.16))])
        on.draw(f'<path d="M{LEFT} {n(top)}l{ACROSS} {UP}H{RIGHT + ACROSS}L{RIGHT} {n(top)}Z"')
        on.draw(' fill="url(#t)"/>')
        y = top
        for layer in self.layers:
            on.draw(_block(layer, y), self._look(layer, y))
            y += layer.height
        on.draw(f'<path d="M{LEFT} {n(top)}H{RIGHT}" stroke="#fff" stroke-opacity=".6"/>')
        self._measure(on, top + sum(layer.height for layer in self.layers[: self.skipped]), y)

    def _look(self, layer: Layer, y: float) -> str:
        height, dark = layer.height, shade(layer.colour, 0.4)
        if layer.look == "pips":
            pips = "".join(f"M{LEFT + 5 + i * 17} {n(y)}h9l2 {n(height)}h-13Z" for i in range(14))
            return f'<path d="{pips}" fill="{self.face}"/>'
        if layer.look == "foam":
            return _cells(y, height, dark)
        if layer.look == "weave":
            return (
                f'<path d="M{LEFT} {n(y + height / 2)}H{RIGHT}" stroke="{dark}"'
                f' stroke-width="{n(height * 0.6)}" stroke-dasharray="5 4" opacity=".5"/>'
            )
        if layer.look == "grain" and height > 12:
            lines = "".join(f"M{LEFT} {n(y + j)}H{RIGHT}" for j in range(4, int(height), 5))
            return f'<path d="{lines}" stroke="{shade(layer.colour, 0.3)}" opacity=".5"/>'
        return ""

    def _measure(self, on: Canvas, start: float, end: float) -> None:
        on.draw(
            f'<path d="M30 {n(start)}V{n(end)}M25 {n(start)}h10M25 {n(end)}h10"'
            f' stroke="{INK}" stroke-width="1.4"/>'
        )
        size = n(19 * min(1, 27 / max(1, len(self.words))))
        on.text(
            self.words,
            f'x="44" y="{n(end + 32)}" font-weight="600" font-size="{size}" fill="{INK}"',
        )


def _block(layer: Layer, y: float) -> str:
    height = n(layer.height)
    return (
        f'<path d="M{LEFT} {n(y)}H{RIGHT}v{height}H{LEFT}Z" fill="{layer.colour}"/>'
        f'<path d="M{RIGHT} {n(y)}l{ACROSS} {UP}v{height}l-{ACROSS} {-UP}Z"'
        f' fill="{shade(layer.colour, 0.3)}"/>'
    )


def _cells(y: float, height: float, colour: str) -> str:
    """The open cells of a sponge, in two sizes."""
    rnd = random.Random(7)  # noqa: S311 - cells of a sponge, not a secret
    small, large = (
        "".join(
            f"M{rnd.uniform(LEFT + 5, RIGHT - 5):.0f} {y + rnd.uniform(5, height - 5):.0f}h0"
            for _ in range(round(min(15, 5 + height / 8)))
        )
        for _ in range(2)
    )
    return (
        f'<g stroke="{colour}" stroke-linecap="round" opacity=".5">'
        f'<path d="{small}" stroke-width="2.2"/><path d="{large}" stroke-width="3.8"/></g>'
    )
