"""The form of a product's whole page."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from catalog import photos
from catalog.facts import (
    Law,
    NewVariant,
    ProductFacts,
    Tax,
    facts_of,
    spec_field,
    texts_of,
    variant_field,
)
from catalog.models import Product
from catalog.rules import in_option_order
from catalog.services.adding_variants import skus_for
from catalog.services.merging_edits import packed, unpacked
from catalog.staff import edit_checks
from catalog.staff.forms import LawForm, ProductForm
from catalog.staff.sheet_forms import (
    NEW_ROWS,
    OPTION_NAMES,
    AddedForm,
    VariantForm,
)
from catalog.staff.spec_forms import Specs
from config.money import plain_rupees

TICK = "is_active"
SPEC = spec_field("")


class EditForm:
    """One ProductForm, a VariantForm per sku, and rows for specs and for new variants. A field that
    a page does not send, having been drawn before it was there, stays as it is. `before` is what
    the person's changes are based on; None for a page of before, and for one that is drawn now."""

    def __init__(self, row: Product, sent: QueryDict | None = None) -> None:
        self.row = row
        self.present = texts_of(facts_of(row))
        self._sent = None if sent is None else _filled(sent, self.present)
        self.before = None if self._sent is None else unpacked(self._sent.get("seen", ""))
        initial = {**self.present, "version": row.version}
        self.product = ProductForm(self._sent, initial=initial)
        self.product.keep_category(row.category)
        self.names = in_option_order({n for v in self._variants.values() for n in v.options or {}})
        self.variants = {sku: self._variant_form(sku) for sku in sorted(self._variants)}
        self.specs = Specs(row.specs or {}, self._sent, self.before)
        self.seen = self.present_seen if self._sent is None else self._sent.get("seen", "")
        self.option_names = self.names or [self._said(name) for name in OPTION_NAMES]
        self.added = [
            AddedForm(self.option_names, self._sent, prefix=f"new-{n}") for n in range(NEW_ROWS)
        ]

    @property
    def _variants(self) -> Mapping[str, Any]:
        return self.row.variants or {}

    def _said(self, name: str) -> str:
        return "" if self._sent is None else str(self._sent.get(name, "")).strip()[:30]

    def _variant_form(self, sku: str) -> VariantForm:
        initial = dict(self._of_sku(sku))
        form = VariantForm(
            self._variants[sku],
            self.names,
            photos.choices(self.row.images),
            self._sent,
            prefix=f"v-{sku}",
            initial=initial,
        )
        for name, amount in (
            ("price", self.row.price),
            ("original_price", self.row.original_price),
        ):
            form.fields[name].widget.attrs["placeholder"] = plain_rupees(amount) if amount else ""
        return form

    def _of_sku(self, sku: str) -> Iterator[tuple[str, str]]:
        before = variant_field(sku, "")
        for name, text in self.present.items():
            if name.startswith(before):
                yield name.removeprefix(before), text

    @property
    def forms(self) -> list[forms.Form]:
        """All forms of the page."""
        return [self.product, *self.variants.values(), *self.specs.forms, *self.added]

    def is_valid(self) -> bool:
        """Whether every field can be taken; each one that cannot says why."""
        if not all([form.is_valid() for form in self.forms]):  # noqa: C419 - each must speak
            return False
        edit_checks.no_choice_without_a_name(self.added, self.option_names)
        if not self.has_errors:
            new = [form for form in self.added if form.is_wanted and not self.made_by(form)]
            edit_checks.no_twins(self._variants, self.variants, new)
            edit_checks.no_price_above_mrp(self.product, self.variants.values(), new)
            self.specs.check()
        return not self.has_errors

    @property
    def has_errors(self) -> bool:
        """Whether something that was sent cannot be taken."""
        return any(form.errors for form in self.forms if form.is_bound)

    @property
    def version_seen(self) -> int:
        """The version on which the person's changes are based."""
        seen: int = self.product.cleaned_data["version"]
        return seen

    @property
    def present_seen(self) -> str:
        """What a page that is drawn over the present version keeps in mind."""
        return packed(self.present | self.specs.mark)

    @cached_property
    def facts(self) -> ProductFacts:
        """What the person says, where the form is valid."""
        given = {k: v for k, v in self.product.cleaned_data.items() if k != "version"}
        law = {name: given.pop(name) for name in LawForm.base_fields}
        tax = Tax(law.pop("hsn") or None, law.pop("gst_rate") or None)
        done = {sku for form in self.added for sku in self.made_by(form)}
        there = facts_of(self.row).variants
        variants = {s: there[s] if s in done else f.facts for s, f in self.variants.items()}
        return ProductFacts(
            **given,
            tax=tax,
            law=Law(**law),
            variants=variants,
            specs=self.specs.wanted,
            added=dict(self._added()),
        )

    def _added(self) -> Iterator[tuple[str, NewVariant]]:
        new = [form for form in self.added if form.is_wanted and not self.made_by(form)]
        nameless = [form for form in new if not form.cleaned_data["sku"]]
        choices = [form.facts.options for form in nameless]
        made = iter(skus_for(self.row.product_id, choices))
        for form in new:
            yield form.cleaned_data["sku"] or next(made), form.facts

    def made_by(self, form: AddedForm) -> list[str]:
        """The variant that came of this very row, where it was sent before: it was not there yet
        when the page was drawn."""
        return [
            sku
            for sku, variant in self._variants.items()
            if (variant.options or {}) == form.facts.options
            and form.cleaned_data["sku"] in ("", sku)
            and variant_field(sku, TICK) not in (self.before or self.present)
        ]


def _filled(sent: QueryDict, present: Mapping[str, str]) -> QueryDict:
    data = sent.copy()
    for name, text in present.items():
        if name not in data and not name.endswith(TICK) and not name.startswith(SPEC):
            data[name] = text
    return data
