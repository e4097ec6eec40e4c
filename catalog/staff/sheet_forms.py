"""The rows of a product's page: its variants, those that are to be added, and its specs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.facts import NewVariant, VariantFacts, option_field
from catalog.models import Variant
from catalog.staff.forms import CONTROL, level, line, rupees

NEW_ROWS = 3
MOST_SPECS = 60
LONGEST_CHOICE = 60
LONGEST_SPEC = 1000
OPTION_NAMES = ("option-0", "option-1")


class VariantForm(forms.Form):
    """What staff say of one variant; `names` are the product's options, `pictures` its pictures
    with what each is called."""

    price = rupees("Price ₹", required=False, size="6")
    shelf = line("Shelf", 12, size="4")
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
            field = line(name, LONGEST_CHOICE, size="6", id=f"id_{self.prefix}-o{place}")
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

    sku = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$",
        label="SKU",
        required=False,
        error_messages={"invalid": "Letters, figures, dots and hyphens, like BTY-T05-21-R."},
        widget=forms.TextInput(attrs=CONTROL | {"size": "11"}),
    )
    price = rupees("Price ₹", required=False, size="6")
    shelf = line("Shelf", 12, size="4")
    low_level = level("Low at", size="2")

    def __init__(self, names: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for place, name in enumerate(names):
            self.fields[f"o{place}"] = line(name, LONGEST_CHOICE, size="6")

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
        return NewVariant(options, given["price"], given["shelf"], given["low_level"])


class SpecForm(forms.Form):
    """A row of the specifications; nothing in it means none."""

    name = line("Specification", LONGEST_CHOICE)
    value = line("Value", LONGEST_SPEC)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("name")) != bool(given.get("value")) and not self.errors:
            empty = "value" if given.get("name") else "name"
            self.add_error(empty, "Fill in both, or neither.")
        return given


def spec_forms(specs: Iterable[tuple[str, str]], sent: QueryDict | None) -> list[SpecForm]:
    """A row for each spec and some more, or the rows that were sent."""
    if sent is not None:
        return [SpecForm(sent, prefix=f"s-{n}") for n in range(rows_sent(sent, "s"))]
    present = [{"name": name, "value": value} for name, value in specs]
    rows = [*present, *({} for _ in range(NEW_ROWS))]
    return [SpecForm(prefix=f"s-{n}", initial=row) for n, row in enumerate(rows[:MOST_SPECS])]


def rows_sent(sent: QueryDict, prefix: str) -> int:
    """How many rows of a kind a page has sent: they are numbered without a gap."""
    every = (n for n in range(MOST_SPECS) if f"{prefix}-{n}-name" not in sent)
    return next(every, MOST_SPECS)
