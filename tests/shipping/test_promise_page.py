"""The promise by pincode on the product page, in the cart, and for whoever asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from customers.models import Throttle
from shipping import asking
from shipping.pincode_cookie import NAME
from shipping.services import promising
from tests.calls import counted
from tests.factories import a_product
from tests.samples import sample
from tests.shipping.office import Office, down
from tests.shipping.test_promising import TWO, offers

MORNING = "2026-11-23T04:00:00Z"  # Monday, half past nine in Pune
SCRIPT = {"X-Requested-With": "fetch"}
JSON = {"Accept": "application/json"}
NOBODY = sample("shiprocket", "courier.serviceability.http200_body404")
# Four days from Tuesday, and two more: Saturday to Monday.
DAYS = "Saturday 28 to Monday 30 November"


@pytest.fixture(autouse=True)
def couriers(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A Monday morning on which two couriers go everywhere."""
    monkeypatch.setattr(promising, "LONGEST_SECONDS", 20)
    office.always["offers"] = TWO
    with travel(MORNING):
        promising.forget()
        yield office
        promising.forget()


@pytest.fixture
def sheet() -> str:
    """The sku of a sheet for ₹500."""
    return str(a_product(product_id="sheet", weight_grams=80).product_id)


def ask(client: Client, sku: str | None, pincode: str, **headers: str) -> Any:
    given = {"pincode": pincode} | ({"sku": sku} if sku else {})
    return client.get("/shipping/promise", given, headers=headers or None)


def page(client: Client, **query: str) -> str:
    return " ".join(client.get("/equipment/sheet", query).content.decode().split())


def test_before_there_is_a_pincode_the_page_says_when_it_leaves_us(
    client: Client, sheet: str, couriers: Office
) -> None:
    body = page(client)
    assert "Leaves us on Tuesday 24 November" in body
    assert "Delivery ₹79, free from ₹1,999." in body
    assert couriers.calls == []


def test_a_form_without_scripts_leads_back_to_the_page_with_the_answer(
    client: Client, sheet: str
) -> None:
    reply = ask(client, sheet, "560 041")
    assert reply.status_code == 302
    assert reply["Location"] == "/equipment/sheet?sku=sheet&pincode=560041#pincode"
    body = " ".join(client.get(reply["Location"]).content.decode().split())
    assert f"<b>{DAYS}</b>, delivery ₹79. Cash on delivery for ₹49." in body
    assert "At your door by Monday 30 November" in body
    assert "Bengaluru, Karnataka" in body


def test_the_pincode_is_remembered_for_a_year_and_nothing_else(client: Client, sheet: str) -> None:
    cookie = ask(client, sheet, "560041").cookies[NAME]
    assert cookie.value == "560041"
    assert (cookie["max-age"], cookie["samesite"]) == (31536000, "Lax")
    assert cookie["httponly"] == ""  # scripts read it, on pages that are the same for everybody
    client.post("/cart/add", {"sku": sheet})
    assert 'value="560041"' in client.get("/cart").content.decode()
    assert "560041" not in page(client)
    assert f'data-kept="{NAME}"' in page(client)


def test_the_address_wins_over_what_is_remembered(client: Client, sheet: str) -> None:
    ask(client, sheet, "560041")
    client.post("/cart/add", {"sku": sheet})
    assert "Pune, Maharashtra" in client.get("/cart?pincode=411038").content.decode()
    assert "Bengaluru, Karnataka" in client.get("/cart").content.decode()


def test_product_page_with_promise_no_call_to_shiprocket_when_warm(
    client: Client, sheet: str, couriers: Office
) -> None:
    ask(client, sheet, "560041")
    couriers.calls.clear()
    with counted() as asked:
        assert DAYS in page(client, pincode="560041")
    assert (asked, couriers.calls) == ({}, [])
    promising.forget()  # another process, in which only the shelf is warm
    with counted() as asked:
        assert DAYS in page(client, pincode="560041")
    assert (asked, couriers.calls) == ({"GetItem": 1}, [])


def test_a_script_gets_the_parts_of_the_page_only(client: Client, sheet: str) -> None:
    reply = ask(client, sheet, "560041", **SCRIPT)
    body = reply.content.decode()
    assert reply.status_code == 200
    assert "<html" not in body
    assert [f'data-promised="{part}"' in body for part in ("form", "line", "answer")] == [True] * 3
    assert DAYS in body
    assert "no-cache" in reply["Cache-Control"]
    assert {"Accept", "X-Requested-With"} <= set(reply["Vary"].replace(" ", "").split(","))


