"""What goods cost before anything is ordered."""

from collections.abc import Mapping
from typing import Any

from catalog.errors import UnknownSku
from catalog.queries import on_shelf_by_sku
from orders import rackets, rules
from orders.services.drafting import lines_of
from payments.errors import AmountDiffers


def must_be(sent_paise: Any, wanted: Mapping[str, int]) -> None:
    """Nothing if no amount was sent; AmountDiffers if it is not, to the paisa and as a whole
    number, what these goods (sku or racket → pieces) cost with delivery."""
    if sent_paise is None:
        return
    skus = rackets.skus_in(wanted)
    found = on_shelf_by_sku(skus)
    for sku in skus:
        if sku not in found:
            raise UnknownSku(sku)
    right = rules.totals(lines_of(found, wanted)).total_paise
    if type(sent_paise) is not int or sent_paise != right:
        raise AmountDiffers(sent_paise=sent_paise, right_paise=right)
