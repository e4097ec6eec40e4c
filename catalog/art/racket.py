"""A racket as it is played: a blade between two rubbers."""

import random
from dataclasses import dataclass

from catalog.art.canvas import Canvas, at, below, fit, lay
from catalog.art.colours import PLIES, SHEETS, SPONGES, WOODS, lit, shade
from catalog.art.outlines import HANDLES, HEAD, SCALE, SHEET, TURN, grip, pips
from catalog.art.thing import Thing

PLACE = lay(TURN, SCALE, 161, 151)


@dataclass(frozen=True, kw_only=True)
class Racket(Thing):
    """A racket with its forehand up; `worn` leaves the marks of play on it,
    `lean` leaves out what a small picture does not show."""

    wood: str = "koto"
    handle: str = "FL"
    forehand: str = "red"
    backhand: str = "black"
    sponge: str = "yellow"
    name: str = ""
    surface: str = "smooth"
    seed: str = "x"
    worn: bool = False
    lean: bool = False

    @property
    def label(self) -> str:
        worn = "Played racket" if self.worn else "Racket"
        return f"{worn}, {self.forehand} forehand, {self.backhand} backhand"

    def paint(self, on: Canvas) -> None:
        self._define(on)
        on.shadow(f'<g transform="{PLACE}"><use href="#b"/><use href="#n"/></g>', 14, 24)
        on.draw(f'<g transform="{PLACE}">')
        self._layers(on)
        on.draw('<use href="#r" fill="url(#t)"/>')
        if self.surface != "smooth" and not self.lean:
            pips(on, self.surface)
            on.draw('<use href="#r" fill="url(#p)"/>')
        on.draw('<g clip-path="url(#c)"><use href="#r" fill="url(#h)"/>')
        if not self.lean:
            self._strip(on)
        if self.worn:
            on.draw(self._marks())
        on.draw('</g><use href="#r" fill="none" stroke="#fff" stroke-opacity=".35"/>')
        grip(on, self.tint, below(TURN, SCALE, 6))
        on.draw("</g>")

    def _define(self, on: Canvas) -> None:
        top = SHEETS[self.forehand]
        on.define(
            f'<path id="b" d="{HEAD}"/><path id="r" d="{SHEET}"/>'
            f'<path id="n" d="{HANDLES[self.handle]}"/>'
            '<clipPath id="c"><use href="#r"/></clipPath>'
            '<clipPath id="j"><use href="#n"/></clipPath>'
        )
        tones = [(0, lit(top, 0.2)), (0.45, top), (0.8, shade(top, 0.32))]
        on.linear("t", (0.1, 0, 0.2, 1), tones)
        shine = [(0.08, "#fff", 0), (0.25, "#fff", 0.26), (0.33, "#fff", 0.1), (0.44, "#fff", 0)]
        on.linear("h", (0.1, 0, 0.22, 1), shine)

    def _layers(self, on: Canvas) -> None:
        top, sponge = SHEETS[self.forehand], SPONGES[self.sponge]
        for outline, depth, colour in (
            ("r", 15.5, shade(SHEETS[self.backhand], 0.1)),
            ("r", 13.4, shade(sponge, 0.2)),
            ("b", 9.6, shade(PLIES["K"], 0.16)),
            ("b", 7.8, PLIES["C"]),
            ("b", 6.8, PLIES["W"]),
            ("b", 5.2, WOODS[self.wood].face),
            ("r", 5, sponge),
            ("r", 1.6, shade(top, 0.4)),
        ):
            if self.lean and outline == "b" and depth < 9:
                continue
            way = at(below(TURN, SCALE, depth))
            on.draw(f'<use href="#{outline}" {way} fill="{colour}"/>')

    def _strip(self, on: Canvas) -> None:
        top, dark = SHEETS[self.forehand], self.forehand == "black"
        tone = "#7d828c" if dark else lit(top, 0.36)
        ink = "#c4c8cf" if dark else lit(top, 0.62)
        on.draw(
            f'<path d="M-60 44H60V70H-60Z" fill="{shade(top, 0.14)}" opacity=".5"/>'
            f'<path d="M-60 44H60" stroke="{tone}" stroke-width=".7"/>'
        )
        if self.name:
            size = fit(8.5, self.name, 12)
            on.text(
                self.name.upper(),
                f'y="57.5" text-anchor="middle" font-weight="700" font-size="{size}"'
                f' letter-spacing=".8" fill="{ink}"',
            )

    def _marks(self) -> str:
        rnd = random.Random(self.seed)  # noqa: S311 - marks of play, not a secret
        marks = "".join(
            f'<ellipse cx="{round(rnd.gauss(0, 20))}" cy="{round(rnd.gauss(-18, 18))}"'
            f' rx="{rnd.randint(7, 13)}" ry="{rnd.randint(5, 9)}"/>'
            for _ in range(1 if self.lean else 4)
        )
        return f'<g fill="#fff" opacity=".13" filter="url(#k)">{marks}</g>'
