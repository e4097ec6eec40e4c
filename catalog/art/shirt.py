"""A playing shirt, and the jacket of a tracksuit."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas
from catalog.art.colours import lit, shade
from catalog.art.thing import Thing

SHIRT = (
    "M148 66L96 88C78 96 66 112 58 134L36 190L88 212L106 176C110 230 108 290 106 344"
    "Q200 358 294 344C292 290 290 230 294 176L312 212L364 190L342 134C334 112 322 96 304 88"
    "L252 66C240 92 160 92 148 66Z"
)
JACKET = (
    "M148 66L100 86C80 94 72 110 68 134L40 318Q54 330 76 326L108 190C111 240 109 296 107 344"
    "Q200 358 293 344C291 296 289 240 292 190L324 326Q346 330 360 318L332 134C328 110 320 94 300 86"
    "L252 66C240 92 160 92 148 66Z"
)


@dataclass(frozen=True, kw_only=True)
class Shirt(Thing):
    """A shirt, or a jacket with long sleeves, in a main colour with sides and a trim."""

    main: str = "#12306b"
    side: str = ""
    trim: str = "#ffffff"
    collar: bool = True
    jacket: bool = False

    @property
    def label(self) -> str:
        return "Tracksuit jacket" if self.jacket else "Playing shirt"

    def paint(self, on: Canvas) -> None:
        main, side = self.main, self.side or self.tint.second
        on.linear("m", (0, 0, 0.8, 1), [(0, lit(main, 0.24)), (0.4, main), (1, shade(main, 0.32))])
        outline = JACKET if self.jacket else SHIRT
        on.define(f'<path id="o" d="{outline}"/><clipPath id="c"><use href="#o"/></clipPath>')
        on.shadow('<use href="#o"/>', 9, 12, 0.28)
        on.draw(
            f'<path d="M150 66Q200 48 250 66L236 92H164Z" fill="{shade(main, 0.6)}"/>'
            '<use href="#o" fill="url(#m)"/><g clip-path="url(#c)">'
            '<path d="M90 170C112 200 132 250 128 360H90ZM310 170C288 200 268 250 272 360H310Z"'
            f' fill="{side}"/><path d="M98 168C118 204 138 250 134 360M302 168C282 204 262 250'
            f' 266 360" fill="none" stroke="{self.trim}" stroke-width="3"/>'
            f"{self._cuffs(side)}{_folds()}</g>"
        )
        on.draw(self._front(side))
        on.draw(
            f'<rect x="234" y="138" width="30" height="11" rx="2.5" fill="{self.trim}"'
            ' opacity=".92"/>'
        )

    def _cuffs(self, side: str) -> str:
        if self.jacket:
            return (
                f'<path d="M30 306L84 320V340H30ZM370 306L316 320V340H370Z" fill="{side}"/>'
                '<path d="M84 96C72 130 62 220 46 310M316 96C328 130 338 220 354 310"'
                f' fill="none" stroke="{self.trim}" stroke-width="4"/>'
            )
        return (
            '<path d="M30 184L92 210L88 222L26 194ZM370 184L308 210L312 222L374 194Z"'
            f' fill="{side}"/>'
        )

    def _front(self, side: str) -> str:
        collar = self.trim if self.trim != "#ffffff" else side
        if self.jacket:
            return (
                f'<path d="M150 64Q200 44 250 64L240 90Q200 74 160 90Z" fill="{collar}"/>'
                f'<path d="M200 78V350" stroke="{shade(self.main, 0.5)}" stroke-width="5"/>'
                f'<path d="M200 78V350" stroke="{lit(self.main, 0.5)}" stroke-width="1.4"'
                ' stroke-dasharray="3 3"/>'
            )
        if not self.collar:
            return (
                '<path d="M148 66C160 96 240 96 252 66" fill="none"'
                f' stroke="{side}" stroke-width="8"/>'
            )
        return (
            '<path d="M148 66L168 54Q200 70 232 54L252 66L222 112L200 88L178 112Z"'
            f' fill="{collar}"/><path d="M168 54Q200 70 232 54L200 88Z"'
            f' fill="{shade(collar, 0.35)}"/>'
            '<path d="M178 112L200 88L222 112" fill="none" stroke="#000" stroke-opacity=".3"'
            f' stroke-width="2"/><path d="M200 90V138" stroke="{shade(self.main, 0.16)}"'
            f' stroke-width="13"/><circle cx="200" cy="108" r="2.4" fill="{self.trim}"/>'
            f'<circle cx="200" cy="126" r="2.4" fill="{self.trim}"/>'
        )


def _folds() -> str:
    return (
        '<g fill="none" stroke="#0b1020" stroke-linecap="round" filter="url(#k)">'
        '<path d="M108 178C112 150 106 118 112 96M292 178C288 150 294 118 288 96"'
        ' stroke-width="7" opacity=".34"/>'
        '<path d="M150 200C176 240 160 300 172 350M246 190C226 250 240 300 232 350"'
        ' stroke-width="9" opacity=".2"/></g>'
        '<path d="M138 120C150 190 140 260 150 340M216 130C210 200 220 270 206 346" fill="none"'
        ' stroke="#fff" filter="url(#k)" stroke-width="10" opacity=".13"/>'
    )
