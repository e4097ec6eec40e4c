"""Shorts, socks and a folded towel."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas
from catalog.art.colours import lit, shade
from catalog.art.thing import Thing

SHORTS = (
    "M96 96Q200 108 304 96C312 150 330 230 350 300Q296 324 226 316L200 196L174 316"
    "Q104 324 50 300C70 230 88 150 96 96Z"
)
SOCK = (
    "M150 62Q188 70 226 62L224 196C226 226 250 246 296 268C324 282 326 318 292 322"
    "C240 328 176 306 160 262C152 238 152 140 150 62Z"
)


@dataclass(frozen=True, kw_only=True)
class Shorts(Thing):
    """Shorts in a main colour with sides and a trim."""

    main: str = "#1e2128"
    side: str = ""
    trim: str = "#ffffff"

    @property
    def label(self) -> str:
        return "Playing shorts"

    def paint(self, on: Canvas) -> None:
        main, side = self.main, self.side or self.tint.second
        on.linear("m", (0, 0, 0.8, 1), [(0, lit(main, 0.26)), (0.4, main), (1, shade(main, 0.34))])
        on.define(f'<path id="o" d="{SHORTS}"/><clipPath id="c"><use href="#o"/></clipPath>')
        on.shadow('<use href="#o"/>', 9, 14, 0.28)
        on.draw(
            f'<path d="M98 94Q200 78 302 94L300 112H100Z" fill="{shade(main, 0.6)}"/>'
            '<use href="#o" fill="url(#m)"/><g clip-path="url(#c)">'
            '<path d="M96 90C92 160 84 240 88 330H30V90ZM304 90C308 160 316 240 312 330H370V90Z"'
            f' fill="{side}"/><path d="M100 90C97 160 90 240 93 330M300 90C303 160 310 240 307 330"'
            f' fill="none" stroke="{self.trim}" stroke-width="3"/>'
            f'<path d="M90 92Q200 112 310 92V112Q200 132 90 112Z" fill="{shade(main, 0.24)}"/>'
            '<g fill="none" stroke="#0b1020" stroke-linecap="round" filter="url(#k)">'
            '<path d="M200 130C196 160 200 180 200 210" stroke-width="6" opacity=".5"/>'
            '<path d="M176 210C160 240 156 280 150 316M222 214C244 240 246 280 250 314"'
            ' stroke-width="9" opacity=".24"/></g>'
            '<path d="M130 130C122 190 112 250 112 312M270 130C270 190 280 250 290 306"'
            ' fill="none" stroke="#fff" filter="url(#k)" stroke-width="10" opacity=".13"/></g>'
            f'<path d="M192 118C186 140 184 148 186 164M206 118C212 138 216 144 214 158"'
            f' fill="none" stroke="{lit(self.trim, 0.2)}" stroke-width="3" stroke-linecap="round"/>'
            f'<rect x="110" y="276" width="26" height="10" rx="2.5" fill="{self.trim}"/>'
        )


@dataclass(frozen=True, kw_only=True)
class Socks(Thing):
    """A pair of socks with two bands at the top."""

    main: str = "#f3f5f8"
    band: str = ""

    @property
    def label(self) -> str:
        return "Pair of sports socks"

    def paint(self, on: Canvas) -> None:
        main, band = self.main, self.band or self.tint.body
        on.linear("m", (0, 0, 1, 0.4), [(0, lit(main, 0.4)), (0.5, main), (1, shade(main, 0.3))])
        on.define(
            f'<path id="o" d="{SOCK}"/><clipPath id="c"><use href="#o"/></clipPath><g id="e">'
            '<use href="#o" fill="url(#m)"/><g clip-path="url(#c)">'
            f'<path d="M140 86Q188 96 236 86V100Q188 110 140 100Z" fill="{band}"/>'
            f'<path d="M140 108Q188 118 236 108V114Q188 124 140 114Z" fill="{self.tint.second}"/>'
            '<path d="M154 250C178 240 196 222 200 196L150 180ZM280 250C262 276 262 306 284 330'
            f'L340 330V250Z" fill="{band}" opacity=".85"/>'
            '<path d="M214 130C206 190 220 230 262 268" fill="none" stroke="#0b1020"'
            ' stroke-width="12" opacity=".16" filter="url(#k)"/>'
            f'<path d="M156 66V78M168 68V80M180 69V81M192 69V81M204 68V80M216 66V78"'
            f' stroke="{shade(main, 0.35)}" stroke-width="1.4"/></g></g>'
        )
        on.shadow('<use href="#o"/><use href="#o" x="-58" y="16"/>', 10, 14, 0.28)
        on.draw('<use href="#e" x="22" y="-4"/><use href="#e" x="-58" y="16"/>')


@dataclass(frozen=True, kw_only=True)
class Towel(Thing):
    """A folded towel with a border in the brand's colours."""

    main: str = ""

    @property
    def label(self) -> str:
        return "Folded towel"

    def paint(self, on: Canvas) -> None:
        main = self.main or self.tint.body
        on.linear("t", (0, 0, 1, 1), [(0, lit(main, 0.34)), (0.5, main), (1, shade(main, 0.2))])
        on.shadow('<path d="M56 188L196 108L350 172L352 236L212 320L56 254Z"/>', 10, 16)
        for k in (2, 1, 0):  # three folds, the lowest first
            y = k * 26
            on.draw(
                f'<path d="M58 {186 + y}Q46 {196 + y} 58 {212 + y}L212 {280 + y}'
                f'Q230 {274 + y} 212 {254 + y}Z" fill="{shade(main, 0.1 + k * 0.08)}"/>'
                f'<path d="M212 {254 + y}Q230 {274 + y} 212 {280 + y}L352 {196 + y}'
                f'V{172 + y}Z" fill="{shade(main, 0.34 + k * 0.05)}"/>'
            )
        on.draw(
            '<path d="M58 186L196 108L352 172L212 254Z" fill="url(#t)"/>'
            f'<path d="M104 206L244 127L262 134L122 214Z" fill="{self.tint.second}"/>'
            f'<path d="M130 217L270 138L275 140L135 220Z" fill="{self.tint.accent}"/>'
            '<path d="M60 186L196 109L350 172" fill="none" stroke="#fff" stroke-opacity=".4"'
            ' stroke-width="2" stroke-dasharray="1 3"/>'
        )
