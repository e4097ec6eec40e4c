"""How texts of others get into what a person has typed, and how the person chooses."""

from django.http import QueryDict

from catalog.facts import ON, facts_of, texts_of, variant_field
from catalog.models import Product
from catalog.services.merging_edits import Difference
from catalog.staff.edit_form import SPEC, TICK, EditForm
from catalog.staff.sheet_forms import rows_sent

KEEP = "keep:"  # before a field's name: whose text is to be kept
THEIRS = "theirs"


def with_choices(sent: QueryDict, row: Product) -> QueryDict:
    """What was sent, with the table's text wherever the person has chosen to take it."""
    present = texts_of(facts_of(row))
    taken = [name.removeprefix(KEEP) for name in sent if name.startswith(KEEP)]
    after = sent.copy()
    for name in taken:
        if sent[KEEP + name] == THEIRS:
            put_text(after, name, present.get(name, ""))
    return after


def rebased(sent: QueryDict, form: EditForm, news: list[Difference]) -> QueryDict:
    """What was sent, as if it had been typed into the page of the present version, with what only
    others have changed; without the rows of new variants that this very page has added before."""
    after = sent.copy()
    for each in news:
        put_text(after, each.name, each.theirs)
    for row in form.added:
        for sku in form.made_by(row):
            put_text(after, variant_field(sku, TICK), form.present[variant_field(sku, TICK)])
            for field in row:
                after.pop(field.html_name, None)
    after["version"] = str(form.row.version)
    after["seen"] = form.present_seen
    return after


def put_text(data: QueryDict, name: str, text: str) -> None:
    """Set a field, by the name of its text, as a browser would send it."""
    if name.startswith(SPEC):
        _put_spec(data, name.removeprefix(SPEC), text)
    elif name.endswith(TICK) and text != ON:
        data.pop(name, None)
    else:
        data[name] = text


def _put_spec(data: QueryDict, spec: str, text: str) -> None:
    count = rows_sent(data, "s")
    rows = range(count)
    place = next((n for n in rows if data.get(f"s-{n}-name", "").strip() == spec), None)
    if place is None:
        place = next((n for n in rows if not data.get(f"s-{n}-name", "").strip()), count)
    data[f"s-{place}-name"] = spec if text else ""
    data[f"s-{place}-value"] = text
