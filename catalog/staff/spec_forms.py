"""The specifications on a product's page: a row each, up to so many. Those beyond are not shown,
and stay as they are."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.rules import MOST_SPECS
from catalog.staff.forms import line
from catalog.staff.sheet_forms import NEW_ROWS, rows_sent

UNSHOWN = "#unshown"  # among the texts that a page is based on: the specs that it has no row for
TOO_MANY = f"A product may have {MOST_SPECS} specifications. Take one away first."


class SpecForm(forms.Form):
    """A row of the specifications; nothing in it means none."""

    name = line("Specification", "specName")
    value = line("Value", "spec")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("name")) != bool(given.get("value")) and not self.errors:
            empty = "value" if given.get("name") else "name"
            self.add_error(empty, "Fill in both, or neither.")
        return given


class Specs:
    """The rows of a page, drawn from `present` or as they were `sent`; `before` is what the page
    that was sent was based on."""

    def __init__(
        self,
        present: Mapping[str, str],
        sent: QueryDict | None,
        before: Mapping[str, str] | None,
    ) -> None:
        self.present = present
        if sent is None:
            shown = list(present.items())[:MOST_SPECS]
            rows = [{"name": name, "value": value} for name, value in shown]
            drawn = [*rows, *({} for _ in range(NEW_ROWS))]
            self.forms = [SpecForm(prefix=f"s-{n}", initial=row) for n, row in enumerate(drawn)]
            self.unshown = list(present)[MOST_SPECS:]
            self.are_sent = True
            return
        count = rows_sent(sent, "s")
        self.forms = [SpecForm(sent, prefix=f"s-{n}") for n in range(count)]
        self.unshown = _without_row(present, sent, count, before)
        self.are_sent = count > 0

    @property
    def mark(self) -> dict[str, str]:
        """What a page that is drawn now keeps in mind of those that it does not show."""
        return {UNSHOWN: json.dumps(self.unshown)} if self.unshown else {}

    @property
    def wanted(self) -> dict[str, str] | None:
        """All specs as they are to be, where the rows are valid; None where no row was sent."""
        if not self.are_sent:
            return None
        typed = {row.cleaned_data["name"]: row.cleaned_data["value"] for row in self.forms}
        typed.pop("", None)
        return {name: self.present[name] for name in self.unshown} | typed

    def check(self) -> None:
        """Refuse two of one name, and more than a product may have."""
        taken, count = {name.casefold() for name in self.unshown}, len(self.unshown)
        for form in self.forms:
            name = form.cleaned_data["name"].casefold()
            if name and name in taken:
                form.add_error("name", "There is one of this name already.")
            taken.add(name)
            count += bool(name)
            if name and count > max(MOST_SPECS, len(self.present)):
                form.add_error("name", TOO_MANY)


def _without_row(
    present: Mapping[str, str], sent: QueryDict, count: int, before: Mapping[str, str] | None
) -> list[str]:
    """Those that the page had no row for. Where nobody knows what it had, nothing is taken away."""
    if before is None:
        named = {sent.get(f"s-{n}-name", "").strip() for n in range(count)}
        return [name for name in present if name not in named]
    try:
        told = json.loads(before.get(UNSHOWN, "[]"))
    except (ValueError, RecursionError):
        told = []
    known = set(map(str, told)) if isinstance(told, list) else set()
    return [name for name in present if name in known]
