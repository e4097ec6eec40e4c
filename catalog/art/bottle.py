"""Bottles of glue and of cleaner, each with its sponge."""

from dataclasses import dataclass

from catalog.art.canvas import FONT, Canvas, fit, n, written
from catalog.art.colours import INK, Brand, lit, mix, shade
from catalog.art.thing import Thing

ROUND = [
    *((0, "#fff", 0.1), (0.14, "#fff", 0.5), (0.3, "#fff", 0)),
    *((0.62, "#000", 0), (1, "#000", 0.34)),
]


@dataclass(frozen=True, kw_only=True)
class Glue(Thing):
    """A bottle of water-based glue with its name and how much it holds."""

    name: str = "Glue"
    holds: str = ""

    @property
    def label(self) -> str:
        return f"Bottle of water-based glue, {self.holds}".rstrip(", ")

    def paint(self, on: Canvas) -> None:
        body = self.tint.body
        on.floor(172, 74)
        on.floor(296, 44)
        on.linear(
            "b",
            (0, 0, 1, 0),
            [(0, "#dde3ea"), (0.14, "#fff"), (0.5, "#f3f5f7"), (0.82, "#c3ccd6"), (1, "#a5b0bd")],
        )
        cap = [(0, shade(body, 0.1)), (0.18, lit(body, 0.42)), (0.45, body), (1, shade(body, 0.5))]
        on.linear("c", (0, 0, 1, 0), cap)
        on.linear("o", (0, 0, 1, 0), ROUND)
        on.draw(
            '<path d="M96 180Q96 150 130 142V126H214V142Q248 150 248 180V294Q248 307 234 307H110'
            'Q96 307 96 294Z" fill="url(#b)"/>',
            _label((96, 190, 152, 84), self.tint, self.name, self.holds),
            '<path d="M96 190H248V274H96Z" fill="url(#o)"/>',
        )
        ribs = "".join(f"M{n(140 + i * 9.1)} 82L{n(136 + i * 10.2)} 124" for i in range(8))
        on.draw(
            '<path d="M132 76Q132 68 142 68H202Q212 68 212 76L218 128H126Z" fill="url(#c)"/>'
            f'<path d="{ribs}" stroke="#000" stroke-opacity=".28" stroke-width="1.6"/>'
        )
        _sponge_on_clip(on)


@dataclass(frozen=True, kw_only=True)
class Cleaner(Thing):
    """A pump bottle of cleaner with its name, how much it holds, and the liquid's colour."""

    name: str = "Cleaner"
    holds: str = ""
    liquid: str = "#8cc4e6"

    @property
    def label(self) -> str:
        return f"Bottle of rubber cleaner, {self.holds}".rstrip(", ")

    def paint(self, on: Canvas) -> None:
        self._define(on)
        on.draw(
            '<path d="M104 168Q104 136 142 130H190Q228 136 228 168V292Q228 307 212 307H120'
            'Q104 307 104 292Z" fill="url(#b)"/>'
            '<path d="M104 158Q106 138 142 131H190Q226 138 228 158Z" fill="#fff" opacity=".5"/>',
            _label((104, 186, 124, 84), self.tint, self.name, self.holds),
            '<path d="M104 186H228V270H104Z" fill="url(#o)"/>',
        )
        ribs = "".join(f"M{144 + i * 7} 102V130" for i in range(7))
        on.draw(
            '<path d="M138 98H194V132H138Z" fill="url(#c)"/>'
            f'<path d="{ribs}" stroke="#6b7785" stroke-opacity=".35" stroke-width="1.6"/>'
            '<path d="M156 78H176V100H156Z" fill="url(#c)"/>'
            '<path d="M112 66Q110 56 122 55H186Q200 55 200 66V72Q200 80 190 80H140'
            'Q134 80 132 86L128 96H112L114 80Z" fill="url(#c)"/>'
            '<rect x="240" y="250" width="108" height="38" rx="8" fill="url(#y)"/>'
            '<path d="M240 284H348V298Q348 307 339 307H249Q240 307 240 298Z"'
            f' fill="{shade(self.tint.body, 0.1)}"/><g fill="#000" opacity=".2">'
            '<circle cx="256" cy="264" r="2"/><circle cx="276" cy="274" r="2.4"/>'
            '<circle cx="298" cy="262" r="2"/><circle cx="320" cy="275" r="2.2"/>'
            '<circle cx="336" cy="263" r="1.6"/></g>'
        )

    def _define(self, on: Canvas) -> None:
        liquid, second = self.liquid, self.tint.second
        on.floor(166, 64)
        on.floor(292, 58)
        tones = [
            *((0, mix(liquid, "#ffffff", 0.3)), (0.14, mix(liquid, "#ffffff", 0.78))),
            *((0.36, liquid), (0.8, shade(liquid, 0.2)), (1, shade(liquid, 0.4))),
        ]
        on.linear("b", (0, 0, 1, 0), tones)
        pump = [(0, "#dfe4ea"), (0.2, "#fff"), (0.55, "#e9edf1"), (1, "#98a3b0")]
        on.linear("c", (0, 0, 1, 0), pump)
        on.linear("o", (0, 0, 1, 0), ROUND)
        pad = second if second > "#555" else "#f0cb4c"
        on.linear("y", (0, 0, 1, 1), [(0, lit(pad, 0.5)), (0.5, pad), (1, shade(pad, 0.3))])


def _sponge_on_clip(on: Canvas) -> None:
    on.linear("y", (0, 0, 1, 1), [(0, "#fbe596"), (0.5, "#f0cb4c"), (1, "#b98f22")])
    on.draw(
        '<path d="M262 262Q262 254 270 254H322Q330 254 330 262V298Q330 306 322 306H270'
        'Q262 306 262 298Z" fill="url(#y)"/><g fill="#8f6c12" opacity=".4">'
        '<circle cx="274" cy="272" r="2"/><circle cx="290" cy="290" r="2.4"/>'
        '<circle cx="308" cy="270" r="1.8"/><circle cx="318" cy="292" r="2.2"/>'
        '<circle cx="282" cy="298" r="1.6"/><circle cx="300" cy="282" r="1.5"/></g>'
        '<path d="M276 262L284 206Q285 200 291 200H301Q307 200 308 206L316 262Z" fill="url(#c)"/>'
        '<path d="M288 214H304" stroke="#fff" stroke-opacity=".5" stroke-width="3"'
        ' stroke-linecap="round"/>'
    )


def _label(box: tuple[int, int, int, int], tint: Brand, name: str, holds: str) -> str:
    x, y, w, h = box
    bar = n(y + h * 0.44)
    first = f'x="{n(x + w / 2)}" y="{n(y + h * 0.28)}" font-weight="700" fill="#fff"'
    size = f'font-size="{fit(15, name, 12)}" letter-spacing=".5"'
    middle = f'x="{n(x + w / 2)}" y="{n(y + h * 0.82)}"'
    second = f'{middle} font-weight="600" font-size="13" fill="{INK}"'
    return (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="#fbfbf9"/>'
        f'<rect x="{x}" y="{y}" width="{w}" height="{n(h * 0.44)}" fill="{tint.body}"/>'
        f'<rect x="{x}" y="{bar}" width="{w}" height="4" fill="{tint.second}"/>'
        f'<g {FONT} text-anchor="middle">{written(name.upper(), f"{first} {size}")}'
        f"{written(holds, second)}</g>"
    )
