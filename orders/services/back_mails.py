"""The mail that says that something is back: once for each wish, which ends with it. A claim whose
sender died is taken over under the same Message-ID (`customers.services.claimed_mails`)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.http import urlencode
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from catalog.shelf import ShelfProduct, ShelfVariant
from catalog.shelf_reading import with_products
from config import clock
from config.dynamo import refused, write
from config.mail import message
from customers.digests import digest_of_person
from customers.services.claimed_mails import CLAIM, is_due, send_claimed
from orders.back_links import stop_url
from orders.back_models import BackWish
from orders.back_queries import asked_for, waiting_for
from orders.services.awaiting import NoLongerAsked, forget, take_off

MOST_AT_ONCE = 100  # mails for one sku in one pass; the next goes on


@dataclass(frozen=True)
class Back:
    """Something that is waited for and is on the shelf again, as the table has it now."""

    product: ShelfProduct
    variant: ShelfVariant
    wishes: int

    @property
    def name(self) -> str:
        """'Butterfly Tenergy 05, Red, 2.1 mm'."""
        choice = f", {self.variant.choice}" if self.variant.choice else ""
        return f"{self.product.brand} {self.product.name}{choice}"

    @property
    def link(self) -> str:
        path = reverse("catalog:product", args=[self.product.product_id])
        return f"{settings.SITE_URL}{path}?{urlencode({'sku': self.variant.sku})}"


def come_back() -> Iterator[Back]:
    """What is waited for and in stock. What nobody can wait for any more leaves the list."""
    found = asked_for()
    for sku in [sku for sku, asked in found.items() if asked is None]:
        with suppress(NoLongerAsked):
            take_off(sku, seen=None)
    kept = [asked for asked in found.values() if asked is not None]
    rows = with_products({}, {(asked.product_id, asked.seller_id) for asked in kept})
    for asked in kept:
        product = rows.get(asked.product_id)
        variant = product.variant(asked.sku) if product else None
        if product and variant and variant.stock:
            yield Back(product, variant, asked.wishes)


def tell(back: Back, *, now: datetime) -> int:
    """Write to those who wait for it, and to each of them once; how many were written to."""
    sku = back.variant.sku
    waiting = waiting_for(sku, now=now, most=MOST_AT_ONCE)
    told = sum(_send(wish, back, now=now) for wish in waiting if is_due(wish.mail, now))
    if not waiting_for(sku, now=now, most=1):
        with suppress(NoLongerAsked):
            take_off(sku, seen=back.wishes)
    return told


def _send(wish: BackWish, back: Back, *, now: datetime) -> bool:
    return send_claimed(
        lambda: _message(wish, back),
        name=f"back in stock, {wish.sku}",
        seen=wish.mail,
        note=lambda text, seen: _note(wish, text, seen=seen),
        now=now,
    )


def _note(wish: BackWish, text: str | None, *, seen: str | None) -> bool:
    """A claim is kept with the wish; when the mail is out the wish has come true and goes."""
    as_seen = BackWish.mail.does_not_exist() if seen is None else BackWish.mail == seen
    is_there = BackWish.person.exists() & as_seen
    if text and not text.startswith(CLAIM):
        try:
            forget(wish, condition=is_there)
        except NoLongerAsked:
            return False
        return True
    actions: list[Action] = [BackWish.mail.set(text) if text else BackWish.mail.remove()]
    try:
        write(lambda: wish.update(actions=actions, condition=is_there))
    except UpdateError as error:
        if refused(error):
            return False
        raise
    return True


def _message(wish: BackWish, back: Back) -> EmailMultiAlternatives:
    own = digest_of_person(f"{wish.sku} {wish.person} {clock.to_text(wish.asked_at)}")
    return message(
        "back_in_stock",
        to=wish.person,
        subject=f"{back.name} is back in stock",
        context={
            "name": back.name,
            "price": back.variant.price,
            "link": back.link,
            "stop_link": stop_url(wish.digest),
        },
        message_id=f"back.{own}",
    )
