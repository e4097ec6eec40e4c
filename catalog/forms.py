"""What comes in by the address of the equipment list, made into clean values."""

import re
from collections.abc import Container, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.rules import Category
from catalog.specs import THREE
from catalog.wanted import Sort, Span, Values, Wanted
from config.money import paise

LONGEST_QUESTION = 100
MOST_VALUES = 40  # of one filter
MOST_PAISE = 10_00_00_000_00
NOT_RUPEES = "Write an amount in rupees, for example 2,000."
NOT_OF_TEN = "Write a number from 0 to 10, for example 8.5."
_OF_TEN = re.compile(r"(10|[0-9])(?:[.,]([0-9]))?", re.ASCII)


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


class TenthsField(forms.CharField):
    """A number on the scale of ten as a person writes it; its clean value is tenths."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = _OF_TEN.fullmatch(text)
        tenths = int(found[1]) * 10 + int(found[2] or 0) if found else -1
        if not 0 <= tenths <= 100:
            raise forms.ValidationError(NOT_OF_TEN)
        return tenths


class ManyField(forms.Field):
    """A field that may be there several times; its clean value is a tuple of texts."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> Values:
        return values_in(value or [])


def values_in(texts: list[str]) -> Values:
    """The values given for one filter, each once, in the order of the address."""
    given = [text.strip() for text in texts if text.strip()]
    return tuple(sorted(dict.fromkeys(given[:MOST_VALUES])))


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
    as_typed = forms.BooleanField(required=False)
    category = forms.ChoiceField(required=False, choices=[(c.value, c.value) for c in Category])
    brand = ManyField(required=False)
    in_stock = forms.BooleanField(required=False)
    price_from = RupeesField(label="From ₹", required=False, max_length=20)
    price_to = RupeesField(label="To ₹", required=False, max_length=20)
    speed_from = TenthsField(label="From", required=False, max_length=6)
    speed_to = TenthsField(label="To", required=False, max_length=6)
    spin_from = TenthsField(label="From", required=False, max_length=6)
    spin_to = TenthsField(label="To", required=False, max_length=6)
    control_from = TenthsField(label="From", required=False, max_length=6)
    control_to = TenthsField(label="To", required=False, max_length=6)
    sort = forms.CharField(required=False)
    page = PageField(required=False)

    def __init__(self, query: QueryDict, attributes: Container[str] = ()) -> None:
        """`attributes` names those by which the goods can be filtered; others are left alone."""
        super().__init__(query)
        self._attributes = tuple(
            (name, values)
            for name in sorted(query)
            if name in attributes and (values := values_in(query.getlist(name)))
        )

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
            as_typed=given.get("as_typed", False),
            category=Category(category) if category else None,
            brands=given.get("brand", ()),
            attributes=self._attributes,
            in_stock=given.get("in_stock", False),
            price=_span("price", given),
            numbers=tuple(
                (name, span) for name in THREE if (span := _span(name.lower(), given)).is_set
            ),
            sort=Sort(sort) if sort in list(Sort) else Sort.BEST,
            page=given.get("page", 1),
        )


def _span(name: str, given: Mapping[str, Any]) -> Span:
    return Span(given.get(f"{name}_from"), given.get(f"{name}_to"))
