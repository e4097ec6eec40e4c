"""The witness of the journeys: it must see what goes wrong, or their silence means nothing."""

import pytest
from playwright.sync_api import Browser

from tests.journey.browsing import a_visit
from tests.journey.house import House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.server]
INLINE = "document.head.append(Object.assign(document.createElement('script'), {text: '1'}))"
THROWS = "setTimeout(() => { throw new Error('a script broke') })"
STRANGER = "location.href = 'http://localhost:9/'"


@pytest.mark.parametrize(
    ("wrong", "seen_as"),
    [
        ("fetch('/nothing-here')", "404 GET"),
        (INLINE, "Content Security Policy"),
        (THROWS, "a script broke"),
        (STRANGER, "asks a stranger: http://localhost:9/"),
    ],
    ids=["a refused request", "a broken policy", "a broken script", "a stranger's address"],
)
def test_the_witness_sees(house: House, browser: Browser, wrong: str, seen_as: str) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        page.goto("/contact")
        assert witness.seen == []
        page.evaluate(f"() => {{ {wrong} }}")
        # To ask for the title is to let the browser's news in.
        assert eventually(lambda: [w for w in (page.title(), *witness.seen) if seen_as in w])


def test_what_was_provoked_is_passed_over_once(house: House, browser: Browser) -> None:
    with a_visit(browser, house.url) as (context, witness):
        page = context.new_page()
        witness.provoked.append((404, "/nothing-here"))
        page.goto("/nothing-here")
        assert (witness.seen, witness.provoked) == ([], [])
        page.goto("/nothing-here")
        assert witness.seen == [f"404 GET {house.url}/nothing-here"]
