"""The shop played against plain books by shoppers, staff, the vendors, the worker and the clock:
whatever they do, in whatever order, the tables say what the books say."""

import time

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.factories import a_product
from tests.faults.machine import Machine
from tests.faults.report import tried
from tests.faults.shoppers import PRICES, Shoppers
from tests.faults.staffers import Staff
from tests.faults.vendors import Vendors, Worker

STOCK = {"net": 2, "ball": 9, "bag": 3}
STEPS = 50
RUNS = 4
WHAT = "steps of shoppers, staff, Razorpay and the clock"


class Shop(Shoppers, Staff, Vendors, Worker):
    """Everybody at once."""


def _emptied() -> dict[str, int]:
    from tests.conftest import TABLES

    for table in TABLES:
        table.delete_table()
        table.create_table(wait=False)
    for sku, price in PRICES.items():
        a_product(product_id=sku, stock=STOCK[sku], price=price, weight_grams=100)
    return dict(STOCK)


@pytest.mark.server
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("run", range(RUNS))
def test_the_tables_say_what_the_books_say(run: int, all_faults: bool) -> None:
    began, before = time.perf_counter(), Machine.steps
    how = settings(
        max_examples=25 if all_faults else 1,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    played = seed(run)(type("Played", (Shop,), {"prepare": staticmethod(_emptied)}))
    run_state_machine_as_test(played, settings=how)
    tried(WHAT, Machine.steps - before, seconds=time.perf_counter() - began)
