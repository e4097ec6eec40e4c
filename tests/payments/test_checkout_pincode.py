"""The checkout's pincode: first, fills city and state, and says at once where nobody goes."""

import re
from typing import Any

import pytest
from django.test import Client

from payments.checkout_form import CheckoutForm
from payments.sandbox.process import RunningSandbox
from shipping.place_form import filled
from tests.factories import a_product
from tests.payments.couriers import PUNE, nobody_goes_to, they_go_to
from tests.payments.test_checkout import fill, hidden, orders, the_form


@pytest.fixture
def shopper(client: Client) -> Client:
    """Somebody with one thing in the cart."""
    fill(client, a_product().product_id)
    return client


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def test_the_pincode_is_the_first_field_that_is_seen(shopper: Client) -> None:
    page = shopper.get("/checkout").content.decode()
    seen = re.findall(r'<(?:input|select)(?![^>]*type="hidden")[^>]*name="(\w+)"', page)
    assert seen[:3] == ["pincode", "city", "state"]


def test_the_pincode_of_the_browser_is_there_with_its_place_and_days(shopper: Client) -> None:
    they_go_to("560034")
    shopper.cookies["pincode"] = "560034"
    page = shopper.get("/checkout").content.decode()
    assert (value_of(page, "pincode"), value_of(page, "city")) == ("560034", "Bengaluru")
    assert '<option value="Karnataka" selected>' in page
    assert "Arrives " in page


def test_where_nobody_goes_is_said_at_once_and_refused(shopper: Client) -> None:
    nobody_goes_to("560034")
    page = shopper.get("/checkout?pincode=560034").content.decode()
    assert "We do not deliver to 560034 yet." in page
    form = the_form(shopper, pincode="560034", city="Bengaluru", state="Karnataka")
    reply = shopper.post("/checkout", form)
    assert (reply.status_code, orders()) == (422, [])
    error = re.search(r'id="id_pincode_error">([^<]*)<', reply.content.decode())
    assert error
    assert "We do not deliver to 560034 yet." in error[1]


