"""News from outside. The webhook carries a shared word and no signature, so whoever knows the word
could end a story, turn a parcel round, or lift the doubt about a delivery: what nothing leads back
from is believed only when Shiprocket, asked by us, says it too."""

import logging

from pynamodb.exceptions import UpdateError

from config import clock
from config.dynamo import refused, write
from shipping import queries, steps
from shipping.models import Shipment
from shipping.news import is_one_way, lifts_doubt
from shipping.rules import MOVING
from shipping.services.return_tracking import take_return
from shipping.services.tracking import take_tracking
from shipping.shiprocket import ShiprocketDown, ShiprocketRefused
from shipping.shiprocket_entities import Tracking
from shipping.steps import Standing, Step
from shipping.tokens import client

log = logging.getLogger(__name__)
SOURCE = "Shiprocket"
PATIENCE = (0.5, 1.5)  # seconds: who posts to us waits as well


def hear(news: Tracking) -> None:
    """Take in news that was posted to us. Where nothing would lead back from it, it is asked back;
    where Shiprocket does not answer in two seconds the worker asks again."""
    parcel = queries.by_awb(news.awb, reference=news.reference)
    is_a_return = parcel is not None and parcel.return_of is not None
    if news.is_return and not is_a_return:
        log.info("Tracking of a return that is none of ours: %.60r", news.awb)
        return
    take = take_return if is_a_return else take_tracking
    if parcel is None or not _is_final(parcel, news):
        take(news, source=SOURCE)
        return
    try:
        asked = client(patience=PATIENCE).track(news.awb)
    except (ShiprocketDown, ShiprocketRefused) as silence:
        log.info("The end of %s is to be asked later: %s", parcel.shipment_id, silence)
        ask_later(parcel)
        return
    parcel = take(asked, source=SOURCE)
    if parcel is not None and _is_final(parcel, news):
        log.warning("Shiprocket does not confirm the end of %s", parcel.shipment_id)
        ask_later(parcel)


def _is_final(parcel: Shipment, news: Tracking) -> bool:
    return is_one_way(parcel.status, news) or (parcel.doubt is not None and lifts_doubt(news))


def ask_later(parcel: Shipment) -> None:
    """Let the worker ask where the parcel is at its next pass; of one that was delivered, only in
    doubt, it asks no more."""
    if parcel.status not in MOVING:
        return
    word = steps.word(Standing.WAITING, clock.now())
    path = Shipment.steps[Step.CONFIRM]
    action = path.set(word) if parcel.steps is not None else Shipment.steps.set({"confirm": word})
    try:
        write(lambda: parcel.update(actions=[action], condition=Shipment.status == parcel.status))
    except UpdateError as error:
        if not refused(error):
            raise
        log.info("Shipment %s moved on meanwhile", parcel.shipment_id)
