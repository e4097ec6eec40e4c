"""axe finds nothing on any page of the staff: at the desk on every list and state of them, on a
telephone on one of each kind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from config import dynamo
from customers.rules import Role
from tests.journey.axe import violations
from tests.journey.browsing import DESK, PHONE, a_visit
from tests.journey.house import House, open_house
from tests.journey.the_desk import addresses, at_work, lay_out, own_pages

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(600)]


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


@pytest.fixture(scope="module")
def pages(house: House, browser: Browser, known: dict[str, str]) -> list[str]:
    """The addresses of every page that the owner may look at."""
    dynamo.use(house.engine_url)
    with a_visit(browser, house.url) as (context, _):
        at_work(context, house, Role.OWNER)
        found = [each for each in addresses(known, Role.OWNER) if is_a_page(context, each)]
    assert len(found) > 60
    return found


@pytest.mark.parametrize("size", [pytest.param(DESK, marks=pytest.mark.audit), PHONE])
def test_axe_finds_nothing_on_any_page(
    house: House, browser: Browser, known: dict[str, str], pages: list[str], size: tuple[int, int]
) -> None:
    one_of_each = set(own_pages(known, Role.OWNER))
    chosen = pages if size == DESK else [each for each in pages if each in one_of_each]
    assert_faultless(house, browser, Role.OWNER, chosen, size)


@pytest.mark.audit
@pytest.mark.parametrize("role", [Role.PACKER, Role.SUPPORT])
def test_axe_finds_nothing_on_what_a_role_sees_otherwise(
    house: House, browser: Browser, known: dict[str, str], role: Role
) -> None:
    order = f"/staff/orders/{known['order_id']}/"
    chosen = ["/staff/", order, "/staff/shipments/", "/staff/products/"]
    assert_faultless(house, browser, role, chosen, PHONE)


def assert_faultless(
    house: House, browser: Browser, role: Role, chosen: list[str], size: tuple[int, int]
) -> None:
    """On none of these pages there is anything in anybody's way, nor any script that fails."""
    found: dict[str, list[str]] = {}
    with a_visit(browser, house.url, size=size) as (context, witness):
        at_work(context, house, role)
        context.set_default_navigation_timeout(30_000)  # it is no matter here how quick a page is
        page = context.new_page()
        for address in chosen:
            page.goto(address)
            if wrong := violations(page):
                found[address] = wrong
        assert not found
        assert witness.seen == []


def is_a_page(context: BrowserContext, address: str) -> bool:
    """Whether a look at it gives a page, and no file, leads nowhere else, and is no act."""
    answer = context.request.get(address, max_redirects=0)
    return answer.status == 200 and "text/html" in answer.headers["content-type"]
