"""What staff type about a product: text in, clean values out."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from catalog.models import Product, Variant
from catalog.services.editing import ProductFacts, Tax, VariantFacts
from config.money import paise, plain_rupees

DEAREST_PAISE = 10_00_000_00
_AMOUNT = re.compile(r"₹?\s*[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?", re.ASCII)
_CONTROL = {"class": "form-control"}
_NUMBER = {"class": "form-control num", "inputmode": "decimal", "autocomplete": "off"}
REASONS = ["Goods received", "Counted", "Damaged", "Returned"]


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


def _rupees(label: str, *, required: bool, **attrs: str) -> RupeesField:
    return RupeesField(
        label=label,
        required=required,
        error_messages={"required": "Say the price, like 1,299."},
        widget=forms.TextInput(attrs=_NUMBER | attrs),
    )


class ProductForm(forms.Form):
    """A product's texts, prices and activity, and the version of it that the person saw."""

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=150,
        error_messages={"required": "A product needs a name."},
        widget=forms.TextInput(attrs=_CONTROL),
    )
    description = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs=_CONTROL | {"rows": 4}),
    )
    price = _rupees("Price ₹", required=True)
    original_price = _rupees("MRP ₹", required=False)
    hsn = forms.RegexField(
        r"^(?:[0-9]{4}|[0-9]{6}|[0-9]{8})$",
        label="HSN",
        required=False,
        error_messages={"invalid": "An HSN has 4, 6 or 8 digits, like 95064000."},
        widget=forms.TextInput(attrs=_NUMBER),
    )
    gst_rate = forms.RegexField(
        r"^(?:[0-9]|[1-3][0-9]|40)(?:\.[0-9]{1,2})?$",
        label="GST %",
        required=False,
        error_messages={"invalid": "Write the rate in percent, like 5 or 18."},
        widget=forms.TextInput(attrs=_NUMBER),
    )
    is_active = forms.BooleanField(
        required=False,
        label="On sale",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        price, mrp = given.get("price"), given.get("original_price")
        if price and mrp and mrp < price:
            self.add_error("original_price", "The MRP is never below the price. Leave it empty.")
        return given


class VariantForm(forms.Form):
    """What staff say of one variant."""

    price = _rupees("Price ₹", required=False, size="7")
    shelf = forms.CharField(
        required=False, max_length=12, widget=forms.TextInput(attrs=_CONTROL | {"size": "4"})
    )
    is_active = forms.BooleanField(
        required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class EditForm:
    """The form of the whole page: one ProductForm and a VariantForm per sku."""

    def __init__(self, row: Product, sent: Mapping[str, Any] | None = None) -> None:
        self.product = ProductForm(sent, initial=_as_it_stands(row))
        self.variants = {
            sku: VariantForm(sent, prefix=f"v-{sku}", initial=_as_variant_stands(variant))
            for sku, variant in sorted((row.variants or {}).items())
        }
        for form in self.variants.values():
            form.fields["price"].widget.attrs["placeholder"] = plain_rupees(row.price)

    def is_valid(self) -> bool:
        """Whether every field can be taken; each one that cannot says why."""
        return all([self.product.is_valid(), *(form.is_valid() for form in self.variants.values())])

    @property
    def has_errors(self) -> bool:
        """Whether something that was sent cannot be taken."""
        return any(form.errors for form in (self.product, *self.variants.values()))

    @property
    def version_seen(self) -> int:
        """The version on which the person's changes are based."""
        seen: int = self.product.cleaned_data["version"]
        return seen

    @property
    def facts(self) -> ProductFacts:
        """What the person says."""
        given = {k: v for k, v in self.product.cleaned_data.items() if k != "version"}
        tax = Tax(given.pop("hsn") or None, given.pop("gst_rate") or None)
        variants = {sku: VariantFacts(**form.cleaned_data) for sku, form in self.variants.items()}
        has_tax = {"hsn", "gst_rate"} <= self.product.data.keys()  # not on a page of before
        return ProductFacts(**given, variants=variants, tax=tax if has_tax else None)


def _as_it_stands(row: Product) -> dict[str, Any]:
    return {
        "version": row.version,
        "name": row.name,
        "description": row.description or "",
        "price": row.price,
        "original_price": row.original_price,
        "hsn": row.hsn or "",
        "gst_rate": row.gst_rate or "",
        "is_active": row.is_active,
    }


def _as_variant_stands(variant: Variant) -> dict[str, Any]:
    return {"price": variant.price, "shelf": variant.shelf or "", "is_active": variant.is_active}


class StockForm(forms.Form):
    """A difference of stock, and why."""

    sku = forms.ChoiceField(label="Variant", widget=forms.Select(attrs={"class": "form-select"}))
    change = forms.IntegerField(
        label="By",
        min_value=-100_000,
        max_value=100_000,
        error_messages={
            "required": "Say by how many, like 12 or -2.",
            "invalid": "Say by how many, like 12 or -2.",
        },
        widget=forms.TextInput(attrs=_NUMBER | {"inputmode": "text"}),
    )
    reason = forms.ChoiceField(
        choices=[(reason, reason) for reason in REASONS],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, row: Product, sent: Mapping[str, Any] | None = None) -> None:
        super().__init__(sent, prefix="stock")
        sku = self.fields["sku"]
        assert isinstance(sku, forms.ChoiceField)  # noqa: S101 - declared above
        sku.choices = [(sku, words) for sku, words in stock_choices(row)]

    def clean_change(self) -> int:
        change: int = self.cleaned_data["change"]
        if not change:
            raise forms.ValidationError("Nothing changes by 0. Say by how many, like 12 or -2.")
        return change


def stock_choices(row: Product) -> list[tuple[str, str]]:
    """Each sku with its options and what is there."""
    if not row.variants:
        return [(row.product_id, f"{row.name}, has {row.stock}")]
    return [
        (sku, f"{', '.join((variant.options or {}).values()) or sku}, has {variant.stock}")
        for sku, variant in sorted(row.variants.items())
    ]
