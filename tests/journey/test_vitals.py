"""A page that is left tells how fast it was, once; whoever would not be followed tells nothing."""

import pytest
from playwright.sync_api import Browser, Page

from catalog.vitals_models import Vitals
from tests.journey.browsing import a_visit
from tests.journey.house import House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(120)]
# A browser that a test drives is not measured, and of the others one page in ten.
CHOSEN = "Object.defineProperty(navigator, 'webdriver', {value: false}); Math.random = () => 0;"
REFUSES = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});"

SEEN = """kind => new Promise(done => new PerformanceObserver(() => setTimeout(done)).observe(
    {type: kind, buffered: true}))"""


def told(page: str) -> dict[str, int]:
    found = [item for item in Vitals.query(Vitals.KEY) if item.place.endswith(f"/{page}")]
    return found[0].counts if found else {}


def use(page: Page, address: str) -> None:
    """Open it, press a key on it once it is painted (a key before that ends the measure), leave."""
    page.goto(address)
    page.evaluate(SEEN, "largest-contentful-paint")
    page.keyboard.press("Tab")
    page.evaluate(SEEN, "first-input")
    page.goto("/contact")


def test_a_page_tells_its_three_numbers_when_it_is_left(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url) as (context, witness):
        context.add_init_script(CHOSEN)
        use(context.new_page(), "/")
        counts = eventually(lambda: told("home"))
        assert sorted(name[:3] for name in counts) == ["cls", "inp", "lcp"]
        assert set(counts.values()) == {1}
        assert witness.seen == []


@pytest.mark.parametrize("wish", ["", CHOSEN + REFUSES])
def test_nobody_else_is_measured(house: House, browser: Browser, wish: str) -> None:
    asked: list[str] = []
    with a_visit(browser, house.url) as (context, witness):
        context.add_init_script(wish)
        context.on("request", lambda request: asked.append(request.url))
        use(context.new_page(), "/equipment")
        assert witness.seen == []
    assert told("list") == {}
    assert not [url for url in asked if url.endswith("/vitals")]
