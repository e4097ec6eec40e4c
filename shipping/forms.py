"""What a page sends to ask for a promise."""

from collections.abc import Sequence

from django import forms

from catalog.queries import on_shelf_by_sku
from config.errors import ShopError
from customers.errors import NotAPincode
from customers.rules import pincode_of
from orders.cart import LONGEST_SKU
from orders.cart_lines import CartLine
from orders.rules import MOST_LINES
from shipping.pincodes import is_army_post, place_of


class PincodeForm(forms.Form):
    """Six digits that lead somewhere."""

    pincode = forms.CharField(
        label="Deliver to pincode",
        max_length=20,
        error_messages={
            "required": "Write the six digits of the PIN code, for example 411005.",
            "max_length": str(NotAPincode()),
        },
        widget=forms.TextInput(
            {"class": "in", "inputmode": "numeric", "autocomplete": "shipping postal-code"}
        ),
    )

    def clean_pincode(self) -> str:
        """The digits without blanks; refused where no post office has them."""
        try:
            pincode = pincode_of(self.cleaned_data["pincode"])
        except ShopError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if place_of(pincode) is None and not is_army_post(pincode):
            raise forms.ValidationError(
                f"There is no pincode {pincode}. Please look at the six digits again."
            )
        return pincode

    @property
    def complaint(self) -> str:
        """What is wrong with it, '' for nothing."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


def lines_for(skus: Sequence[str]) -> list[CartLine]:
    """One piece of each sku that is on sale, as a cart holds them."""
    wanted = [sku for sku in skus[:MOST_LINES] if len(sku) <= LONGEST_SKU]
    found = on_shelf_by_sku(wanted)
    return [CartLine(*found[sku], 1, found[sku][1].price) for sku in dict.fromkeys(found)]
