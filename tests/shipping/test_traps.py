"""The traps of Shiprocket that others fell into (protocols/failures.md, E1 to E18), and for each
the tests that walk into it."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse

from orders.rules import COD
from shipping.services.dispatching import dispatch
from tests.faults.test_table import is_skipped
from tests.shipping.bench import a_packed_order
from tests.shipping.office import Office

HERE = Path(__file__).parent
TRAPS: dict[str, tuple[str, ...]] = {
    # Registered, no AWB: each retry makes another order.
    "E1": (
        "test_dispatching.py::test_after_a_crash_the_same_press_goes_on_where_it_stopped",
        "test_dispatching.py::test_no_answer_is_told_at_once_and_the_next_press_asks_first",
        "test_whole_way.py::test_whatever_breaks_on_the_wire_there_is_one_awb",
    ),
    # 200 with the old, cancelled order for a reference that it knows.
    "E2": (
        "test_shiprocket_client.py::test_an_old_cancelled_record_is_not_taken_for_a_new_parcel",
        "test_dispatching.py::test_a_twin_that_was_cancelled_over_there_gets_a_new_name",
        "test_dispatching.py::test_a_parcel_cancelled_in_the_panel_before_its_awb_is_made_anew",
    ),
    # The advised courier refuses, another would take it.
    "E3": (
        "test_offering.py::"
        "test_where_the_chosen_one_refuses_another_takes_it_and_the_words_are_kept",
        "test_offering.py::test_every_refusal_is_kept_when_all_refuse",
        "test_offering.py::test_nobody_much_dearer_steps_in_unasked",
    ),
    # The wallet is empty; no AWB is ever invented.
    "E4": (
        "test_warehouse.py::test_a_balance_below_a_days_freight_is_a_warning",
        "test_offering.py::test_an_empty_wallet_asks_no_other_and_is_kept_as_well",
        "test_whole_way.py::test_an_empty_wallet_waits_for_a_person",
        "test_shiprocket_client.py::test_no_awb_is_ever_invented",
    ),
    # The pickup location is unknown, or has a blank too many.
    "E5": (
        "test_warehouse.py::"
        "test_a_name_that_shiprocket_does_not_know_is_told_before_it_is_asked_to_send",
        "test_warehouse.py::test_blanks_and_capitals_do_not_hide_it_and_its_own_spelling_is_sent",
        "test_shiprocket_client.py::test_a_wrong_warehouse_inside_a_200_is_a_refusal",
    ),
    # Registered is not shippable: the phone is not verified.
    "E6": ("test_warehouse.py::test_a_phone_that_is_not_verified_is_told_and_mended_at_once",),
    # A message that is an object is lost.
    "E7": (
        "test_shiprocket_client.py::test_every_shape_of_refusal_gives_its_reason",
        "test_dispatching.py::test_an_address_that_shiprocket_does_not_take_is_said",
    ),
    # The first pickup location is taken where none is named.
    "E8": ("test_traps.py::test_every_parcel_names_where_it_is_to_be_fetched",),
    # Pickup or AWB asked for twice is a failure.
    "E9": (
        "test_shiprocket_client.py::test_a_pickup_asked_for_before_is_as_good",
        "test_dispatching.py::test_a_pickup_that_is_queued_already_is_booked",
        "test_dispatching.py::test_an_awb_that_is_assigned_already_is_read_back",
    ),
    # The webhook's address is refused; it carries no signature; it comes late and twice.
    "E10": (
        "test_traps.py::test_the_webhooks_address_has_nothing_in_it_that_shiprocket_refuses",
        "test_webhook.py::test_a_stranger_is_turned_away",
        "test_webhook.py::test_a_forged_end_is_not_believed",
        "test_webhook.py::test_an_event_repeated_five_times_asks_shiprocket_once",
    ),
    # Late news moves a parcel back; a second parcel's tracking takes the place of the first's.
    "E11": (
        "test_tracking.py::test_late_news_moves_nothing_back_but_its_scans_are_kept",
        "test_tracking.py::test_nothing_leads_back_from_delivered",
        "test_several_parcels.py::test_two_boxes_are_two_parcels_with_their_own_names_and_awbs",
    ),
    # UNDELIVERED is read as DELIVERED.
    "E12": (
        "test_tracking.py::test_undelivered_and_rto_delivered_are_no_deliveries_without_a_number",
        "test_tracking.py::test_the_number_of_the_other_table_is_not_believed",
        "test_status_map.py::test_every_number_means_what_the_written_table_says",
    ),
    # An unknown AWB is answered with an error, and the webhook is switched off.
    "E13": ("test_webhook.py::test_odd_bodies_and_unknown_parcels_hear_200",),
    # The token is bought for each call, or kept too long.
    "E14": (
        "test_tokens.py::test_eight_processes_without_a_token_log_in_once",
        "test_tokens.py::test_a_token_that_nobody_accepts_is_renewed_once_however_many_ask",
        "test_shiprocket_client.py::test_a_401_buys_one_new_token_and_one_more_try",
    ),
    # The guard's 403 is taken for a wrong password, and knocked at again and again.
    "E15": (
        "test_tokens.py::test_the_guard_before_shiprocket_is_not_taken_for_a_wrong_password",
        "test_tokens.py::test_after_a_refused_login_no_process_knocks_for_a_while",
    ),
    # A box that is said too small, and billed by its volume.
    "E16": (
        "test_packing.py::test_couriers_charge_the_greater_of_weight_and_volume",
        "test_several_parcels.py::test_the_weight_and_size_of_the_bench_are_told",
    ),
    # The label is drawn later than it is asked for.
    "E17": (
        "test_dispatching.py::test_a_label_that_is_not_drawn_yet_is_asked_for_again_in_five_minutes",
    ),
    # After the AWB a cancel is two calls, and answered later.
    "E18": (
        "test_calling_off.py::test_both_calls_are_made_and_the_parcel_is_off",
        "test_calling_off.py::test_while_shiprocket_has_not_answered_it_is_not_off",
        "test_calling_off.py::"
        "test_a_parcel_that_was_picked_up_meanwhile_stays_on_its_way_and_staff_are_told",
        "test_shiprocket_sandbox.py::test_a_cancel_that_takes_its_time_is_only_requested_at_first",
    ),
}


def test_every_trap_has_a_test() -> None:
    assert list(TRAPS) == [f"E{number}" for number in range(1, 19)]
    assert all(TRAPS.values())


@pytest.mark.parametrize("proof", sorted({each for proofs in TRAPS.values() for each in proofs}))
def test_the_test_is_there_and_runs(proof: str) -> None:
    path, _, name = proof.partition("::")
    tree = ast.parse((HERE / path).read_text())
    (test,) = [
        each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name == name
    ]
    assert not is_skipped(tree, test)


@pytest.mark.parametrize("method", ["upi", COD])
def test_every_parcel_names_where_it_is_to_be_fetched(office: Office, method: str) -> None:
    order = a_packed_order()
    order.update(actions=[type(order).payment_method.set(method)])
    dispatch(order.order_id, by="Meera")
    assert office.sent[0]["pickup_location"] == "Pune Warehouse"


@pytest.mark.parametrize("word", ["shiprocket", "kartrocket", "sr", "kr"])
def test_the_webhooks_address_has_nothing_in_it_that_shiprocket_refuses(word: str) -> None:
    assert word not in reverse("shipping:tracking")
