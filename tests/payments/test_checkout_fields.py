"""The checkout's fields as a guest's browser gets them: few, named, each with its keyboard."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from payments.checkout_form import CheckoutForm
from tests.factories import a_product
from tests.payments.test_checkout import FIELDS, fill

MOST_SEEN = 8
TOKENS = {
    "pincode": "shipping postal-code",
    "city": "shipping address-level2",
    "state": "shipping address-level1",
    "phone": "shipping tel",
    "email": "shipping email",
    "name": "shipping name",
    "line1": "shipping address-line1",
    "line2": "shipping address-line2",
}
KEYBOARDS = {  # field → type and inputmode
    "pincode": ("text", "numeric"),
    "phone": ("tel", "tel"),
    "email": ("email", ""),
    "gstin": ("text", ""),
}
AS_TYPED = ["email", "pincode", "line1", "line2"]


class Fields(HTMLParser):
    """What can be filled in: its attributes by name, labels by id, and what is folded away."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: dict[str, dict[str, str]] = {}
        self.folded: dict[str, dict[str, str]] = {}
        self.labels: dict[str, str] = {}
        self._folds, self._label = 0, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: text or "" for name, text in attrs}
        self._folds += tag == "details"
        if tag == "label":
            self._label = got.get("for", "")
        is_choice = got.get("type") in {"hidden", "radio", "checkbox"}
        if tag in {"input", "select", "textarea"} and not is_choice:
            (self.folded if self._folds else self.seen)[got["name"]] = got

    def handle_endtag(self, tag: str) -> None:
        self._folds -= tag == "details"
        if tag == "label":
            self._label = ""

    def handle_data(self, text: str) -> None:
        if self._label:
            self.labels[self._label] = self.labels.get(self._label, "") + text


@pytest.fixture
def fields(client: Client) -> Fields:
    fill(client, a_product().product_id)
    return Fields(client.get("/checkout").content.decode())


def test_a_guest_sees_at_most_eight_fields_and_the_pincode_first(fields: Fields) -> None:
    assert list(fields.seen) == [*TOKENS]
    assert len(fields.seen) <= MOST_SEEN
    assert list(fields.folded) == ["gstin", "company"]


def test_each_field_says_what_a_browser_may_fill_in(fields: Fields) -> None:
    assert {name: got["autocomplete"] for name, got in fields.seen.items()} == TOKENS
    assert fields.folded["gstin"]["autocomplete"] == "off"


def test_each_field_brings_its_keyboard_and_leaves_as_typed_what_must_be(fields: Fields) -> None:
    every = fields.seen | fields.folded
    assert {n: (every[n]["type"], every[n].get("inputmode", "")) for n in KEYBOARDS} == KEYBOARDS
    for name in AS_TYPED:
        assert (every[name]["autocorrect"], every[name]["autocapitalize"]) == ("off", "off"), name
    assert not [name for name in every if "maxlength" in every[name]]


def test_each_field_has_a_label_that_marks_what_may_be_left_out(fields: Fields) -> None:
    every = fields.seen | fields.folded
    assert [n for n, got in every.items() if not fields.labels.get(got["id"], "").strip()] == []
    optional = [name for name, got in every.items() if "(optional)" in fields.labels[got["id"]]]
    assert optional == ["line2", "gstin", "company"]
    assert [name for name, got in every.items() if "required" not in got] == optional


def test_the_telephone_number_is_asked_for_with_its_reason(client: Client) -> None:
    fill(client, a_product().product_id)
    page = client.get("/checkout").content.decode()
    field = re.search(r'<input[^>]*name="phone"[^>]*>\s*<p class="hint" id="([^"]+)">(.*?)<', page)
    assert field
    assert field[2] == "The courier calls this number."
    assert f'aria-describedby="{field[1]}"' in field[0]


def test_every_refusal_says_what_to_write_by_an_example() -> None:
    wrong = {"phone": "12", "email": "x", "name": "1", "pincode": "1", "city": "1", "line1": "x"}
    for given in (dict.fromkeys(FIELDS, ""), FIELDS | wrong | {"gstin": "1", "company": "x"}):
        form = CheckoutForm(given)
        assert not form.is_valid()
        told = {name: str(errors[0]) for name, errors in form.errors.items() if name != "state"}
        assert [text for text in told.values() if not re.search("for example|like", text)] == []
        assert told.keys() >= wrong.keys()


def test_the_browser_says_what_the_server_would() -> None:
    wrong = {"phone": "12", "email": "x", "name": "1", "pincode": "1", "city": "1", "line1": "x"}
    refused = CheckoutForm(FIELDS | wrong | {"gstin": "1", "company": "x"})
    missing = CheckoutForm(dict.fromkeys(FIELDS, ""))
    for name in (*wrong, "gstin"):
        assert refused.fields[name].widget.attrs["data-wrong"] == refused.errors[name][0]
    for name, errors in missing.errors.items():
        assert missing.fields[name].widget.attrs["data-missing"] == errors[0]
