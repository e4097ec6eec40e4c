"""A pair of indoor court shoes."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas
from catalog.art.colours import INK, SHADOW, is_light, lit, shade
from catalog.art.thing import Thing

UPPER = (
    "M50 270C46 250 62 236 94 226C124 217 150 204 172 190L212 161C220 155 230 158 233 167"
    "C238 184 256 196 276 194C298 192 312 182 322 172C330 165 342 168 344 180"
    "C346 200 342 214 348 232C353 248 355 260 353 276Z"
)
SOLE_EDGE = (
    "M47 264C42 268 41 274 45 280C62 292 84 296 120 297C200 299 300 296 354 292"
    "C358 282 358 268 354 256C330 266 290 274 240 278C170 283 100 280 47 264Z"
)


@dataclass(frozen=True, kw_only=True)
class Shoe(Thing):
    """A pair by its main colour, its heel and toe, its stripes and its sole."""

    main: str = "#f3f5f8"
    accent: str = "#1c3f8c"
    stripes: str = "#e9513b"
    sole: str = "#b9804a"

    @property
    def label(self) -> str:
        return "Pair of indoor court shoes"

    def paint(self, on: Canvas) -> None:
        main = self.main
        tones = [(0, lit(main, 0.4)), (0.5, main), (1, shade(main, 0.2))]
        on.linear("u", (0, 0, 0.35, 1), tones)
        on.linear("m", (0, 0, 0, 1), [(0, "#fff"), (0.5, "#eef1f4"), (1, "#b9c2cd")])
        on.define(
            '<pattern id="p" width="5" height="5" patternUnits="userSpaceOnUse">'
            f'<circle cx="2" cy="2" r="1" fill="{INK}" opacity=".2"/></pattern>'
            f'<clipPath id="c"><path id="o" d="{UPPER}"/></clipPath>',
            f'<g id="e">{self._inside_and_sole()}<use href="#o" fill="url(#u)"/>',
            f"{self._upper()}{self._laces()}{self._midsole()}</g>",
        )
        on.floor(212, 158)
        on.draw(
            '<g transform="translate(34 -62) scale(.97)"><use href="#e"/>'
            f'<use href="#o" fill="{SHADOW}" opacity=".16"/></g>'
            '<path d="M60 262C60 236 80 222 120 210L214 158C250 150 340 150 352 180L362 246'
            f'L356 262Z" fill="{SHADOW}" opacity=".3" filter="url(#s)"/>'
        )
        on.floor(200, 156)
        on.draw('<use href="#e"/>')

    def _inside_and_sole(self) -> str:
        return (
            '<path d="M216 168C246 158 306 156 336 172L300 204H240Z"'
            f' fill="{shade(self.accent, 0.55)}"/>'
            '<path d="M44 276C46 290 66 302 104 305C140 307 160 306 200 306H328'
            f'C346 306 355 299 356 284Z" fill="{self.sole}"/>'
            f'<path d="M104 302h232" stroke="{shade(self.sole, 0.32)}" stroke-width="5"'
            ' stroke-dasharray="9 5"/>'
        )

    def _upper(self) -> str:
        return (
            '<g clip-path="url(#c)"><path d="M40 190H240V290H40Z" fill="url(#p)"/>'
            '<path d="M40 290V240C70 236 104 240 132 280V290ZM312 170L360 150V290H292'
            f'C306 250 300 206 312 170Z" fill="{self.accent}"/>'
            '<path d="M186 290C214 262 236 232 246 192L270 196C264 232 244 264 214 290Z'
            'M228 290C254 264 270 236 278 196L288 196C284 236 268 266 242 290Z"'
            f' fill="{self.stripes}"/>'
            '<path d="M148 210L212 164L236 186C220 204 196 220 170 230C160 226 152 220 148 210Z"'
            f' fill="{shade(self.main, 0.1)}"/>'
            '<path d="M228 160C234 186 254 198 278 196C302 193 316 184 326 172L350 170L346 184'
            'C334 180 312 204 276 208C246 209 230 194 222 172Z"'
            f' fill="{lit(self.accent, 0.12)}"/>'
            '<path d="M36 256C100 276 180 276 240 271S330 258 360 248V300H36Z" fill="#0b1020"'
            ' opacity=".13"/></g>'
        )

    def _laces(self) -> str:
        laces = lit(self.stripes, 0.08) if is_light(self.main) else "#fff"
        return (
            '<g fill="none" stroke-linecap="round" stroke-width="5">'
            '<path d="M160 207l17 13M173 198l17 13M186 189l17 13M199 180l17 13"'
            f' stroke="{shade(self.main, 0.45)}"/>'
            '<path d="M160 205.5l17 13M173 196.5l17 13M186 187.5l17 13M199 178.5l17 13"'
            f' stroke="{laces}"/></g>'
        )

    def _midsole(self) -> str:
        return (
            f'<path d="{SOLE_EDGE}" fill="url(#m)"/>'
            f'<path d="M130 289C200 292 280 288 354 277" stroke="{self.stripes}" stroke-width="3"'
            ' fill="none"/>'
        )
