"""A vendor that hangs slows the pages that ask it, and no others (reliability.md 5.1, I10)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from catalog.demo import demo_products
from config.local.household import Household
from config.local.processes import LOOPBACK, free_port
from tests.faults import troubles
from tests.faults.proxy import Proxy
from tests.journey.house import House, eventually, is_ready, open_house
from tests.journey.test_at_once import buy
from tests.journey.test_hanging import LONGEST, QUICK, asked, fresh

pytestmark = [pytest.mark.whole, pytest.mark.timeout(240)]
ASKING = 16  # as many as there are threads in both processes
OTHERS = ("/cart", "/account/sign-in", "/contact", "/readyz")


@dataclass(frozen=True)
class Behind:
    """A shop whose vendors are behind proxies that can let them hang."""

    house: House
    razorpay: Proxy
    shiprocket: Proxy


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    def fill(house: House) -> None:
        house.run("demo", "manage", "load_demo")

    folder: Path = tmp_path_factory.mktemp("vendors")
    with (
        open_house(folder, fill=fill, has_worker=False) as house,
        Proxy(house.env["RAZORPAY_BASE_URL"]) as razorpay,
        Proxy(house.env["SHIPROCKET_BASE_URL"]) as shiprocket,
    ):
        port = free_port()
        given = {"PORT": str(port), "RAZORPAY_BASE_URL": razorpay.url}
        given |= {"SHIPROCKET_BASE_URL": shiprocket.url}
        with Household(logs=folder / "behind", env={**house.env, **given}) as household:
            server = ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
            household.start("behind", server).wait_until(lambda: is_ready(port))
            shop = replace(house, url=f"http://{LOOPBACK}:{port}")
            yield Behind(shop, razorpay, shiprocket)


def others(house: House) -> tuple[set[int], float]:
    """The statuses of pages that ask no vendor, and what the slowest but few took, in seconds."""
    shown = [asked(house, path) for turn in range(5) for path in (*fresh(turn), *OTHERS)]
    took = sorted(seconds for _, seconds, _ in shown)
    return {status for status, _, _ in shown}, took[len(took) * 95 // 100]


def test_while_razorpay_hangs_the_shop_goes_on_and_afterwards_it_sells(behind: Behind) -> None:
    house = behind.house
    goods = next(p for p in demo_products() if p.is_active and not p.variants and p.stock > ASKING)
    behind.razorpay.plan(troubles.hang)
    try:
        with ThreadPoolExecutor(ASKING) as crowd:
            stuck = [
                crowd.submit(buy, house.url, goods.product_id, f"b{n}@example.com", f"10.78.0.{n}")
                for n in range(ASKING)
            ]
            assert eventually(lambda: behind.razorpay.calls)
            statuses, slow = others(house)
            assert not all(each.done() for each in stuck)
            waited = [each.result() for each in stuck]
    finally:
        behind.razorpay.forget_plans()
    assert (statuses, slow < QUICK) == ({200}, True), slow
    assert {answer.status_code for answer in waited} == {503}
    assert all(answer.headers["Retry-After"] for answer in waited)
    assert max(answer.elapsed.total_seconds() for answer in waited) < LONGEST
    assert buy(house.url, goods.product_id, "after@example.com", "10.78.1.1").status_code == 200


def test_while_shiprocket_hangs_the_shop_goes_on_and_days_are_estimated(behind: Behind) -> None:
    house = behind.house

    def day(pincode: int) -> requests.Response:
        told = {"Accept": "application/json", "X-Forwarded-For": f"10.79.0.{pincode % 250}"}
        asks = {"pincode": str(pincode), "sku": "BUT-VIS-FL"}
        return requests.get(f"{house.url}/shipping/promise", asks, headers=told, timeout=60)

    behind.shiprocket.plan(troubles.hang)
    try:
        with ThreadPoolExecutor(ASKING) as crowd:
            stuck = [crowd.submit(day, 560001 + n) for n in range(ASKING)]
            assert eventually(lambda: behind.shiprocket.calls)
            statuses, slow = others(house)
            waited = [each.result() for each in stuck]
    finally:
        behind.shiprocket.forget_plans()
    assert (statuses, slow < QUICK) == ({200}, True), slow
    assert {answer.status_code for answer in waited} == {200}
    assert max(answer.elapsed.total_seconds() for answer in waited) < LONGEST