def test_while_the_courier_is_silent_the_order_is_taken_on_an_estimate(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    page = shopper.get(f"/checkout?pincode={PUNE}").content.decode()
    assert "This is an estimate" in page
    assert shopper.post("/checkout", the_form(shopper)).status_code == 302
    (order,) = orders()
    assert (order.promise or {})["source"] == "estimate"


def test_a_pincode_that_there_is_not_is_told(shopper: Client) -> None:
    reply = shopper.post("/checkout", the_form(shopper, pincode="890000"))
    assert reply.status_code == 422
    assert "There is no pincode 890000." in reply.content.decode()


def test_city_and_state_may_be_left_to_the_pincode(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    form = the_form(shopper, pincode="560034", city="", state="")
    assert shopper.post("/checkout", form).status_code == 302
    (order,) = orders()
    address = order.shipping_address or {}
    assert (address["city"], address["state"]) == ("Bengaluru", "Karnataka")


def test_a_town_that_was_typed_stays(shopper: Client, razorpay: RunningSandbox) -> None:
    form = the_form(shopper, pincode="560034", city="Koramangala", state="")
    shopper.post("/checkout", form)
    (order,) = orders()
    assert (order.shipping_address or {})["city"] == "Koramangala"


FILLING = [
    # what stands there, by which pincode it was filled, what is there afterwards
    ({}, "", ("Bengaluru", "Karnataka")),
    ({"city": "Hosur Road"}, "", ("Hosur Road", "Karnataka")),
    ({"city": "Pune", "state": "Maharashtra"}, "411038", ("Bengaluru", "Karnataka")),
    ({"city": "Pune", "state": "Maharashtra"}, "", ("Pune", "Maharashtra")),
    ({"city": "Pimpri", "state": "Maharashtra"}, "411038", ("Pimpri", "Karnataka")),
]


@pytest.mark.parametrize(("there", "by", "then"), FILLING, ids=str)
def test_only_what_was_filled_before_is_filled_again(
    there: dict[str, str], by: str, then: tuple[str, str]
) -> None:
    got = filled({"pincode": "560034", "filled": by} | there)
    assert (got["city"], got["state"]) == then


def test_a_state_that_the_pincode_is_not_in_is_told_by_both_names(shopper: Client) -> None:
    reply = shopper.post("/checkout", the_form(shopper, pincode="560034", state="Kerala"))
    error = re.search(r'id="id_state_error">([^<]*)<', reply.content.decode())
    assert (reply.status_code, orders()) == (422, [])
    assert error
    assert "Karnataka" in error[1]
    assert "Kerala" in error[1]


def test_who_insists_on_the_state_knows_better_than_our_table(
    shopper: Client, razorpay: RunningSandbox
) -> None:
    form = the_form(shopper, pincode="560034", state="Kerala")
    page = shopper.post("/checkout", form).content.decode()
    form["sure"] = hidden(page, "sure")
    assert shopper.post("/checkout", form | {"state": "Goa"}).status_code == 422
    assert shopper.post("/checkout", form).status_code == 302


def test_checking_the_pincode_without_scripts_keeps_all_that_was_typed(shopper: Client) -> None:
    they_go_to("560034")
    form = the_form(shopper, pincode="560034", city="", state="", email="half@", act="pincode")
    reply = shopper.post("/checkout", form)
    page = reply.content.decode()
    assert (reply.status_code, orders()) == (200, [])
    assert (value_of(page, "city"), value_of(page, "email")) == ("Bengaluru", "half@")
    assert hidden(page, "attempt") == form["attempt"]
    assert "Something is missing" not in page
    assert 'value="cod" disabled' not in page


def test_the_form_says_by_name_what_the_pincode_could_not_fill() -> None:
    form = CheckoutForm({"pincode": "41103", "city": "", "state": ""})
    assert {"pincode", "city", "state"} <= set(form.errors)


@pytest.mark.parametrize("pincode", ["", "0", "<b>", "5" * 300, "५६००३४"])
def test_odd_pincodes_in_the_address_do_no_harm(shopper: Client, pincode: str) -> None:
    reply: Any = shopper.get("/checkout", {"pincode": pincode})
    assert reply.status_code == 200
    assert "Say first where it goes" in reply.content.decode()


def test_cash_that_was_ticked_is_said_to_be_unticked_where_it_cannot_be_had(
    shopper: Client,
) -> None:
    they_go_to(PUNE, cod=False)
    they_go_to("560034")
    page = shopper.get(f"/checkout?pincode={PUNE}&way=cod").content.decode()
    assert "No cash on delivery there. “Pay now” is ticked instead." in page
    assert 'value="now" checked' in page
    back = shopper.get("/checkout?pincode=560034&way=cod").content.decode()
    assert 'value="cod" checked' in back
    assert "is ticked instead" not in back
    assert "is ticked instead" not in shopper.get(f"/checkout?pincode={PUNE}").content.decode()


def test_an_estimate_is_marked_for_the_script_that_asks_again(shopper: Client) -> None:
    assert "data-estimate" in shopper.get(f"/checkout?pincode={PUNE}").content.decode()
    they_go_to(PUNE)
    assert "data-estimate" not in shopper.get(f"/checkout?pincode={PUNE}").content.decode()


def test_why_there_is_no_cash_is_tied_to_the_ways(shopper: Client) -> None:
    they_go_to(PUNE, cod=False)
    form = the_form(shopper, way="cod")
    page = shopper.post("/checkout", form).content.decode()
    tied = 'aria-describedby="id_way_error"'
    assert f'id="id_way" tabindex="-1" aria-invalid="true" {tied}' in page
    assert page.count(tied) == 3
    assert 'id="id_way_error"' in page
    assert tied not in shopper.get("/checkout").content.decode()
