"""The tax inside a sale: equal halves, and sums that are exact to the paisa, however it is taken
back."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.money import half_tax_within, spread, tax_within
from customers.rules import STATES
from orders import rules, tax
from orders.credit_rules import ALL, Wanted, left_paise, taken_back
from orders.paper_parts import TaxRow
from orders.tax import Item, made_to_sum, own_tax_name, place_of_supply, rows_of, with_charges

RATES = st.sampled_from(["0", "2.5", "5", "12", "18", "28"])
PRICES = st.integers(1_00, 3_00_000_00)


class Sold(NamedTuple):
    """A line as a cart has it."""

    price: int
    quantity: int
    gst_rate: str | None


SOLD = st.builds(Sold, PRICES, st.integers(1, 20), RATES)
SALES = st.lists(SOLD, min_size=1, max_size=40)
FEES = st.tuples(st.sampled_from([0, 79_00]), st.sampled_from([0, 49_00]))


def items_of(sale: Sequence[Sold], fees: tuple[int, int] = (0, 0)) -> list[Item]:
    goods = [
        Item(
            "Sheet",
            "95064000",
            "NOS",
            each.quantity,
            each.gst_rate or "0",
            each.price * each.quantity,
        )
        for each in sale
    ]
    return with_charges(goods, [("Delivery", fees[0]), ("Cash on delivery", fees[1])])


def sums(rows: Sequence[TaxRow]) -> dict[str, list[int]]:
    """Per rate: what was paid, the taxable value and the three taxes."""
    found: dict[str, list[int]] = {}
    for row in rows:
        so_far = found.setdefault(row.rate, [0] * 5)
        parts = (row.gross, row.taxable, row.cgst, row.sgst, row.igst)
        found[row.rate] = [a + b for a, b in zip(so_far, parts, strict=True)]
    return found


def check(rows: Sequence[TaxRow], *, is_inter_state: bool) -> None:
    for row in rows:
        assert row.taxable + row.cgst + row.sgst + row.igst == row.gross
        assert row.cgst == row.sgst
        assert min(row.taxable, row.cgst, row.igst) >= 0
        assert (row.igst if not is_inter_state else row.cgst) == 0


@given(SALES, FEES, st.booleans())
def test_every_row_sums_to_what_was_paid_and_its_halves_are_equal(
    sale: list[Sold], fees: tuple[int, int], is_inter_state: bool
) -> None:
    rows = rows_of(items_of(sale, fees), is_inter_state=is_inter_state)
    check(rows, is_inter_state=is_inter_state)
    assert sum(row.gross for row in rows) == sum(s.price * s.quantity for s in sale) + sum(fees)


@given(SALES, FEES, st.booleans())
def test_the_cart_shows_the_very_tax_that_the_bill_says(
    sale: list[Sold], fees: tuple[int, int], is_inter_state: bool
) -> None:
    rows = rows_of(items_of(sale, fees), is_inter_state=is_inter_state)
    shown = rules.gst_within(sale, *fees)
    assert shown == sum(row.cgst + row.sgst + row.igst for row in rows)


@given(PRICES, RATES)
def test_the_tax_is_that_of_the_law_to_the_nearest_paisa_of_each_half(
    gross: int, rate: str
) -> None:
    exact = gross * float(rate) / (100 + float(rate)) / 2
    assert abs(half_tax_within(gross, rate) - exact) <= 0.5 + 1e-6
    assert tax_within(gross, rate) == 2 * half_tax_within(gross, rate)


@given(SALES, st.integers(-5_000_00, 5_000_00))
def test_a_total_that_differs_from_its_lines_is_met_exactly(sale: list[Sold], more: int) -> None:
    goods = items_of(sale)
    total = max(0, sum(item.gross_paise for item in goods) + more)
    items = made_to_sum(goods, total)
    assert sum(item.gross_paise for item in items) == total
    assert all(item.gross_paise >= 0 for item in items)


def wishes(rows: Sequence[TaxRow]) -> st.SearchStrategy[Wanted]:
    """A refund by amount, of ₹1 and more, or by pieces with or without the fees."""
    places = st.sampled_from([row.place for row in rows if not tax.is_charge(row)])
    pieces = st.dictionaries(places, st.integers(1, 20), min_size=1, max_size=5)
    by_pieces = st.builds(Wanted, pieces=pieces, with_charges=st.booleans())
    amounts = st.integers(1_00, max(1_00, left_paise(rows, [])))
    both = st.builds(Wanted, amount_paise=amounts, pieces=pieces, with_charges=st.booleans())
    return st.one_of(by_pieces, st.builds(Wanted, amount_paise=amounts), both)


@given(st.data())
def test_notes_that_take_all_of_a_bill_back_sum_to_it_rate_by_rate(data: st.DataObject) -> None:
    is_inter_state = data.draw(st.booleans())
    sale, fees = data.draw(st.lists(SOLD, min_size=1, max_size=6)), data.draw(FEES)
    rows = rows_of(items_of(sale, fees), is_inter_state=is_inter_state)
    notes: list[list[TaxRow]] = []
    for wanted in [*data.draw(st.lists(wishes(rows), max_size=6)), ALL]:
        before = left_paise(rows, notes)
        note = taken_back(rows, notes, wanted)
        check(note, is_inter_state=is_inter_state)
        notes.append(note)
        taken = sum(row.gross for row in note)
        assert left_paise(rows, notes) == before - taken
        if wanted.amount_paise is not None:
            assert taken == min(wanted.amount_paise, before)
    together = [row for note in notes for row in note]
    assert sums(together) == sums(rows)
    assert sum(row.quantity for row in together) == sum(row.quantity for row in rows)
    assert taken_back(rows, notes, ALL) == []


def three() -> list[TaxRow]:
    """Two sheets and a pair of shoes within the State, delivered for ₹79."""
    sale = [Sold(1_000_00, 2, "5"), Sold(3_000_00, 1, "18")]
    return rows_of(items_of(sale, (79_00, 0)), is_inter_state=False)


def test_pieces_are_taken_back_at_their_price_and_leave_the_rest() -> None:
    note = taken_back(three(), [], Wanted(amount_paise=1_000_00, pieces={0: 1}))
    assert [(row.place, row.quantity, row.gross, row.cgst) for row in note] == [
        (0, 1, 1_000_00, 23_81)
    ]


def test_an_amount_is_spread_over_all_rows_by_value_and_takes_no_piece() -> None:
    note = taken_back(three(), [], Wanted(amount_paise=507_90))
    assert [(row.place, row.quantity, row.gross) for row in note] == [
        (0, 0, 200_00),
        (1, 0, 300_00),
        (2, 0, 7_90),
    ]


def test_delivery_is_taken_back_only_where_it_is_named() -> None:
    without = taken_back(three(), [], Wanted(pieces={0: 2, 1: 1}))
    assert [row.place for row in without] == [0, 1]
    assert [row.name for row in taken_back(three(), [without], ALL)] == ["Delivery"]


def test_more_than_is_left_is_not_taken_back() -> None:
    first = taken_back(three(), [], Wanted(amount_paise=5_000_00))
    second = taken_back(three(), [first], Wanted(amount_paise=5_000_00))
    assert sum(row.gross for row in second) == 79_00


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_a_sum_is_shared_out_to_the_last_paisa(amount: int, weights: list[int]) -> None:
    shares = spread(amount, weights)
    assert sum(shares) == (amount if sum(weights) else 0)
    if amount <= sum(weights):
        assert all(share <= weight for share, weight in zip(shares, weights, strict=True))


@pytest.mark.parametrize(
    ("state", "gstin", "place"),
    [
        ("Maharashtra", "", "Maharashtra"),
        ("tamil nadu", "", "Tamil Nadu"),
        ("Pondicherry", "", "Puducherry"),
        ("Maharashtra", "29AAGCB7383J1Z4", "Karnataka"),  # a business has it sent elsewhere
        ("MH", "", "Goa"),  # unreadable: where the seller is
        ("", "", "Goa"),
    ],
)
def test_the_place_of_supply_is_where_it_goes_or_where_the_business_is(
    state: str, gstin: str, place: str
) -> None:
    found = place_of_supply(delivered_to=state, buyer_gstin=gstin, seller_state="Goa")
    assert found == place


@given(st.sampled_from(sorted(STATES)))
def test_five_territories_have_a_tax_of_their_own_name(state: str) -> None:
    is_union = state.startswith(("Andaman", "Chandigarh", "Dadra", "Ladakh", "Lakshadweep"))
    assert own_tax_name(state) == ("UTGST" if is_union else "SGST")
