"""A blade, lying at forty degrees."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas, at, below, lay
from catalog.art.colours import PLIES, WOODS, mix, shade
from catalog.art.outlines import HANDLES, HEAD, SCALE, TURN, grain, grip
from catalog.art.thing import Thing


@dataclass(frozen=True, kw_only=True)
class Blade(Thing):
    """A blade with its outer wood, its handle, and its plies from the top, at the edge."""

    wood: str = "koto"
    handle: str = "FL"
    plies: str = "WCKCW"
    seed: str = "x"
    lean: bool = False

    @property
    def label(self) -> str:
        return f"Blade, {self.handle} handle"

    def paint(self, on: Canvas) -> None:
        wood = WOODS[self.wood]
        place = lay(TURN, SCALE, 161, 153)
        on.define(
            f'<path id="b" d="{HEAD}"/><path id="n" d="{HANDLES[self.handle]}"/>'
            '<clipPath id="c"><use href="#b"/></clipPath>'
            '<clipPath id="j"><use href="#n"/></clipPath>'
        )
        tones = [(0, wood.lit), (0.42, wood.face), (0.8, mix(wood.face, wood.line, 0.4))]
        on.linear("w", (0.1, 0, 0.2, 1), tones)
        on.shadow(f'<g transform="{place}"><use href="#b"/><use href="#n"/></g>')
        on.draw(f'<g transform="{place}">')
        step = 11 / len(self.plies)
        for i in range(len(self.plies), 0, -1):  # the lowest ply first
            edge = shade(PLIES[self.plies[i - 1]], 0.12)
            on.draw(f'<use href="#b" {at(below(TURN, SCALE, step * i))} fill="{edge}"/>')
        on.draw(
            '<use href="#b" fill="url(#w)"/><g clip-path="url(#c)">',
            grain(self.seed, self.wood, wood.line, lean=self.lean),
            '</g><use href="#b" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width=".9"/>',
        )
        grip(on, self.tint, below(TURN, SCALE, 5))
        on.draw("</g>")
