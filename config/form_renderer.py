"""Draws the plain fields of forms without a template: what Django's own templates write of them,
in a tenth of the time. Everything else is left to those. Label, hint and error around a field are
drawn here too."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets/"
INPUTS = ("text", "hidden", "input", "number", "email", "url", "password", "date")
Widget = Mapping[str, Any]


class PlainFields(DjangoTemplates):
    """The renderer that the settings name."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        draw = DRAWN.get(template_name)
        if draw is None:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308
        return mark_safe(draw(context["widget"]))  # noqa: S308 - each part is escaped


class FixedSelect(forms.Select):
    """A list of choices that is the same in every form: its forms share it, and its options are
    written once for each choice that is marked."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self._options: dict[str, str] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> "FixedSelect":
        return forms.Widget.__deepcopy__(self, memo)

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """What `forms.Select` draws, byte for byte."""
        marked = "" if value is None else str(value)
        options = self._options.get(marked)
        if options is None:
            whole = super().render(name, value, attrs, renderer)
            if any(marked == str(choice) for choice, _ in self.choices):
                self._options[marked] = whole[whole.index(">") + 1 :]
            return whole
        given = {"attrs": self.build_attrs(self.attrs, attrs)}
        start = f'<select name="{_escaped(name)}"{_attributes(given)}>'
        return mark_safe(start + options)  # noqa: S308 - each part is escaped


class FixedChoiceField(forms.ChoiceField):
    """A choice that is the same in every form, drawn by a FixedSelect."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "FixedChoiceField":
        return forms.Field.__deepcopy__(self, memo)


def labelled(bound: BoundField, *, wide: bool = False) -> SafeString:
    """A field with its label, its hint and its first error. The widget carries aria-invalid and
    aria-describedby by itself."""
    full = " full" if wide else ""
    mark = "" if bound.field.required else ' <span class="opt-mark">(optional)</span>'
    ident = _escaped(bound.auto_id)
    hint = error = ""
    if bound.help_text:
        hint = f'<p class="hint" id="{ident}_helptext">{_escaped(str(bound.help_text))}</p>'
    if bound.errors:
        error = f'<p class="err" id="{ident}_error">{_escaped(str(bound.errors[0]))}</p>'
    label = (
        f'<label for="{_escaped(bound.id_for_label)}">{_escaped(str(bound.label))}{mark}</label>'
    )
    whole = f'<div class="field{full}">\n  {label}\n  {bound}\n  {hint}\n  {error}\n</div>\n'
    return mark_safe(whole)  # noqa: S308 - each part is escaped


def _escaped(value: str) -> str:
    """What `conditional_escape` makes of it; plain text without its look for lazy arguments."""
    return escape(value) if type(value) is str else conditional_escape(value)


def _input(widget: Widget) -> str:
    value, name = widget["value"], _escaped(widget["name"])
    given = "" if value is None else f' value="{_escaped(value)}"'
    return f'<input type="{widget["type"]}" name="{name}"{given}{_attributes(widget)}>'


def _select(widget: Widget) -> str:
    name = _escaped(widget["name"])
    groups = "".join(_group(label, choices) for label, choices, _ in widget["optgroups"])
    return f'<select name="{name}"{_attributes(widget)}>{groups}\n</select>'


def _group(label: str | None, choices: list[Widget]) -> str:
    options = "".join(f"\n  {_option(each)}\n" for each in choices)
    if not label:
        return options
    return f'\n  <optgroup label="{_escaped(label)}">{options}\n  </optgroup>'


def _option(choice: Widget) -> str:
    value, label = _escaped(choice["value"]), _escaped(choice["label"])
    return f'<option value="{value}"{_attributes(choice)}>{label}</option>'


def _attributes(widget: Widget) -> str:
    parts = []
    for name, value in widget["attrs"].items():
        if value is True:
            parts.append(f" {name}")
        elif value is not False:
            parts.append(f' {name}="{_escaped(value)}"')
    return "".join(parts)


DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{WIDGETS}{kind}.html": _input for kind in INPUTS},
    f"{WIDGETS}select.html": _select,
}
