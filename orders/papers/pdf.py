"""Papers as PDF, set by Typst in Mukta, which has Latin, Devanagari and the rupee sign. Typst is
loaded with the first paper, so that processes which draw none stay small."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orders.models import Order
from orders.paper_parts import CreditNote, Invoice
from orders.papers.page import bill_page, credit_note_page

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "paper.typ"


def bill(order: Order, made: Invoice) -> bytes:
    """The bill of an order, as a PDF."""
    return drawn(bill_page(order, made))


def credit_note(order: Order, note: CreditNote) -> bytes:
    """A credit note of an order, as a PDF."""
    assert order.invoice is not None  # noqa: S101 - a note is only ever made on a bill
    return drawn(credit_note_page(order, note, order.invoice))


def drawn(page: dict[str, Any]) -> bytes:
    """The page as a PDF."""
    import typst

    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(page)},
    )


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import fontpkg_mukta
    import typst

    folder = Path(fontpkg_mukta.ROOT) / "files"
    return typst.Fonts(font_paths=[str(folder)], include_system_fonts=False)
