"""The house that these tests walk through, and the browsers they walk with."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from catalog import shelf
from config import dynamo
from tests.journey.browsing import a_browser
from tests.journey.goods import stock_up
from tests.journey.house import House, hire, open_house


def _furnish(house: House) -> None:
    hire(house)
    stock_up(house)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One open shop for all tests of this folder; each keeps to goods and buyers of its own."""
    with open_house(tmp_path_factory.mktemp("house"), fill=_furnish) as opened:
        yield opened


@pytest.fixture(autouse=True)
def tables(house: House) -> Iterator[None]:
    """Instead of empty tables: the models look at the house's own, as they are."""
    dynamo.use(house.engine_url)
    shelf.forget()
    yield
    shelf.forget()
    dynamo.use(None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, with a window of its own for each visit; where there is none the test fails and
    says how to get it."""
    with a_browser() as opened:
        yield opened
