"""The checkout's form: the buyer, the pincode first, and the way to pay. The pincode fills city
and state, and never writes over what a person typed."""

from collections.abc import Mapping
from typing import Any

from django import forms

from customers.address_fields import AddressForm
from customers.errors import NotAPincode
from customers.rules import pincode_of
from payments.forms import BuyerForm
from shipping.pincodes import Place, place_of

NOW, CASH = "now", "cod"
MEND = "Change this address in your book, or choose another."


class CheckoutForm(BuyerForm):
    """What the checkout page sends. `filled` is the pincode by which city and state were filled
    last, `sure` says that a state was meant although the pincode lies elsewhere. `is_kept`: the
    address stands in the shopper's book, so what is wrong with it is mended there."""

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
        given = filled(data if data is not None else initial or {})
        super().__init__(given if data is not None else None, initial=given)
        self.digits = _good(given.get("pincode", ""))
        self.place = place_of(self.digits)
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

    @property
    def unsure(self) -> str:
        """The pincode and the state of the form where the one does not lie in the other."""
        state = self["state"].value() or ""
        return f"{self.digits} {state}" if self.place and state != self.place.state else ""

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or NOW

    def clean(self) -> dict[str, Any]:
        got = super().clean() or self.cleaned_data
        is_meant = self.data.get("sure", "") == self.unsure
        if "state" in got and self.place and self.unsure and not is_meant:
            self.add_error(
                "state",
                f"Pincode {self.digits} is in {self.place.state}, and here stands {got['state']}."
                " Change one of the two. If both are right, send it once more.",
            )
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


def filled(data: Mapping[str, str]) -> dict[str, str]:
    """The form with city and state of its pincode, where they are empty or were filled before."""
    got = {name: str(text) for name, text in data.items()}
    place, before = place_of(_good(got.get("pincode", ""))), place_of(_good(got.get("filled", "")))
    if place is not None:
        for name in ("city", "state"):
            if got.get(name, "").strip() in {"", _of(before, name)}:
                got[name] = _of(place, name)
    return got


def _of(place: Place | None, name: str) -> str:
    return getattr(place, name) if place else ""


def _good(text: str) -> str:
    """The six digits, '' for anything else."""
    try:
        return pincode_of(text)
    except NotAPincode:
        return ""
