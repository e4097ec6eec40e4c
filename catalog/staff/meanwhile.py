"""What somebody else changed of a product while a person had its page open, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from catalog import photos
from catalog.facts import variant_field
from catalog.models import Product
from catalog.rules import KINDS
from catalog.services.merging_edits import Difference, Merged
from catalog.staff.edit_form import SPEC, TICK, EditForm
from catalog.staff.rebasing import KEEP

SOMEBODY = "Somebody else"


@dataclass(frozen=True)
class Change:
    """A field by its name and in words: what it was, what I say, what they say. `before` is ''
    where nobody knows."""

    field: str
    label: str
    before: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Meanwhile:
    """Who changed it and when; what both changed, and what only they did."""

    who: str
    at: datetime | None
    clashes: list[Change]
    news: list[Change]


def meanwhile(row: Product, form: EditForm, merged: Merged) -> Meanwhile:
    """The words of what was merged; `form` is drawn over the present row."""
    made = row.last_edit or {}
    who = made.get("by", "") if made.get("version") == str(row.version) else ""
    labels = _labels(form)
    pictures = dict(photos.choices(row.images))
    return Meanwhile(
        who=who or SOMEBODY,
        at=row.updated_at,
        clashes=list(_changes(merged.clashes, labels, pictures)),
        news=list(_changes(merged.news, labels, pictures)),
    )


def _changes(
    found: Iterable[Difference], labels: dict[str, str], pictures: dict[str, str]
) -> Iterable[Change]:
    for each in found:
        said = (each.before, each.mine, each.theirs)
        before, mine, theirs = (_as_read(each.name, text, pictures) for text in said)
        label = labels.get(each.name, each.name.removeprefix(SPEC))
        yield Change(KEEP + each.name, label, before, mine, theirs)


def _labels(form: EditForm) -> dict[str, str]:
    labels = {name: str(form.product[name].label) for name in form.product.fields}
    for sku, variant in form.variants.items():
        for name in variant.fields:
            labels[variant_field(sku, name)] = f"{variant[name].label} of {sku}"
    return labels


def _as_read(name: str, text: str | None, pictures: dict[str, str]) -> str:
    if text is None:
        return ""
    if name.endswith(TICK):
        return "yes" if text else "no"
    if name == "category":
        return next((kind.title for category, kind in KINDS.items() if category == text), text)
    return pictures.get(text, text) or "empty"
