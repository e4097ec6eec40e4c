"""The buyer and the address of an order by telephone: the checkout's own form and rules, typed by
one of us, so no browser fills it in with our own address."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms

from customers.rules import GUEST
from orders.services.drafting import Buyer
from payments.checkout_form import CheckoutForm

HELP = {
    "phone": "The courier calls this number.",
    "email": "The link to pay and to follow goes here; without one, you send it by hand.",
    "gstin": "15 signs, for example 27AAPFU0939F1ZV.",
}


class PhoneForm(CheckoutForm):
    """What is written down of the buyer."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, initial: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["email"].required = False
        for name, field in self.fields.items():
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
            field.widget.attrs["autocomplete"] = "off"
            field.help_text = HELP.get(name, "")

    def clean_email(self) -> str:
        """'' for a customer who has none."""
        return super().clean_email() if self.cleaned_data["email"] else ""

    def buyer(self) -> Buyer:
        """The buyer that a valid form describes, a guest without an address for mails."""
        found = super().buyer()
        return found if found.customer_id else replace(found, customer_id=GUEST)
