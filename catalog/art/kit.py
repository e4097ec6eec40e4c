"""A net with its posts, and the plain box that anything else comes in."""

from dataclasses import dataclass

from catalog.art.canvas import Canvas, fit
from catalog.art.colours import is_light, lit, shade
from catalog.art.thing import Thing


@dataclass(frozen=True, kw_only=True)
class Net(Thing):
    """A net between its two clamps."""

    main: str = ""

    @property
    def label(self) -> str:
        return "Net and post set"

    def paint(self, on: Canvas) -> None:
        main = self.main or self.tint.body
        on.define(
            '<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse">'
            '<path d="M0 0H9M0 0V9" stroke="#10141b" stroke-width="2.6"/></pattern>'
        )
        on.linear("t", (0, 0, 1, 1), [(0, lit(main, 0.36)), (0.45, main), (1, shade(main, 0.4))])
        on.floor(200, 150)
        on.draw(
            '<path d="M72 176L328 150V244L72 270Z" fill="url(#p)" opacity=".86"/>'
            '<path d="M72 172L328 146V158L72 184Z" fill="#f6f8fa"/>'
            '<path d="M72 266L328 240V246L72 272Z" fill="#10141b"/>',
            _post(72, 0, main),
            _post(328, -26, main),
        )


def _post(x: int, y: int, main: str) -> str:
    """A post on its clamp; the screw is under the edge of the table."""
    dark = shade(main, 0.45)
    return (
        f'<g transform="translate({x} {y})">'
        f'<path d="M-5 150H5V286H-5Z" fill="{dark}"/><path d="M-5 150H-1V286H-5Z" fill="#c3ccd6"/>'
        '<path d="M-26 268H26Q32 268 32 274V286H-26Z" fill="url(#t)"/>'
        f'<path d="M-26 286H-12V322H22V332H-26Z" fill="{dark}"/>'
        '<path d="M4 300H10V322H4Z" fill="#aab3bf"/><path d="M-2 296H16V301H-2Z" fill="#c3ccd6"/>'
        f'<path d="M-2 334H16V344H-2Z" fill="{main}"/><circle cx="0" cy="150" r="7"'
        ' fill="url(#t)"/></g>'
    )


@dataclass(frozen=True, kw_only=True)
class Box(Thing):
    """A carton with the name of what is in it."""

    name: str = ""
    main: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} in its box" if self.name else "Boxed goods"

    def paint(self, on: Canvas) -> None:
        main = self.main or self.tint.body
        on.linear("f", (0, 0, 1, 1), [(0, lit(main, 0.2)), (0.5, main), (1, shade(main, 0.16))])
        on.floor(206, 134)
        second = self.tint.second
        on.draw(
            '<path d="M66 136L268 152V308L66 288Z" fill="url(#f)"/>'
            f'<path d="M268 152L338 122V266L268 308Z" fill="{shade(main, 0.42)}"/>'
            f'<path d="M66 136L142 110L338 122L268 152Z" fill="{lit(main, 0.42)}"/>'
            f'<path d="M66 238L268 256V274L66 255Z" fill="{second}"/>'
            f'<path d="M268 256L338 219V235L268 274Z" fill="{shade(second, 0.4)}"/>'
            '<path d="M66 136L268 152L338 122" fill="none" stroke="#fff" stroke-opacity=".5"'
            ' stroke-width="1.4"/><path d="M268 152V308" stroke="#fff" stroke-opacity=".25"/>'
        )
        ink = "#14171c" if is_light(main) else "#ffffff"
        on.draw('<g transform="matrix(1 .08 0 1 82 168)">')
        for line, words in enumerate(_lines(self.name)):
            size = fit(21, words, 15)
            on.text(
                words,
                f'y="{14 + line * 27}" font-weight="700" font-size="{size}" fill="{ink}"',
            )
        on.draw("</g>")


def _lines(name: str) -> list[str]:
    """A name on at most two lines."""
    if len(name) <= 15:
        return [name]
    words = name.split()
    middle = min(
        range(len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:])))
    )
    return [" ".join(part) for part in (words[:middle], words[middle:]) if part]
