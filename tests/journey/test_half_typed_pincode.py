"""A pincode that is being typed anew: nothing of the old one comes in beside it."""

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.journey.browsing import a_visit
from tests.journey.house import House
from tests.journey.test_checkout_pincode import HERE, at_the_checkout

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]
UNHEARD = "600005"
# Keep what each question is given up by, and look at that of the last one.
WATCH = "const ask = fetch; window.fetch = (to, how) => (window.by = how?.signal, ask(to, how));"
IS_GIVEN_UP = "by.aborted"
LONG = 600_000  # of the page's own clock, in ms


def asked_by(page: Page) -> list[str]:
    """The pincodes that the page asks the shop for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/checkout?pincode=" in request.url:
            asked.append(request.url.partition("pincode=")[2][:6])

    page.on("request", note)
    return asked


def estimate(house: House, page: Page, pincode: str) -> None:
    """A pincode is typed of which the courier says nothing for now."""
    page.clock.install()
    at_the_checkout(page, HERE)
    path = "/shiprocket/*/courier/serviceability*"
    house.sandbox.control("faults", kind="delay", path=path, ms=1500)
    page.get_by_label("Pincode").fill(pincode)
    expect(page.locator("[data-part=promise]")).to_contain_text("an estimate")


def test_the_answer_to_a_pincode_that_is_typed_over_is_not_waited_for(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        page.add_init_script(WATCH)
        at_the_checkout(page, HERE)
        page.route("**/checkout?pincode=*", lambda _: None)  # the answer stays away
        page.get_by_label("Pincode").fill(UNHEARD)
        assert page.evaluate(IS_GIVEN_UP) is False
        page.get_by_label("Pincode").fill(UNHEARD[:-1])
        assert page.evaluate(IS_GIVEN_UP) is True
        assert witness.seen == []


def test_an_estimate_is_not_asked_again_beside_another_pincode(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        estimate(house, page, "600006")
        asked = asked_by(page)
        page.get_by_label("Pincode").fill("60000")
        page.clock.run_for(LONG)
        assert asked == []
        assert witness.seen == []


def test_an_estimate_is_not_asked_again_where_the_browser_put_another_pincode(
    house: House, browser: Browser
) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        estimate(house, page, "600007")
        asked = asked_by(page)
        page.get_by_label("Pincode").evaluate("field => { field.value = '6000'; }")
        page.clock.run_for(LONG)
        assert asked == []
        assert witness.seen == []
