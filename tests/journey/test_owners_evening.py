"""An owner's evening: in by the code app, through the day's figures, money given back once the
password was shown again, the books compared, somebody invited who joins, and all of it logged."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from customers.models import Customer
from orders.models import Order
from payments.queries import payment
from tests.invariants import assert_invariants
from tests.journey import working
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.goods import RECEIVED
from tests.journey.house import NAMES, PASSWORD, STAFF, House, eventually
from tests.journey.test_refund import a_paid_order

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
NEW, THEIR_PASSWORD = "sunil@thirdball.example", "seven nets and a kettle"


def test_an_owners_evening(house: House, browser: Browser) -> None:
    order = a_paid_order(house)
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        working.sign_in(page)
        read_the_figures(page)
        refund(page, order)
        compare_the_books(page)
        invite(page)
        assert witness.seen == []
    with a_visit(browser, house.url, size=PHONE) as (context, witness):
        join(house, context.new_page())
        assert witness.seen == []
    with a_visit(browser, house.url, size=DESK) as (context, witness):
        page = context.new_page()
        working.sign_in(page)
        read_the_log(page, order)
        assert witness.seen == []
    assert_invariants(received=RECEIVED, ledger=house.sandbox.ledger())


def read_the_figures(page: Page) -> None:
    """From today's sales to the charts, each with its table behind it."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_text(re.compile(r"figures as of \d\d:\d\d"))).to_be_visible()
    page.goto("/staff/figures/?days=90")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sales, 90 days")
    assert page.get_by_role("img").count() == page.locator("main details table").count() > 0


def refund(page: Page, order: Order) -> None:
    """An hour after the sign-in the press asks who it is; the password does the same act."""
    an_hour_passes()
    page.goto(f"/staff/orders/{order.order_id}/")
    page.get_by_text("Refund, full or in part").click()
    form = page.locator("form[data-refund]")
    form.get_by_label("Pieces of").fill("1")
    form.get_by_label("Reason, the customer reads it").select_option("It arrived damaged.")
    page.get_by_role("button", name=re.compile("^Refund ₹")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password, once more")
    assert refunds_of(order) == []
    page.get_by_label(f"Password of {NAMES['owner']}").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("is on its way back. The customer gets a mail.")).to_be_visible()
    assert refunds_of(order) == [order.lines[0].price]


def an_hour_passes() -> None:
    """No sign-in of the owner has shown the password lately."""
    owner = Customer.get(STAFF["owner"], STAFF["owner"])
    for key in owner.sessions or {}:
        owner.update(actions=[Customer.sessions[key]["sureAt"].remove()])


def refunds_of(order: Order) -> list[int]:
    kept = payment(order.razorpay_payment_id or "")
    assert kept is not None
    return [refund.amount for refund in (kept.refunds or {}).values()]


def compare_the_books(page: Page) -> None:
    """Press, and come back when the worker has read Razorpay's books."""
    page.goto("/staff/payments/reconcile/")
    page.get_by_role("button", name=re.compile("^Run ")).click()
    result = page.get_by_text(re.compile(f"^run .* by {NAMES['owner']}"))

    def is_there() -> bool:
        page.goto("/staff/payments/reconcile/")
        return result.count() > 0

    assert eventually(is_there, longest=60)


def invite(page: Page) -> None:
    """By the form of the team's page."""
    page.goto("/staff/team/")
    page.get_by_label("E-mail", exact=True).fill(NEW)
    page.get_by_label("Role", exact=True).select_option("packer")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"The link is on its way to {NEW}.")).to_be_visible()


def join(house: House, page: Page) -> None:
    """On their own telephone, by the mailed link; then they are at work."""
    eventually(lambda: house.sandbox.mails(to=NEW))
    found = re.search(r"http\S+", house.sandbox.mails(to=NEW)[-1]["text"])
    assert found, "the mail has the link"
    page.goto(found[0])
    page.get_by_label("Your name, as colleagues read it").fill("Sunil Pawar")
    page.get_by_label("Password", exact=True).fill(THEIR_PASSWORD)
    page.get_by_label("Password, once more").fill(THEIR_PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def read_the_log(page: Page, order: Order) -> None:
    """The newest lines are this evening's."""
    page.goto("/staff/log/")
    rows = page.get_by_role("region", name="Acts, the newest first").get_by_role("row")
    refunded = rows.filter(has_text=NAMES["owner"]).filter(has_text=order.order_id)
    expect(refunded.filter(has_text=re.compile("gave money back", re.IGNORECASE))).to_have_count(1)
    for words in ("invited a colleague", "had the books compared"):
        line = rows.filter(has_text=NAMES["owner"])
        expect(line.filter(has_text=re.compile(words, re.IGNORECASE)).first).to_be_visible()
