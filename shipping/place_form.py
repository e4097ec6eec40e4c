"""An address whose pincode is looked up: it fills city and state, never over what a person typed,
and asks once where the state is another than the pincode's."""

from collections.abc import Iterable, Mapping
from typing import Any

from customers.address_fields import AddressForm
from customers.errors import NotAPincode
from customers.rules import pincode_of
from shipping.pincodes import Place, place_of


class PlaceForm(AddressForm):
    """Who takes a parcel, and where. `filled` is the pincode by which city and state were filled
    last, `sure` says that a state was meant although the pincode lies elsewhere."""

    field_order: Iterable[str] | None = (
        *("pincode", "city", "state"),
        *("phone", "name", "line1", "line2"),
    )

    def __init__(
        self, data: Mapping[str, str] | None = None, *, initial: Mapping[str, str] | None = None
    ) -> None:
        given = filled(data if data is not None else initial or {})
        super().__init__(given if data is not None else None, initial=given)
        self.digits = _good(given.get("pincode", ""))
        self.place = place_of(self.digits)

    @property
    def unsure(self) -> str:
        """The pincode and the state of the form where the one does not lie in the other."""
        state = self["state"].value() or ""
        return f"{self.digits} {state}" if self.place and state != self.place.state else ""

    def clean(self) -> dict[str, Any]:
        got = super().clean() or self.cleaned_data
        is_meant = self.data.get("sure", "") == self.unsure
        if "state" in got and self.place and self.unsure and not is_meant:
            self.add_error(
                "state",
                f"Pincode {self.digits} is in {self.place.state}, and here stands {got['state']}."
                " Change one of the two. If both are right, send it once more.",
            )
        return got


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
