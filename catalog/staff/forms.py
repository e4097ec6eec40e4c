"""What staff type about a product: text in, clean values out."""

import re
from typing import Any

from django import forms

from catalog.rules import KINDS, Category
from config.money import paise, plain_rupees

DEAREST_PAISE = 10_00_000_00
MOST_LEVEL = 10_000
_AMOUNT = re.compile(r"₹?\s*[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?", re.ASCII)
_SIDE = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
CONTROL = {"class": "form-control"}
NUMBER = {"class": "form-control num", "inputmode": "decimal", "autocomplete": "off"}
CATEGORIES = [(category.value, kind.title) for category, kind in KINDS.items()]


class RupeesField(forms.Field):
    """Rupees as people write them, paise as the shop counts them; None where it may be empty."""

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise forms.ValidationError("Write rupees, like 1,299 or 1299.50.")
        amount = paise(text)
        if not 0 < amount <= DEAREST_PAISE:
            raise forms.ValidationError("A price is more than ₹0 and at most ₹10,00,000.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return plain_rupees(value) if isinstance(value, int) else value


def rupees(label: str, *, required: bool, **attrs: str) -> RupeesField:
    """A field of a price."""
    return RupeesField(
        label=label,
        required=required,
        error_messages={"required": "Say the price, like 1,299."},
        widget=forms.TextInput(attrs=NUMBER | attrs),
    )


def line(label: str, longest: int, **attrs: str) -> forms.CharField:
    """A field of one line that may be empty."""
    widget = forms.TextInput(attrs=CONTROL | attrs)
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def level(label: str, **attrs: str) -> forms.IntegerField:
    """A field of the stock at which a thing is low; empty where the shop's own level holds."""
    words = "Write a whole number, like 3."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_LEVEL,
        error_messages={"invalid": words},
        widget=forms.TextInput(attrs=NUMBER | {"inputmode": "numeric"} | attrs),
    )


class LawForm(forms.Form):
    """What the law wants said of a product, its tax, and what its parcel measures."""

    hsn = forms.RegexField(
        r"^(?:[0-9]{4}|[0-9]{6}|[0-9]{8})$",
        label="HSN",
        required=False,
        error_messages={"invalid": "An HSN has 4, 6 or 8 digits, like 95064000."},
        widget=forms.TextInput(attrs=NUMBER),
    )
    gst_rate = forms.RegexField(
        r"^(?:[0-9]|[1-3][0-9]|40)(?:\.[0-9]{1,2})?$",
        label="GST %",
        required=False,
        error_messages={"invalid": "Write the rate in percent, like 5 or 18."},
        widget=forms.TextInput(attrs=NUMBER),
    )
    country_of_origin = line("Country of origin", 60, list="countries")
    net_quantity = line("Net quantity", 60, placeholder="1 sheet")
    weight_grams = forms.IntegerField(
        label="Weight, g",
        required=False,
        min_value=1,
        max_value=500_000,
        error_messages={"invalid": "Write whole grams, like 95."},
        widget=forms.TextInput(attrs=NUMBER | {"inputmode": "numeric"}),
    )
    size_cm = line("Size, cm", 60, placeholder="19 x 17 x 1")
    manufacturer = line("Maker, name and address", 300)
    importer = line("Importer, name and address", 300)

    def clean_size_cm(self) -> str:
        """Three sides, as the parcel is measured by them."""
        text: str = self.cleaned_data["size_cm"]
        if text and len(_SIDE.findall(text)) != 3:
            raise forms.ValidationError("Write three sides in centimetres, like 19 x 17 x 1.")
        return text


class ProductForm(LawForm):
    """All facts of a product, the version of it that the person saw, and what it said then."""

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=150,
        error_messages={"required": "A product needs a name."},
        widget=forms.TextInput(attrs=CONTROL),
    )
    brand = forms.CharField(
        max_length=60,
        error_messages={"required": "A product needs a brand."},
        widget=forms.TextInput(attrs=CONTROL | {"list": "brands"}),
    )
    category = forms.ChoiceField(
        choices=CATEGORIES,
        error_messages={"required": "Choose a category."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    description = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs=CONTROL | {"rows": 4}),
    )
    price = rupees("Price ₹", required=True)
    original_price = rupees("MRP ₹", required=False)
    low_level = level("Low stock at")
    is_active = forms.BooleanField(
        required=False,
        label="On sale",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def keep_category(self, stored: str | None) -> None:
        """Let a category that is none of ours stay as it is until somebody chooses another."""
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101 - declared above
        if stored not in list(Category):
            words = f"{stored}, as before" if stored else "Choose one"
            category.choices = [(stored or "", words), *CATEGORIES]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        price, mrp = given.get("price"), given.get("original_price")
        if price and mrp and mrp < price:
            self.add_error("original_price", "The MRP is never below the price. Leave it empty.")
        return given

    def clean_description(self) -> str:
        """Browsers send CR LF for every line's end that they were given."""
        text: str = self.cleaned_data["description"]
        return text.replace("\r\n", "\n")
