""" "Send me my data": everything that the six tables hold about one person, as JSON and as a page
to read, in one file. It is written order by order, so that a thousand of them fit."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string

from config import clock
from config.raw_items import stored
from customers.services.exporting import about_person, plain
from orders import photos
from orders.back_queries import wishes_of
from orders.models import Order
from orders.services.forgetting import photos_of
from payments.models import Payment
from payments.queries import payments_on
from payments.services.privacy import orders_of
from payments.services.privacy_orders import parcel_items_of

IN_MEMORY = 4 * 1024 * 1024  # bytes; more lies on the disk while it is sent
# What only helps us to keep the books straight, and what our people note for each other.
_OF_OURS = frozenset({"version", "attention", "rememberedAt"})
_SECRET = frozenset({"razorpaySignature"})
_OF_OUR_BOOKS = frozenset({"fee", "tax", "explained"})
_OF_OUR_DISPATCH = frozenset(
    ["rate", "courierId", "wantedCourierId", "refusals", "steps", "labelUrl", "manifestUrl"]
)
_INSIDE = frozenset({"by", "answeredBy", "trouble"})  # who of us did it or must see to it
NOT_IN_IT = (
    "Not in this file: orders that you placed with this address in our earlier shop without an"
    " account, with their addresses; the parcels of any order in that shop; and what we only note"
    " for each other. For the orders and the parcels write to us, and we look for them."
)


def copy_of(customer_id: str) -> IO[bytes]:
    """A zip file, ready to be read, with `your-data.json`, `your-data.html` and the pictures of
    returns. Nothing in it opens a door."""
    with ExitStack() as unless_done:
        target = unless_done.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        person = about_person(customer_id) | {"waitingFor": _waiting_for(customer_id)}
        with (
            ZipFile(target, "w", ZIP_DEFLATED) as packed,
            SpooledTemporaryFile(max_size=IN_MEMORY) as page,
        ):
            pictures = _write(packed, page, customer_id, person)
            _add(packed, "your-data.html", page)
            _add_pictures(packed, pictures)
        target.seek(0)
        unless_done.pop_all()
    return target


def _add_pictures(packed: ZipFile, names: Iterable[str]) -> None:
    for name in names:
        picture = photos.read(name)
        if picture is not None:
            packed.writestr(f"pictures/{_last(name)}", picture)


def _write(packed: ZipFile, page: IO[bytes], customer_id: str, person: dict[str, Any]) -> list[str]:
    """Both files side by side; the names of the pictures that belong to them."""
    pictures: list[str] = []
    about = {"madeAt": clock.to_text(clock.now()), "notInIt": NOT_IN_IT}
    head = {"shop": settings.SHOP_LEGAL_NAME, **about, **person}
    page.write(_page("head", {"head": head, "parts": list(person.items())}))
    with packed.open("your-data.json", "w", force_zip64=True) as out:
        out.write(_json(head)[:-1] + b', "orders": [')
        for place, (order, said) in enumerate(_orders(customer_id)):
            pictures += dict.fromkeys([*photos_of(order), *photos.of_order(order.order_id)])
            out.write((b",\n" if place else b"\n") + _json(said))
            page.write(_page("order", {"order": order, "said": said}))
        out.write(b"\n]}\n")
    page.write(_page("foot", {}))
    return pictures


def _waiting_for(customer_id: str) -> list[dict[str, Any]]:
    """What the person is to be told of when it is back."""
    return [
        {"sku": wish.sku, "askedAt": clock.to_text(wish.asked_at)}
        for wish in wishes_of(customer_id)
    ]


def _orders(customer_id: str) -> Iterator[tuple[Order, dict[str, Any]]]:
    for order in orders_of(customer_id):
        item = stored(Order, order.order_id, order.customer_id)
        if item is None:  # the index lags behind
            continue
        said = plain(item, without=_OF_OURS)
        lines = said.get("timeline") or []
        said["timeline"] = [
            {"at": line.get("at"), "text": line.get("text")}
            for line in lines
            if not line.get("internal")
        ]
        said["payments"] = [_payment(each) for each in payments_on(order)]
        said["parcels"] = [plain(each, without=_OF_OUR_DISPATCH) for each in parcel_items_of(order)]
        yield order, _without_inside(said)


def _payment(row: Payment) -> dict[str, Any]:
    return plain(
        stored(Payment, row.payment_id, row.order_id) or {}, without=_SECRET | _OF_OUR_BOOKS
    )


def _without_inside(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key not in _INSIDE}
        return {key: _without_inside(each) for key, each in kept.items()}
    return [_without_inside(each) for each in value] if isinstance(value, list) else value


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _page(part: str, context: dict[str, Any]) -> bytes:
    return render_to_string(f"payments/copy_{part}.html", context).encode()


def _add(packed: ZipFile, name: str, source: IO[bytes]) -> None:
    source.seek(0)
    with packed.open(name, "w", force_zip64=True) as out:
        while piece := source.read(65536):
            out.write(piece)


def _last(name: str) -> str:
    return name.rpartition("/")[2]
