"""What follows the AWB: the pickup is booked, the label and the manifest are drawn. The parcel has
its courier by then, so none of these can hold it up."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from pynamodb.expressions.update import Action

from config.errors import Unavailable
from shipping import queries, steps
from shipping.errors import BeingDispatched, NotDispatched
from shipping.models import Shipment
from shipping.rules import ShipmentStatus
from shipping.services.leases import claim, minding, settle
from shipping.shiprocket import ShiprocketDown
from shipping.steps import Standing, Step
from shipping.tokens import client

log = logging.getLogger(__name__)


def finish(shipment: Shipment, *, by: str, bears_silence: bool) -> Shipment:
    """Pickup and papers, each as far as it goes now: the parcel has its AWB, the rest can wait.
    Whoever does not bear silence gets ShiprocketDown at the first call without an answer."""
    later: tuple[tuple[Step, Callable[..., Shipment]], ...] = (
        (Step.PICKUP, book_pickup),
        (Step.LABEL, draw_label),
        (Step.MANIFEST, draw_manifest),
    )
    for step, act in later:
        state = steps.state_of(shipment.steps, step)
        if state.standing is Standing.DONE or shipment.status is not ShipmentStatus.PENDING:
            continue
        try:
            shipment = act(shipment, by=by)
        except (BeingDispatched, NotDispatched, Unavailable) as refusal:
            if isinstance(refusal, ShiprocketDown) and not bears_silence:
                raise
            log.warning("%s of %s is left for later: %s", step, shipment.shipment_id, refusal)
            shipment = queries.shipment(shipment.shipment_id, shipment.order_id)
    return shipment


def book_pickup(shipment: Shipment, *, by: str) -> Shipment:
    """Have the courier asked to come."""
    lease = claim(shipment, Step.PICKUP)
    with minding(lease, by=by):
        pickup = client().request_pickup(int(lease.shipment.shiprocket_shipment_id or 0))
    when = f" for {short_day(pickup.scheduled_at)}" if pickup.scheduled_at else ""
    booked: list[Action] = [Shipment.is_pickup_scheduled.set(True)]
    if pickup.scheduled_at:
        booked.append(Shipment.pickup_at.set(pickup.scheduled_at))
    return settle(lease, actions=booked, text=f"Pickup booked{when}.", by=by)


def draw_label(shipment: Shipment, *, by: str) -> Shipment:
    """Have the address of the label."""
    lease = claim(shipment, Step.LABEL)
    with minding(lease, by=by):
        url = client().label(int(lease.shipment.shiprocket_shipment_id or 0))
    drawn = [Shipment.label_url.set(url)]
    return settle(lease, actions=drawn, text="The label is ready to print.", by=by)


def draw_manifest(shipment: Shipment, *, by: str) -> Shipment:
    """Have the address of the paper that the courier signs."""
    lease = claim(shipment, Step.MANIFEST)
    with minding(lease, by=by):
        parcel = lease.shipment
        url = client().manifest(
            int(parcel.shiprocket_shipment_id or 0), int(parcel.shiprocket_order_id or 0)
        )
    drawn = [Shipment.manifest_url.set(url)]
    return settle(lease, actions=drawn, text="The manifest is ready to print.", by=by)


def short_day(moment: datetime) -> str:
    """'Tue 24 Nov', in Indian time."""
    local = timezone.localtime(moment)
    return f"{local:%a} {local.day} {local:%b}"
