"""What staff type about a product: text in, clean values out."""

import re
from collections.abc import Callable
from typing import Any

from django import forms

from catalog.rules import (
    KINDS,
    LONGEST,
    MOST_GRAMS,
    MOST_LEVEL,
    Category,
    why_above_mrp,
    why_not,
)
from config.money import paise, plain_rupees

_AMOUNT = re.compile(r"₹?\s*[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?", re.ASCII)
CONTROL = {"class": "form-control"}
NUMBER = {"class": "form-control num", "inputmode": "decimal", "autocomplete": "off"}
CATEGORIES = [(category.value, kind.title) for category, kind in KINDS.items()]


def obeys(name: str) -> Callable[[str], None]:
    """What checks a text by the rules for this name of the tables."""

    def check(text: str) -> None:
        if why := why_not(name, text):
            raise forms.ValidationError(why)

    return check


class RupeesField(forms.Field):
    """Rupees as people write them, paise as the shop counts them; None where it may be empty."""

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise forms.ValidationError("Write rupees, like 1,299 or 1299.50.")
        amount = paise(text)
        obeys("price")(plain_rupees(amount))
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


def line(
    label: str, name: str, *, looks: dict[str, str] = CONTROL, **attrs: str
) -> forms.CharField:
    """A field of one line that may be empty, by the rules for this name of the tables."""
    most = {"maxlength": str(LONGEST[name])} if name in LONGEST else {}
    widget = forms.TextInput(attrs=looks | most | attrs)
    return forms.CharField(label=label, required=False, validators=[obeys(name)], widget=widget)


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

    hsn = line("HSN", "hsn", looks=NUMBER)
    gst_rate = line("GST %", "gstRate", looks=NUMBER)
    country_of_origin = line("Country of origin", "countryOfOrigin", list="countries")
    net_quantity = line("Net quantity", "netQuantity", placeholder="1 sheet")
    weight_grams = forms.IntegerField(
        label="Weight, g",
        required=False,
        min_value=1,
        max_value=MOST_GRAMS,
        error_messages={"invalid": "Write whole grams, like 95."},
        widget=forms.TextInput(attrs=NUMBER | {"inputmode": "numeric"}),
    )
    size_cm = line("Size, cm", "sizeCm", placeholder="19 x 17 x 1")
    manufacturer = line("Maker, name and address", "manufacturer")
    importer = line("Importer, name and address", "importer")


class PricedForm(forms.Form):
    """A price and the MRP beside it."""

    price = rupees("Price ₹", required=True)
    original_price = rupees("MRP ₹", required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if price := given.get("price"):
            refuse_price(self, "original_price", price, given.get("original_price"))
        return given


def refuse_price(form: forms.Form, at: str, price: int, mrp: int | None) -> None:
    """Tell at this field that a price is above its MRP, if it is."""
    if why := why_above_mrp(price, mrp):
        form.add_error(at, f"{why} Change one of them.")


class ProductForm(PricedForm, LawForm):
    """All facts of a product, the version of it that the person saw, and what it said then."""

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=LONGEST["name"],
        error_messages={"required": "A product needs a name."},
        widget=forms.TextInput(attrs=CONTROL),
    )
    brand = forms.CharField(
        max_length=LONGEST["brand"],
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
        max_length=LONGEST["description"],
        widget=forms.Textarea(attrs=CONTROL | {"rows": 4}),
    )
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

    def clean_description(self) -> str:
        """Browsers send CR LF for every line's end that they were given."""
        text: str = self.cleaned_data["description"]
        return text.replace("\r\n", "\n")
