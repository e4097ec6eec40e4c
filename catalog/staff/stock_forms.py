"""What staff say of stock: by how many pieces it changes, and why."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from catalog.models import Product
from catalog.rules import MOST_PIECES
from catalog.staff.forms import NUMBER

REASONS = ["Goods received", "Counted", "Damaged", "Returned"]
SAY = "Say by how many, like 12 or -2."
SELECT = {"class": "form-select"}


class CountForm(forms.Form):
    """A difference, and its reason."""

    change = forms.IntegerField(
        label="By",
        min_value=-MOST_PIECES,
        max_value=MOST_PIECES,
        error_messages={"required": SAY, "invalid": SAY},
        widget=forms.TextInput(attrs=NUMBER | {"inputmode": "text"}),
    )
    reason = forms.ChoiceField(
        choices=[(reason, reason) for reason in REASONS],
        label="Reason",
        widget=forms.Select(attrs=SELECT),
    )

    def clean_change(self) -> int:
        change: int = self.cleaned_data["change"]
        if not change:
            raise forms.ValidationError(f"Nothing changes by 0. {SAY}")
        return change


class StockForm(CountForm):
    """Of one variant. The key is the same for a second press of the same form."""

    sku = forms.ChoiceField(label="Variant", widget=forms.Select(attrs=SELECT))
    key = forms.RegexField(r"^[A-Za-z0-9_-]{8,40}$", widget=forms.HiddenInput)

    def __init__(self, row: Product, sent: Mapping[str, Any] | None = None) -> None:
        super().__init__(sent, prefix="stock", initial={"key": secrets.token_urlsafe(12)})
        sku = self.fields["sku"]
        assert isinstance(sku, forms.ChoiceField)  # noqa: S101 - declared above
        sku.choices = stock_choices(row)


class ManyStockForm(CountForm):
    """Of each variant of many products."""

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, prefix="many")
        self.fields["change"].label = "Change stock by"
        narrow = {"class": "form-control num w-auto", "size": "7", "placeholder": "12"}
        self.fields["change"].widget.attrs.update(narrow)
        self.fields["reason"].widget.attrs["class"] = "form-select w-auto"

    @property
    def title(self) -> str:
        """'Stock by +12'."""
        return f"Stock by {self.cleaned_data['change']:+d}"


def stock_choices(row: Product) -> list[tuple[str, str]]:
    """Each sku with its options and what is there."""
    if not row.variants:
        return [(row.product_id, f"{row.name}, has {row.stock}")]
    return [
        (sku, f"{', '.join((variant.options or {}).values()) or sku}, has {variant.stock}")
        for sku, variant in sorted(row.variants.items())
    ]
