"""The promise by pincode, lent to the pages of a product and of the cart."""

from collections.abc import Sequence

from django import template
from django.http import HttpRequest
from django.template import Context

from catalog.build import Build
from catalog.shelf import ShelfProduct, ShelfVariant
from config import clock
from config.errors import TooMany
from orders.cart import Cart
from orders.cart_lines import CartLine
from shipping.asking import asking_of
from shipping.forms import PincodeForm
from shipping.pincode_cookie import NAME, pincode_in
from shipping.promise_words import Told, told, told_nothing
from shipping.promises import estimate_for
from shipping.services.promising import pieces_of, promise_for

register = template.Library()


@register.simple_tag(takes_context=True)
def promised(context: Context, product: ShelfProduct, variant: ShelfVariant | None) -> Told:
    """The promise for one piece, at the pincode of the address or else of the browser."""
    if variant is None:
        return told_nothing(clock.now())
    return _told(context["request"], [CartLine(product, variant, 1, variant.price)])


@register.simple_tag(takes_context=True)
def cart_promised(context: Context, cart: Cart) -> Told:
    """The promise for all that is in the cart, in one parcel."""
    return _told(context["request"], cart.lines)


@register.simple_tag(takes_context=True)
def racket_promised(context: Context, build: Build) -> Told:
    """The promise for a racket that we glue, in one parcel."""
    parts = build.parts.items()
    return _told(
        context["request"],
        [CartLine(each.product, each.variant, 1, each.variant.price, role) for role, each in parts],
    )


@register.simple_tag
def pincode_cookie() -> str:
    """The name of the cookie that holds the pincode asked for last."""
    return NAME


def _told(request: HttpRequest, lines: Sequence[CartLine]) -> Told:
    now, given = clock.now(), request.GET.get("pincode", "") or pincode_in(request)
    if not given:
        return told_nothing(now)
    form = PincodeForm({"pincode": given})
    if not form.is_valid():
        return told_nothing(now, pincode=given[:20], error=form.complaint)
    pincode = form.cleaned_data["pincode"]
    try:
        promise = promise_for(pincode, pieces_of(lines), now=now, before_asking=asking_of(request))
    except TooMany:
        promise = estimate_for(pincode, now=now)
    return told(promise, lines)
