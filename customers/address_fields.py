"""Where something is sent and who takes it: text in, an address out, by one set of rules."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms

from config.errors import ShopError
from config.form_renderer import FixedChoiceField, FixedSelect
from customers.field_shapes import NO_CITY, NO_NAME, NO_STREET, tell_shape
from customers.rules import STATES, phone_of, pincode_of

_JOINERS = "\u200c\u200d"  # Indian scripts join and part letters by them
_NO_TEXT = {"So", "Sk", "Cs", "Co", "Cn"}  # emoji and what has no shape
_LETTER = re.compile(r"[^\W\d_]")

MISSING = {
    "phone": "Write a mobile number, for example 98450 12345.",
    "email": "Write an e-mail address, for example name@example.in.",
    "name": "Write the name that goes on the parcel, for example Ananya Rao.",
    "pincode": "Write the six digits of the PIN code, for example 411005.",
    "city": "Write the city or village, for example Pune.",
    "state": "Choose the state.",
    "line1": NO_STREET,
    "line2": "",
}
AS_TYPED = {"autocorrect": "off", "autocapitalize": "off"}
NOT_PRINTABLE = "Please write this without emoji: the courier's label cannot print them."


class AddressForm(forms.Form):
    """Who takes a parcel, and where."""

    phone = forms.CharField(
        label="Mobile number",
        max_length=20,
        help_text="The courier calls this number.",
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "shipping tel"}),
    )
    name = forms.CharField(
        label="Full name",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "shipping name", "autocorrect": "off"}),
    )
    pincode = forms.CharField(
        label="Pincode",
        max_length=10,
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "shipping postal-code",
                **AS_TYPED,
            }
        ),
    )
    city = forms.CharField(
        label="City",
        max_length=30,  # Shiprocket takes no more
        widget=forms.TextInput({"autocomplete": "shipping address-level2", "autocorrect": "off"}),
    )
    state = FixedChoiceField(
        label="State",
        choices=[("", "Choose"), *((name, name) for name in STATES)],
        widget=FixedSelect({"autocomplete": "shipping address-level1"}),
    )
    line1 = forms.CharField(
        label="House number and street",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "shipping address-line1", **AS_TYPED}),
    )
    line2 = forms.CharField(
        label="Area or landmark",
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "shipping address-line2", **AS_TYPED}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = MISSING.get(name, "")
            tell_shape(name, field, MISSING.get(name, ""))
            # A browser would cut what is too long without a word; the server says so.
            field.widget.attrs.pop("maxlength", None)

    def clean_phone(self) -> str:
        return kept(phone_of, self.cleaned_data["phone"])

    def clean_pincode(self) -> str:
        return kept(pincode_of, self.cleaned_data["pincode"])

    def clean_name(self) -> str:
        return with_letters(self.cleaned_data["name"], NO_NAME)

    def clean_city(self) -> str:
        return with_letters(self.cleaned_data["city"], NO_CITY)

    def clean_line1(self) -> str:
        text = printable(self.cleaned_data["line1"])
        if len(text.strip(_JOINERS)) < 5:
            raise forms.ValidationError(NO_STREET)
        return text

    def clean_line2(self) -> str:
        return printable(self.cleaned_data["line2"])

    def as_kept(self) -> dict[str, str]:
        """The address of a valid form, under the names of the addresses table."""
        got: dict[str, Any] = self.cleaned_data
        named = {
            "addressLine1": got["line1"],
            "addressLine2": got["line2"],
            "city": got["city"],
            "state": got["state"],
            "pincode": got["pincode"],
        }
        return {key: text for key, text in named.items() if text}


def kept(rule: Callable[[str], str], text: str) -> str:
    """What the rule makes of the text; its refusal is the field's error."""
    try:
        return rule(text)
    except ShopError as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


def one_line(text: str) -> str:
    """The text in one line, without what steers a screen or a printer."""
    return " ".join(_unsteered(text, " ").split())


def readable(text: str) -> str:
    """Text of several lines, without what steers a screen; empty if nobody would see anything."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = "\n".join(_unsteered(line, "") for line in lines)
    return whole if whole.strip(_JOINERS + " \n") else ""


def printable(text: str) -> str:
    """One line of characters that a label printer and a courier can read; refuses the others."""
    line = one_line(text)
    if any(unicodedata.category(character) in _NO_TEXT for character in line):
        raise forms.ValidationError(NOT_PRINTABLE)
    return line


def with_letters(text: str, hint: str) -> str:
    """A printable line that has a letter in it."""
    plain = printable(text)
    if not _LETTER.search(plain):
        raise forms.ValidationError(hint)
    return plain


def _unsteered(text: str, instead: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(instead if _steers(sign) else sign for sign in composed)


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf"} and sign not in _JOINERS
