"""A racket taken apart in the air."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas, n
from catalog.art.colours import PLIES, SHEETS, SPONGES, WOODS, lit, mix, shade
from catalog.art.outlines import HANDLES, HEAD, SHEET, grain
from catalog.art.thing import Thing

TOP, MIDDLE, BOTTOM = 80, 186, 290
# The plane all three lie in; what is moved down the picture is moved back through it.
ACROSS = (1.2, -0.44, 1.02, 0.52)
AREA = ACROSS[0] * ACROSS[3] - ACROSS[1] * ACROSS[2]


def _plane(y: float) -> str:
    return f"matrix({' '.join(f'{v:g}' for v in ACROSS)} 158 {y:g})"


def _use(outline: str, down: float, fill: str) -> str:
    x, y = -ACROSS[2] * down / AREA, ACROSS[0] * down / AREA
    return f'<use href="#{outline}" x="{n(x)}" y="{n(y)}" fill="{fill}"/>'


@dataclass(frozen=True, kw_only=True)
class Exploded(Thing):
    """Forehand sheet, blade and backhand sheet, lifted apart on one axis."""

    wood: str = "koto"
    handle: str = "FL"
    plies: str = "WCKCW"
    forehand: str = "red"
    backhand: str = "black"
    sponge: str = "yellow"
    seed: str = "x"

    @property
    def label(self) -> str:
        return "Racket in three parts: forehand rubber, blade, backhand rubber"

    def paint(self, on: Canvas) -> None:
        self._define(on)
        self._cast(on, "r", BOTTOM + 34, 0.4)
        self._sheet(on, BOTTOM, self.backhand, "v")
        self._cast(on, "b", 236, 0.36)
        self._blade(on)
        self._sheet(on, TOP, self.forehand, "t")
        on.draw(
            f'<path d="M64 {TOP + 50}V{MIDDLE + 26}M64 {MIDDLE + 50}V{BOTTOM + 22}'
            f'M252 {TOP + 14}V{MIDDLE - 8}" stroke="#fff" stroke-width="1.6"'
            ' stroke-dasharray="1 6" stroke-linecap="round" opacity=".8"/>'
        )

    def _define(self, on: Canvas) -> None:
        wood = WOODS[self.wood]
        on.define(
            f'<path id="b" d="{HEAD}"/><path id="r" d="{SHEET}"/>'
            f'<path id="n" d="{HANDLES[self.handle]}"/>'
            '<clipPath id="c"><use href="#b"/></clipPath>'
            '<clipPath id="j"><use href="#n"/></clipPath>'
        )
        tones = [(0, wood.lit), (0.42, wood.face), (0.9, mix(wood.face, wood.line, 0.4))]
        on.linear("w", (0.1, 0, 0.2, 1), tones)
        for name, c in (("t", SHEETS[self.forehand]), ("v", SHEETS[self.backhand])):
            light = [(0, lit(c, 0.1)), (0.2, lit(c, 0.3)), (0.4, lit(c, 0.04)), (1, shade(c, 0.25))]
            on.linear(name, (0.1, 0, 0.22, 1), light)

    def _cast(self, on: Canvas, outline: str, y: float, opacity: float) -> None:
        on.draw(
            f'<g fill="#08152b" opacity="{opacity:g}" filter="url(#s)">'
            f'<use href="#{outline}" transform="{_plane(y)}"/></g>'
        )

    def _sheet(self, on: Canvas, y: float, colour: str, light: str) -> None:
        sponge, top = SPONGES[self.sponge], SHEETS[colour]
        layers = ((11, shade(sponge, 0.25)), (9, sponge), (3.4, shade(top, 0.42)))
        on.draw(
            f'<g transform="{_plane(y)}">',
            *(_use("r", down, fill) for down, fill in layers),
            f"{_use('r', 0, f'url(#{light})')}</g>",
        )

    def _blade(self, on: Canvas) -> None:
        body = self.tint.body
        step = 11 / len(self.plies)
        on.draw(f'<g transform="{_plane(MIDDLE)}">')
        for i in range(len(self.plies), 0, -1):
            on.draw(_use("b", step * i, shade(PLIES[self.plies[i - 1]], 0.1)))
        veins = grain(self.seed, "ayous", WOODS[self.wood].line, lean=True)
        on.draw(f'{_use("b", 0, "url(#w)")}<g clip-path="url(#c)">{veins}</g>')
        for down, fill in (
            *((14, shade(body, 0.6)), (11, shade(body, 0.5)), (8, PLIES["K"]), (4, PLIES["K"])),
            *((1, shade(body, 0.42)), (-3, shade(body, 0.36)), (-7, body)),
        ):
            on.draw(_use("n", down, fill))
        on.draw(
            f'</g><g transform="{_plane(MIDDLE - 7)}" clip-path="url(#j)">'
            f'<path d="M-5.2 70V190H5.2V70Z" fill="{self.tint.second}"/>'
            f'<path d="M-7.4 70V190M7.4 70V190" stroke="{self.tint.accent}"'
            ' stroke-width="1.3"/></g>'
        )
