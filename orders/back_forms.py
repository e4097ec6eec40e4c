"""What somebody types who wants to know when something is back."""

from django import forms

from config.errors import ShopError
from customers.rules import customer_id_of

MISSING = "Write your e-mail address, for example name@example.in. We write to it once."
_MAIL = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}


class BackForm(forms.Form):
    """An address, and what for it is wanted; nothing else."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="We write to it once, when this is in stock again, and then forget it;"
        " after 90 days in any case.",
        widget=forms.EmailInput(_MAIL),
        error_messages={"required": MISSING},
    )

    def clean_email(self) -> str:
        try:
            return customer_id_of(self.cleaned_data["email"])
        except ShopError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
