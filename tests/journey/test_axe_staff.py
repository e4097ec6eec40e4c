"""axe finds nothing on any page of the staff, by any role, at the desk and on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from config import dynamo
from customers.rules import Role
from tests.journey.axe import violations
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.house import House, open_house
from tests.journey.the_desk import addresses, at_work, lay_out

pytestmark = [pytest.mark.browser, pytest.mark.audit, pytest.mark.server, pytest.mark.timeout(600)]
WALKS = [(Role.OWNER, DESK), (Role.OWNER, PHONE), (Role.PACKER, PHONE), (Role.SUPPORT, DESK)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A shop of our own with the demo in it, so that no list is empty."""

    def furnish(house: House) -> None:
        house.run("demo", "manage", "load_demo")

    with open_house(tmp_path_factory.mktemp("demo"), fill=furnish) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(house: House) -> dict[str, str]:
    """Ids of things that are there, by their name in addresses."""
    dynamo.use(house.engine_url)  # before the fixture of each test does it
    return lay_out()


@pytest.mark.parametrize(("role", "size"), WALKS)
def test_axe_finds_nothing(
    house: House, browser: Browser, known: dict[str, str], role: Role, size: tuple[int, int]
) -> None:
    with a_visit(browser, house.url, size=size) as (context, witness):
        at_work(context, house, role)
        seen = [each for each in addresses(known, role) if is_a_page(context, each)]
        page, found = context.new_page(), {}
        for address in seen:
            page.goto(address)
            if wrong := violations(page):
                found[address] = wrong
        assert not found
        assert witness.seen == []
    assert len(seen) > 40


def is_a_page(context: BrowserContext, address: str) -> bool:
    """Whether a look at it gives a page, and no file, leads nowhere else, and is no act."""
    answer = context.request.get(address, max_redirects=0)
    return answer.status == 200 and "text/html" in answer.headers["content-type"]
