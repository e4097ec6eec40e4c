"""The buyer and the address of an order by telephone: the checkout's own form and rules, typed by
one of us, so no browser fills it in with our own address."""

from collections.abc import Mapping

from django import forms

from payments.checkout_form import CheckoutForm

HELP = {
    "phone": "The courier calls this number.",
    "email": "The link to pay and to follow goes here.",
    "gstin": "15 signs, for example 27AAPFU0939F1ZV.",
}


class PhoneForm(CheckoutForm):
    """What is written down of the buyer."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, initial: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        for name, field in self.fields.items():
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
            field.widget.attrs["autocomplete"] = "off"
            field.help_text = HELP.get(name, "")
