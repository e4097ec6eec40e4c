"""The e-mail address that somebody types who erases a customer."""

from collections.abc import Mapping
from typing import Any

from django import forms

from customers.errors import NotAnEmail
from customers.rules import customer_id_of


class EraseCustomerForm(forms.Form):
    """Typed, not ticked, and the customer's own: nobody erases the wrong one by mistake."""

    email = forms.CharField(
        label="Type the customer's e-mail address to go on",
        max_length=254,
        widget=forms.TextInput(
            {"class": "form-control", "autocomplete": "off", "autocapitalize": "off"}
            | {"spellcheck": "false"}
        ),
        error_messages={"required": "Type the customer's e-mail address."},
    )

    def __init__(self, given: Mapping[str, Any] | None, *, customer_id: str) -> None:
        super().__init__(given)
        self._customer_id = customer_id

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        try:
            if customer_id_of(typed) == self._customer_id:
                return typed
        except NotAnEmail:
            pass
        raise forms.ValidationError("That is another address than this customer's.")
