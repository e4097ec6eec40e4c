"""The HTML of a filter by values: some sixty boxes a page, drawn for every new question. Put
together here because a template takes most of the page's time for them; every name and value goes
through `escape`."""

from collections.abc import Iterable

from django.utils.html import escape

from catalog.facets import Facet, Value


def drawn(facet: Facet) -> str:
    """The filter with its boxes, those behind 'show more' folded away."""
    name, title = escape(facet.name), escape(facet.title)
    more = ""
    if facet.more:
        fold = _details(f"{name}-more", is_open=facet.is_any_more_on, named="fold")
        summary = f"<summary>Show {len(facet.more)} more</summary>"
        more = f"{fold}{summary}{_boxes(name, facet.more)}</details>"
    return (
        f"{_details(name, is_open=facet.is_open, named='facet')}<summary>{title}</summary>"
        f'<div role="group" aria-label="{title}">{_boxes(name, facet.first)}{more}</div></details>'
    )


def _details(fold: str, *, is_open: bool, named: str) -> str:
    return f'<details class="{named}" data-fold="{fold}"{" open" if is_open else ""}>'


def _boxes(name: str, values: Iterable[Value]) -> str:
    return "\n".join(_box(name, value) for value in values)


def _box(name: str, value: Value) -> str:
    word, checked = escape(value.value), " checked" if value.is_on else ""
    items = "item" if value.count == 1 else "items"
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" value="{word}"{checked}> '
        f'<span class="word">{word}</span><span class="n">{value.count}'
        f'<span class="vh"> {items}</span></span></label>'
    )
