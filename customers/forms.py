"""What a shopper types to sign in, and says of themselves: text in, clean values out."""

import unicodedata
from typing import Any

from django import forms

from config.errors import ShopError
from config.templatetags.shop import telephone
from customers.address_fields import with_letters
from customers.codes import DIGITS
from customers.models import Customer
from customers.rules import customer_id_of, phone_of

NOT_A_CODE = "The code has six digits. It stands at the top of the mail."

MOST_CHANGES = 10**9  # of one item: DynamoDB takes no number of any length


class EmailForm(forms.Form):
    """Who wants to sign in."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="We mail you a code. No password, and no account needed before.",
        error_messages={
            "required": "Write your e-mail address, for example name@example.in.",
            "max_length": "That is too long for an e-mail address.",
        },
        widget=forms.TextInput(
            {
                "type": "email",
                "autocomplete": "email",
                "autocapitalize": "off",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.pop("maxlength", None)
        if self.is_bound:  # shown again, so something is to be mended
            self.fields["email"].widget.attrs["autofocus"] = True

    def clean_email(self) -> str:
        try:
            return customer_id_of(self.cleaned_data["email"])
        except ShopError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class CodeForm(forms.Form):
    """The six digits, with the blanks that copying adds."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        error_messages={"required": NOT_A_CODE, "max_length": NOT_A_CODE},
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autocorrect": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("maxlength", None)

    def clean_code(self) -> str:
        plain = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        code = "".join(plain.replace("-", "").split())
        if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(NOT_A_CODE)
        return code


class ProfileForm(forms.Form):
    """What a shopper says of themselves; both may be left out. `version`: of the item they saw."""

    name = forms.CharField(
        label="Full name",
        max_length=60,
        required=False,
        error_messages={"max_length": "Please write a shorter name, of up to 60 letters."},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="Mobile number",
        max_length=20,
        required=False,
        help_text="Filled in for you at the checkout. The courier calls it.",
        error_messages={"max_length": "That is too long for a telephone number."},
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    version = forms.IntegerField(min_value=0, max_value=MOST_CHANGES, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    @classmethod
    def of(cls, customer: Customer) -> "ProfileForm":
        """The form as it stands before anything is changed."""
        phone = telephone(customer.phone or "")
        return cls(initial={"name": customer.name, "phone": phone, "version": customer.version})

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        hint = "Please write the name as it is said, with letters."
        return with_letters(typed, hint) if typed else ""

    def clean_phone(self) -> str:
        if not self.cleaned_data["phone"].strip():
            return ""
        try:
            return phone_of(self.cleaned_data["phone"])
        except ShopError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
