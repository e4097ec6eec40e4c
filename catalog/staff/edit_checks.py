"""What no field of a product's page can tell by itself. Each refusal stands at the field that a
person would change."""

from collections.abc import Iterable, Mapping, Sequence

from catalog.models import Variant
from catalog.staff.forms import ProductForm, refuse_price
from catalog.staff.sheet_forms import AddedForm, VariantForm

THERE_ALREADY = "There is a variant of these choices already."


def no_choice_without_a_name(added: Sequence[AddedForm], names: Sequence[str]) -> None:
    """Of two choices under one name, or of one under none, nothing would be kept."""
    known = [name.casefold() for name in names]
    for form in added:
        for place, name in enumerate(known):
            if form.cleaned_data.get(f"o{place}") and not name:
                form.add_error(f"o{place}", "Say above what this choice is called.")
            elif name and name in known[:place] and form.is_wanted:
                form.add_error(f"o{place}", "Both choices have the same name. Change one.")


def no_twins(
    kept: Mapping[str, Variant], forms: Mapping[str, VariantForm], new: Sequence[AddedForm]
) -> None:
    """No two variants of the same choices; those that stay as they are may be as they are."""
    changed = [f for sku, f in forms.items() if f.facts.options != (kept[sku].options or {})]
    taken = [f.facts.options for f in forms.values() if f not in changed]
    rows: list[VariantForm | AddedForm] = [*changed, *new]
    for form in rows:
        options = form.facts.options
        first = next((field.name for field in form.options()), None)
        if isinstance(form, AddedForm) and not options:
            form.add_error(first, "Say what is different about it, like Red or 2.1 mm.")
        elif options in taken:
            form.add_error(first, THERE_ALREADY)
        taken.append(options)


def no_price_above_mrp(
    product: ProductForm, forms: Iterable[VariantForm], new: Iterable[AddedForm]
) -> None:
    """Where a variant says nothing of its price or of its MRP, the product's holds."""
    own = product.cleaned_data
    rows: list[VariantForm | AddedForm] = [*forms, *new]
    for form in rows:
        given = form.cleaned_data
        if given["price"] or given["original_price"]:
            at = "price" if given["price"] else "original_price"
            mrp = given["original_price"] or own["original_price"]
            refuse_price(form, at, given["price"] or own["price"], mrp)
