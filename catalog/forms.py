"""What comes in by the address of the equipment list, made into clean values."""

from typing import Any

from django import forms

from catalog.rules import Category
from catalog.wanted import Sort, Wanted
from config.money import paise

LONGEST_QUESTION = 100
MOST_BRANDS = 40
MOST_PAISE = 10_00_00_000_00
NOT_RUPEES = "Write an amount in rupees, for example 2,000."


class RupeesField(forms.CharField):
    """An amount in rupees as a person writes it; its clean value is paise."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = paise(text)
        except ValueError:
            raise forms.ValidationError(NOT_RUPEES) from None
        if not 0 <= amount <= MOST_PAISE:
            raise forms.ValidationError(NOT_RUPEES)
        return amount


class ManyField(forms.Field):
    """A field that may be there several times; its clean value is a tuple of texts."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        given = [text.strip() for text in value or [] if text.strip()]
        return tuple(dict.fromkeys(given[:MOST_BRANDS]))


class PageField(forms.CharField):
    """The number of a page: ASCII digits, at most four, not zero."""

    def clean(self, value: Any) -> int:
        text = super().clean(value) or "1"
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text)):
            raise forms.ValidationError("There is no such page.")
        return int(text)


class ListForm(forms.Form):
    """The question in an address of the equipment list."""

    q = forms.CharField(required=False)
    category = forms.ChoiceField(required=False, choices=[(c.value, c.value) for c in Category])
    brand = ManyField(required=False)
    in_stock = forms.BooleanField(required=False)
    price_from = RupeesField(label="From ₹", required=False, max_length=20)
    price_to = RupeesField(label="To ₹", required=False, max_length=20)
    sort = forms.CharField(required=False)
    page = PageField(required=False)

    @property
    def is_nowhere(self) -> bool:
        """Whether the address names a category or a page number that cannot be."""
        return self.has_error("category") or self.has_error("page")

    def wanted(self) -> Wanted:
        """What was asked for; what could not be understood is left out."""
        given = self.cleaned_data
        category, sort = given.get("category"), given.get("sort")
        return Wanted(
            q=(given.get("q") or "")[:LONGEST_QUESTION],
            category=Category(category) if category else None,
            brands=given.get("brand", ()),
            in_stock=given.get("in_stock", False),
            price_from=given.get("price_from"),
            price_to=given.get("price_to"),
            sort=Sort(sort) if sort in list(Sort) else Sort.BEST,
            page=given.get("page", 1),
        )