def test_a_program_gets_the_same_as_json(client: Client, sheet: str) -> None:
    assert ask(client, sheet, "560041", **JSON).json() == {
        "pincode": "560041",
        "city": "Bengaluru",
        "state": "Karnataka",
        "isServed": True,
        "isEstimate": False,
        "from": "2026-11-28",
        "to": "2026-11-30",
        "deliveryPaise": 7900,
        "allowsCashOnDelivery": True,
        "isCashEstimate": False,
        "cashFrom": "2026-11-28",
        "cashTo": "2026-11-30",
        "text": f"{DAYS}, delivery ₹79. Cash on delivery for ₹49.",
    }


@pytest.mark.parametrize(
    ("pincode", "words"),
    [
        ("", "Write the six digits"),
        ("41103", "A PIN code has six digits"),
        ("011038", "does not begin with 0"),
        ("<script>", "A PIN code has six digits"),
        ("4" * 400, "A PIN code has six digits"),
        ("999", "A PIN code has six digits"),
        ("660001", "There is no pincode 660001."),
    ],
)
def test_what_is_no_pincode_is_refused_in_words_and_not_remembered(
    client: Client, sheet: str, couriers: Office, pincode: str, words: str
) -> None:
    for headers in ({}, SCRIPT, JSON):
        reply = ask(client, sheet, pincode, **headers)
        assert reply.status_code == 422
        assert words in reply.content.decode()
        assert NAME not in reply.cookies
    assert couriers.calls == []


def test_a_refused_form_keeps_the_goods_and_shows_the_way_back(client: Client, sheet: str) -> None:
    body = ask(client, sheet, "41103").content.decode()
    assert '<input type="hidden" name="sku" value="sheet">' in body
    assert 'href="/equipment/sheet?sku=sheet#pincode"' in body


def test_a_page_whose_address_holds_no_pincode_says_so(client: Client, sheet: str) -> None:
    body = page(client, pincode="41103")
    assert 'aria-invalid="true"' in body
    assert "A PIN code has six digits" in body
    assert client.get("/equipment/sheet?pincode=41103").status_code == 200


def test_the_bare_address_asks_for_a_pincode(client: Client) -> None:
    reply = client.get("/shipping/promise")
    assert (reply.status_code, b"Deliver to pincode" in reply.content) == (200, True)


def test_where_nobody_goes_the_page_says_so_at_once(
    client: Client, sheet: str, couriers: Office
) -> None:
    couriers.always["offers"] = NOBODY
    told = ask(client, sheet, "794001", **JSON).json()
    assert (told["isServed"], told["text"]) == (False, "We do not deliver to 794001 yet.")
    assert told["allowsCashOnDelivery"] is False
    assert page(client, pincode="794001").count("We do not deliver to 794001 yet.") == 2


def test_army_post_offices_are_known_to_be_no_slip_of_the_finger(
    client: Client, sheet: str, couriers: Office
) -> None:
    told = ask(client, sheet, "931001", **JSON).json()
    assert told["text"] == "Couriers do not go to army post offices such as 931001."
    assert couriers.calls == []


def test_an_estimate_is_said_as_one(client: Client, sheet: str, couriers: Office) -> None:
    couriers.before["offers"] = down
    text = ask(client, sheet, "560041", **JSON).json()["text"]
    assert text == (
        "Friday 27 November to Wednesday 2 December, delivery ₹79. Whether you can pay at the"
        " door is not known just now. This is an estimate: no courier names a day just now."
    )
    said = page(client, pincode="560041")
    assert "This is an estimate" in said
    assert "At your door by Wednesday 2 December, an estimate" in said


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"price": 25_000_00}, "Cash on delivery is for orders up to ₹10,000."),
        ({"category": "tables"}, "Tables and pre-owned rackets are paid for before"),
        ({"price": 2_000_00}, "free. Cash on delivery for ₹49."),
    ],
)
def test_goods_and_amount_decide_whether_cash_is_collected(
    client: Client, given: dict[str, Any], words: str
) -> None:
    product = a_product(product_id="sheet", **given)
    assert words in ask(client, product.product_id, "560041", **JSON).json()["text"]


def test_where_no_courier_collects_cash_that_is_said(
    client: Client, sheet: str, couriers: Office
) -> None:
    couriers.always["offers"] = offers((10, "Delhivery Air", "2", 0))
    told = ask(client, sheet, "560041", **JSON).json()
    assert "No cash on delivery there." in told["text"]
    assert (told["cashFrom"], told["cashTo"]) == (None, None)


