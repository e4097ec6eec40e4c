"""The checkout's form: the buyer, the pincode first, and the way to pay."""

from collections.abc import Mapping
from typing import Any

from django import forms

from customers.address_fields import AddressForm
from payments.forms import BuyerForm
from shipping.place_form import PlaceForm

NOW, CASH = "now", "cod"
MEND = "Change this address in your book, or choose another."


class CheckoutForm(PlaceForm, BuyerForm):
    """What the checkout page sends. `is_kept`: the address stands in the shopper's book, so what is
    wrong with it is mended there."""

    address = forms.CharField(label="Address", required=False, max_length=100)
    way = forms.ChoiceField(
        label="Payment", choices=[(NOW, "Pay now"), (CASH, "Cash on delivery")], required=False
    )
    field_order = (
        *("address", "pincode", "city", "state", "phone", "email", "name", "line1", "line2"),
        *("gstin", "company", "way"),
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        initial: Mapping[str, str] | None = None,
        is_kept: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        self._is_kept = is_kept

    @property
    def chosen_way(self) -> str:
        """The way that is ticked."""
        return CASH if self["way"].value() == CASH else NOW

    @property
    def is_for_cash(self) -> bool:
        return self.chosen_way == CASH

    @property
    def where(self) -> str:
        """The field that says where it goes."""
        return "address" if self._is_kept else "pincode"

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or NOW

    def clean(self) -> dict[str, Any]:
        got = super().clean()
        if self._is_kept:
            self._tell_of_the_address()
        return got

    def _tell_of_the_address(self) -> None:
        """The fields of a kept address are not on the page: what is wrong with them is said of
        the address as a whole."""
        wrong = [name for name in AddressForm.base_fields if name in self.errors]
        told = [f"{self[name].label}: {self.errors.pop(name)[0]}" for name in wrong]
        if told:
            self.add_error("address", f"{' '.join(told)} {MEND}")
