"""Who buys and where it goes: text in, a Buyer out. Eight visible fields (pages.md CO 38), and two
that unfold for a business."""

from typing import Any

from django import forms

from customers.address_fields import AddressForm, kept, printable
from customers.rules import customer_id_of
from orders.errors import NotAGstin
from orders.gstin import gstin_of
from orders.services.drafting import Buyer


class BuyerForm(AddressForm):
    """Who orders and where it goes."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="The confirmation and the tracking link go here.",
        widget=forms.TextInput(
            {
                "type": "email",
                "autocomplete": "shipping email",
                "autocapitalize": "off",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )
    gstin = forms.CharField(
        label="GSTIN",
        max_length=20,
        required=False,
        help_text="15 signs, for example 27AAPFU0939F1ZV.",
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "data-shape": r"[0-9A-Za-z](?:\s*[0-9A-Za-z]){14}",
                "data-wrong": str(NotAGstin()),
            }
        ),
    )
    company = forms.CharField(
        label="Company name",
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def clean_email(self) -> str:
        return kept(customer_id_of, self.cleaned_data["email"])

    def clean_gstin(self) -> str:
        text = self.cleaned_data["gstin"]
        return kept(gstin_of, text) if text else ""

    def clean_company(self) -> str:
        return printable(self.cleaned_data["company"])

    def clean(self) -> dict[str, Any]:
        got = super().clean() or self.cleaned_data
        if got.get("gstin") and got.get("company") == "":
            self.add_error("company", "Write the company as it is registered for GST.")
        elif got.get("company") and got.get("gstin") == "":
            self.add_error("gstin", "Write the GSTIN too, or leave the company name out.")
        return got

    @property
    def is_for_a_business(self) -> bool:
        """Whether something stands in the fields that are folded away."""
        return any(self[name].value() or self[name].errors for name in ("gstin", "company"))

    def buyer(self) -> Buyer:
        """The buyer that a valid form describes."""
        got: dict[str, Any] = self.cleaned_data
        return Buyer(
            customer_id=got["email"],
            name=got["name"],
            phone=got["phone"],
            address=self.as_kept(),
            gstin=got["gstin"],
            company=got["company"],
        )
