"""An address of the address book: the checkout's own fields, and whether it is the default."""

from django import forms

from config.templatetags.shop import telephone
from customers.address_fields import AddressForm
from customers.models import Address
from customers.services.address_book import Written


class BookForm(AddressForm):
    """One address of the book."""

    is_default = forms.BooleanField(label="Tick it for me at the checkout", required=False)

    field_order = ("phone", "name", "pincode", "city", "state", "line1", "line2", "is_default")

    def written(self) -> Written:
        """What a valid form says."""
        got = self.cleaned_data
        return Written(name=got["name"], phone=got["phone"], place=self.as_kept())


def fields_of(address: Address) -> dict[str, str]:
    """A kept address as its form shows it; a landmark stands in the second line."""
    area = [text for text in (address.address_line2, address.landmark) if text]
    return {
        "name": address.name or "",
        "phone": telephone(address.phone or ""),
        "pincode": address.pincode or "",
        "city": address.city or "",
        "state": address.state or "",
        "line1": address.address_line1 or "",
        "line2": ", ".join(area),
    }
