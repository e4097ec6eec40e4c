"""What goods cost before anything is ordered."""

from collections.abc import Mapping
from typing import Any

from catalog.errors import UnknownSku
from catalog.queries import on_shelf_by_sku
from orders import rules
from orders.cart_lines import CartLine
from payments.errors import AmountDiffers


def must_be(sent_paise: Any, wanted: Mapping[str, int]) -> None:
    """Nothing if no amount was sent; AmountDiffers if it is not, to the paisa and as a whole
    number, what these goods cost with delivery."""
    if sent_paise is None:
        return
    found = on_shelf_by_sku(wanted)
    for sku in wanted:
        if sku not in found:
            raise UnknownSku(sku)
    lines = [CartLine(*found[sku], quantity, 0) for sku, quantity in wanted.items()]
    right = rules.totals(lines).total_paise
    if type(sent_paise) is not int or sent_paise != right:
        raise AmountDiffers(sent_paise=sent_paise, right_paise=right)
