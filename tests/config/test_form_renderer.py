"""The fields that are drawn without a template stand as Django's own templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from config.form_renderer import DRAWN, PlainFields
from payments.checkout_form import CheckoutForm

NASTY = "\"'><script>&amp; ₹"
GROUPS = [("", "Choose"), (NASTY, NASTY), ("North", [("a", "Ä"), (NASTY, "b")]), (3, 4)]
WIDGETS = [
    *(kind({"class": NASTY, "required": True, "disabled": False, "data-n": 0}) for kind in (
        *(forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.EmailInput),
        *(forms.URLInput, forms.PasswordInput, forms.DateInput),
    )),
    forms.PasswordInput(render_value=True),
    forms.Select(choices=GROUPS),
    forms.Select({"class": NASTY, "multiple": True}, choices=GROUPS),
]  # fmt: skip


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", NASTY, 3, "a"])
def test_a_field_is_drawn_as_django_draws_it(widget: forms.Widget, value: object) -> None:
    context = widget.get_context(NASTY, value, {"id": "id_x"})
    assert context["widget"]["template_name"] in DRAWN
    drawn = [
        kind().render(str(widget.template_name), context, None)
        for kind in (PlainFields, DjangoTemplates)
    ]
    assert drawn[0] == drawn[1]
    assert "<script>" not in drawn[0]


def test_a_whole_form_is_drawn_by_it_as_by_django() -> None:
    ours = CheckoutForm({"city": NASTY, "state": "Goa", "pincode": "1"})
    theirs = CheckoutForm({"city": NASTY, "state": "Goa", "pincode": "1"})
    assert isinstance(ours.renderer, PlainFields)
    theirs.renderer = DjangoTemplates()
    for name in ours.fields:
        assert str(ours[name]) == str(theirs[name])
