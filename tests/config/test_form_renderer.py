"""The fields that are drawn without a template stand as Django's own templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.safestring import mark_safe

from config.form_renderer import DRAWN, FixedChoiceField, FixedSelect, PlainFields
from customers.address_fields import AddressForm
from customers.forms import CodeForm
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


AROUND = """<div class="field{% if wide %} full{% endif %}">
  <label for="{{ field.id_for_label }}">{{ field.label }}{% if not field.field.required %} \
<span class="opt-mark">(optional)</span>{% endif %}</label>
  {{ field }}
  {% if field.help_text %}<p class="hint" id="{{ field.auto_id }}_helptext">{{ field.help_text }}\
</p>{% endif %}
  {% if field.errors %}<p class="err" id="{{ field.auto_id }}_error">{{ field.errors.0 }}</p>\
{% endif %}
</div>
"""


class Odd(forms.Form):
    text = forms.CharField(label=NASTY, help_text=NASTY)
    marked = forms.CharField(label=mark_safe("<b>B</b>"), required=False)
    ways = forms.ChoiceField(choices=[(NASTY, NASTY)], widget=forms.RadioSelect)


@pytest.mark.parametrize("data", [None, {}, {"state": NASTY, "ways": NASTY, "email": NASTY}])
@pytest.mark.parametrize("kind", [Odd, CheckoutForm, CodeForm, AddressForm])
@pytest.mark.parametrize("wide", [False, True])
def test_what_stands_around_a_field_is_drawn_as_a_template_would(
    kind: type[forms.Form], data: dict[str, str] | None, wide: bool
) -> None:
    form = kind(data)
    if data is not None:
        form.add_error(next(iter(form.fields)), NASTY)
    tag, template = Template("{% field field wide=wide %}"), Template(AROUND)
    for field in form:
        shown = Context({"field": field, "wide": wide})
        assert tag.render(shown) == template.render(shown)
        assert "<script>" not in tag.render(shown)


class Places(forms.Form):
    place = FixedChoiceField(
        choices=[("", NASTY), ("1", "One"), (NASTY, "Two")], widget=FixedSelect({"class": NASTY})
    )


class Same(forms.Form):
    place = forms.ChoiceField(
        choices=[("", NASTY), ("1", "One"), (NASTY, "Two")], widget=forms.Select({"class": NASTY})
    )


@pytest.mark.parametrize("value", [None, "", "1", 1, NASTY, "nowhere", "2", "0"])
def test_a_fixed_select_is_djangos_whatever_was_drawn_before(value: object) -> None:
    for given in ({"place": "1"}, {"place": NASTY}, {"place": value}):
        for kind in ({"initial": given}, {"data": given}):
            for _ in range(2):
                ours, theirs = Places(**kind), Same(**kind)  # type: ignore[arg-type]
                assert str(ours["place"]) == str(theirs["place"])
                assert ours.is_valid() == theirs.is_valid()


def test_a_form_changes_only_its_own_fixed_select() -> None:
    Places()
    mine, others = Places(), Places()
    mine.fields["place"].widget.attrs["id"] = "mine"
    mine.fields["place"].required = False
    mine.fields["place"].error_messages["required"] = "Mine."
    assert "mine" not in str(others["place"])
    assert others.fields["place"].error_messages["required"] != "Mine."
    assert others.fields["place"].required
    assert len(mine.fields["place"].widget._options) <= 3
