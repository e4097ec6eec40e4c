"""The rows of a product's page: its variants, and those that are to be added."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.facts import NewVariant, VariantFacts, option_field
from catalog.models import Variant
from catalog.staff.forms import level, line, rupees

NEW_ROWS = 3
MOST_ROWS = 200  # of a kind that a page may send
OPTION_NAMES = ("option-0", "option-1")


class VariantForm(forms.Form):
    """What staff say of one variant; `names` are the product's options, `pictures` its pictures
    with what each is called."""

    price = rupees("Price ₹", required=False, size="6")
    original_price = rupees("MRP ₹", required=False, size="6")
    shelf = line("Shelf", "shelf", size="4")
    low_level = level("Low at", size="2")
    image = forms.ChoiceField(
        label="Picture", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    is_active = forms.BooleanField(
        label="On sale",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(
        self,
        variant: Variant,
        names: Sequence[str],
        pictures: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        image = self.fields["image"]
        assert isinstance(image, forms.ChoiceField)  # noqa: S101 - declared above
        known = [address for address, _ in pictures]
        older = variant.image if variant.image not in known else None
        image.choices = [("", "Main"), *pictures, *([(older, "As before")] if older else [])]
        for place, name in enumerate(names):
            field = line(name, "choice", size="6", id=f"id_{self.prefix}-o{place}")
            self.fields[option_field(name)] = field

    def options(self) -> list[forms.BoundField]:
        """The fields of its choices, in the order of the columns."""
        return [self[option_field(name)] for name in self.names]

    @property
    def facts(self) -> VariantFacts:
        """What the person says of it, where the form is valid."""
        given = {k: v for k, v in self.cleaned_data.items() if k in VariantForm.base_fields}
        chosen = {name: self.cleaned_data[option_field(name)] for name in self.names}
        return VariantFacts(**given, options={n: choice for n, choice in chosen.items() if choice})


class AddedForm(forms.Form):
    """A row for a variant that is to be added; nothing in it means none."""

    sku = line("SKU", "sku", size="11")
    price = rupees("Price ₹", required=False, size="6")
    original_price = rupees("MRP ₹", required=False, size="6")
    shelf = line("Shelf", "shelf", size="4")
    low_level = level("Low at", size="2")

    def __init__(self, names: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for place, name in enumerate(names):
            self.fields[f"o{place}"] = line(name, "choice", size="6")

    def options(self) -> list[forms.BoundField]:
        """The fields of its choices, in the order of the columns."""
        return [self[f"o{place}"] for place in range(len(self.names))]

    @property
    def is_wanted(self) -> bool:
        """Whether something was typed into this row."""
        return any(value not in (None, "") for value in self.cleaned_data.values())

    @property
    def facts(self) -> NewVariant:
        """The variant, where the form is valid."""
        given = self.cleaned_data
        chosen = [(name, given[f"o{place}"]) for place, name in enumerate(self.names)]
        options = {name: choice for name, choice in chosen if name and choice}
        rest = {name: given[name] for name in ("price", "shelf", "low_level", "original_price")}
        return NewVariant(options, **rest)


def rows_sent(sent: QueryDict, prefix: str) -> int:
    """How many rows of a kind a page has sent: they are numbered without a gap."""
    every = (n for n in range(MOST_ROWS) if f"{prefix}-{n}-name" not in sent)
    return next(every, MOST_ROWS)