@pytest.mark.parametrize("others", ["4", "6"])  # another last day without cash, and the same
def test_days_for_cash_that_no_courier_names_are_said_to_be_an_estimate(
    client: Client, sheet: str, couriers: Office, others: str
) -> None:
    couriers.always["offers"] = offers((10, "Air", others, 0), (51, "Surface", "", 1))
    told = ask(client, sheet, "560041", **JSON).json()
    assert (told["isEstimate"], told["isCashEstimate"]) == (False, True)
    words = "then it arrives by Wednesday 2 December, an estimate."
    assert words in told["text"]
    assert words in page(client, pincode="560041")


def test_where_cash_takes_another_courier_its_day_is_said(
    client: Client, sheet: str, couriers: Office
) -> None:
    couriers.always["offers"] = offers((10, "Air", "4", 0), (51, "Surface", "7", 1))
    told = ask(client, sheet, "560041", **JSON).json()
    cash = "Cash on delivery for ₹49, then it arrives by Thursday 3 December."
    assert told["text"] == f"{DAYS}, delivery ₹79. {cash}"
    assert (told["to"], told["cashFrom"], told["cashTo"]) == (
        "2026-11-30",
        "2026-12-01",
        "2026-12-03",
    )
    assert cash in page(client, pincode="560041")


def test_goods_that_are_not_sold_for_cash_have_no_day_for_it(
    client: Client, couriers: Office
) -> None:
    couriers.always["offers"] = offers((10, "Air", "4", 0), (51, "Surface", "7", 1))
    table = a_product(product_id="table", category="tables")
    told = ask(client, table.product_id, "560041", **JSON).json()
    assert "then it arrives" not in told["text"]
    assert told["cashTo"] is None


def test_the_cart_is_promised_as_one_parcel(client: Client, sheet: str) -> None:
    client.post("/cart/add", {"sku": sheet, "quantity": "5"})
    reply = ask(client, None, "560041")
    assert reply["Location"] == "/cart?pincode=560041#pincode"
    body = " ".join(client.get("/cart").content.decode().split())
    assert "All together at your door by Monday 30 November." in body
    assert "Cash on delivery for ₹49." in body
    assert ask(client, None, "560041", **JSON).json()["deliveryPaise"] == 0
    assert 'data-promised="cart"' in ask(client, None, "560041", **SCRIPT).content.decode()


def test_goods_that_are_gone_are_answered_for_the_cart(client: Client, sheet: str) -> None:
    for sku in ("no-such", "x" * 500, "#unmatched"):
        assert ask(client, sku, "560041")["Location"] == "/cart?pincode=560041#pincode"


def test_a_combination_that_is_not_made_has_no_promise(client: Client) -> None:
    red, black = {"Colour": "Red", "Size": "S"}, {"Colour": "Black", "Size": "M"}
    a_product(product_id="sheet", variants={"R-S": {"options": red}, "B-M": {"options": black}})
    body = page(client, **{"choose-Colour": "Red", "choose-Size": "M"})
    assert "is not made" in body
    assert "data-promise " not in body


def test_one_network_asks_for_so_many_new_pincodes_and_no_more(
    client: Client, sheet: str, couriers: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 2)
    for pincode in ("560041", "110001", "560041", "110001"):
        assert ask(client, sheet, pincode, **JSON).status_code == 200
    reply = ask(client, sheet, "700091", **JSON)
    assert reply.status_code == 429
    assert int(reply["Retry-After"]) > 0
    assert couriers.calls.count("offers") == 2
    # A page shows an estimate then, and what is known is still told.
    assert "This is an estimate" in page(client, pincode="700091")
    assert ask(client, sheet, "560041", **JSON).status_code == 200
    assert ask(Client(REMOTE_ADDR="203.0.113.9"), sheet, "700091", **JSON).status_code == 200


def test_a_warm_answer_is_not_counted(client: Client, sheet: str) -> None:
    ask(client, sheet, "560041")
    before = Throttle.count()
    with counted() as asked:
        ask(client, sheet, "560041")
    assert (asked, Throttle.count()) == ({}, before)


def test_a_cookie_that_is_no_pincode_is_none(client: Client, sheet: str) -> None:
    client.cookies[NAME] = "<b>hello</b>"
    client.post("/cart/add", {"sku": sheet})
    shown = client.get("/cart").content.decode()
    assert "Deliver to pincode" in shown
    assert "hello" not in shown


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_promise_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/shipping/promise").status_code == 405
