"""Barcodes for the papers of the packing bench: Code 128, as SVG without a style of its own."""

from itertools import groupby

from barcode.codex import Code128
from barcode.errors import BarcodeError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

HEIGHT = 40
QUIET = 10  # modules of white on either side, or a scanner does not find the beginning


def bars(text: str) -> list[tuple[int, int]]:
    """Where each bar begins and how wide it is, in modules; none for what cannot be encoded."""
    try:
        (modules,) = Code128(text).build() if text else ("",)
    except BarcodeError:
        return []
    found, at = [], 0
    for ink, run in groupby(modules):
        width = len(list(run))
        if ink == "1":
            found.append((at, width))
        at += width
    return found


def drawn(text: str) -> SafeString:
    """The barcode as a picture that fills the width it is given."""
    found = bars(text)
    if not found:
        return mark_safe("")
    width = found[-1][0] + found[-1][1] + 2 * QUIET
    steps = ((at + QUIET, wide, HEIGHT) for at, wide in found)
    return format_html(
        '<svg class="barcode" viewBox="0 0 {} {}" role="img" aria-label="Barcode of {}"'
        ' preserveAspectRatio="none" shape-rendering="crispEdges">{}</svg>',
        width,
        HEIGHT,
        text,
        format_html_join("", '<rect x="{}" width="{}" height="{}"/>', steps),
    )
