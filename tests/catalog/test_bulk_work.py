"""Who carries out a change of many products, and what becomes of one that cannot be made."""

from datetime import timedelta
from typing import Any

import pytest
from pynamodb.exceptions import UpdateError

from catalog.bulk import Change, Kind, Plan
from catalog.models import Product
from catalog.services import bulk, bulk_keeping
from config import clock
from config.acts import Act, key_of_day
from config.errors import Unavailable
from payments.services.working import one_pass
from tests.catalog.test_bulk import by_percent, key, now_of
from tests.factories import a_product
from tests.staff import a_browser


def begun(*changes: Change) -> str:
    """The id of a change of these products that somebody has begun."""
    bulk_id = bulk_keeping.draft(Plan(changes), kind=Kind.FILE, title="A file", by="Sneha")
    bulk_keeping.begin(bulk_keeping.bulk(bulk_id), by="Sneha")
    return bulk_id


def too_large() -> Change:
    """A new product that no transaction can take."""
    new = {"name": "Shirt", "brand": "Stag", "category": "clothing", "price": "999"}
    variants = {f"variants.S-{n}.isActive": "true" for n in range(120)}
    return Change("shirt", "third-ball", "Stag Shirt", None, fields={**new, **variants})


def a_price(row: Product) -> Change:
    return Change(row.product_id, row.seller_id, row.name, row.version, fields={"price": "450"})


def test_what_is_refused_for_good_is_told_and_holds_up_no_other() -> None:
    row, other = a_product(), a_product()
    ids = [begun(too_large(), a_price(row)), begun(a_price(other))]
    assert bulk.finish_begun() == 3
    results = bulk_keeping.results(bulk_keeping.bulk(ids[0]))
    assert (results["shirt"].outcome, results["shirt"].text) == ("left", bulk.BROKEN)
    assert [now_of(each).price for each in (row, other)] == [450_00, 450_00]
    assert bulk_keeping.begun() == []


@pytest.mark.parametrize("failure", [Unavailable("busy"), UpdateError("no answer"), KeyError("x")])
def test_one_change_that_fails_waits_and_the_others_get_their_turn(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [a_product(), a_product()]
    first, _ = sorted(begun(a_price(row)) for row in rows)
    go_on = bulk.go_on

    def fails_for_the_first(bulk_id: str) -> int:
        if bulk_id == first:
            raise failure
        return go_on(bulk_id)

    monkeypatch.setattr(bulk, "go_on", fails_for_the_first)
    with pytest.raises(type(failure)):
        bulk.finish_begun()
    assert bulk_keeping.begun() == [first]
    assert sorted(now_of(row).price for row in rows) == [450_00, 500_00]


def test_a_table_that_gives_no_answer_leaves_the_product_for_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row, browser = a_product(), a_browser()
    address = by_percent(browser, [row])

    def no_answer(*_: Any) -> None:
        raise UpdateError("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(bulk, "_change", no_answer)
        assert browser.post(f"{address}begin/").status_code == 302
    assert "0 of 1 tried" in browser.get(address).text
    assert bulk.finish_begun() == 1
    assert now_of(row).price == 450_00


def test_a_pass_of_the_worker_finishes_what_was_begun() -> None:
    row = a_product()
    begun(a_price(row))
    assert one_pass().done["changes of products"] == 1
    assert now_of(row).price == 450_00
    assert one_pass().done["changes of products"] == 0


def test_the_log_says_what_was_done_when_the_plan_is_gone() -> None:
    rows, browser = [a_product(), a_product()], a_browser()
    sent = {"products": [key(row) for row in rows], "many-change": "-2", "many-reason": "Damaged"}
    address = browser.post("/staff/products/bulk/stock/", sent)["Location"]
    for _ in range(2):
        browser.post(f"{address}begin/")
    (line,) = Act.query(key_of_day(clock.now()))
    ids = ", ".join(row.product_id for row in rows)
    assert line.what == "catalog:bulk-begin"
    assert line.about is not None
    assert line.about.items() >= {
        ("change", "Stock by -2"), ("products", "2"), ("reason", "Damaged"), ("first", ids)
    }  # fmt: skip
    assert line.expires_at - clock.now() > timedelta(days=300)
