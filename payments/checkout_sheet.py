"""The checkout page's forms: the one that counts, and for a signed-in shopper the one in which an
address is typed while a kept one is ticked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from payments.checkout_form import CheckoutForm
from payments.saved_addresses import ANOTHER, Saved, saved_of
from shipping.pincode_cookie import pincode_in

SIGNED_OUT = "You are signed out by now. Sign in again, or write where it should go."
GONE = "This address is not in your book any more. Look where it goes now."


@dataclass(frozen=True)
class Sheet:
    """`form` is what is looked at and placed; `typed` is what the fields of another address show;
    `saved` is None for a guest."""

    form: CheckoutForm
    typed: CheckoutForm
    saved: Saved | None


def first_sheet(request: HttpRequest) -> Sheet:
    """The page as it is asked for by its address: the default address, or the pincode that this
    browser asked for last."""
    wanted = request.GET.get("address", "")[:100]
    pincode = request.GET.get("pincode", "")[:10]
    if not pincode and wanted != ANOTHER:
        pincode = pincode_in(request)
    return _drawn(request, {"pincode": pincode, "way": request.GET.get("way", "")}, wanted)


def looked_at(request: HttpRequest) -> Sheet:
    """The page as it was sent to be looked at: all that was typed stays, nothing is refused."""
    given = request.POST.dict()
    return _drawn(request, given, given.get("address", ""))


def sent(request: HttpRequest) -> Sheet:
    """The page as it was sent to be ordered."""
    given = request.POST.dict()
    saved = saved_of(request, given.get("address", ""))
    if saved is None:
        form = CheckoutForm(given)
        if given.get("address", ANOTHER) != ANOTHER:
            form.add_error(None, SIGNED_OUT)
        return Sheet(form, form, None)
    form = CheckoutForm(saved.meant(given), is_kept=saved.chosen is not None)
    if saved.is_gone:
        form.add_error("address", GONE)
    typed = CheckoutForm(initial=saved.typed(given)) if saved.chosen else form
    return Sheet(form, typed, saved)


def _drawn(request: HttpRequest, given: Mapping[str, str], wanted: str) -> Sheet:
    saved = saved_of(request, wanted)
    if saved is None:
        form = CheckoutForm(initial=given)
        return Sheet(form, form, None)
    form = CheckoutForm(initial=saved.meant(given))
    typed = CheckoutForm(initial=saved.typed(given)) if saved.chosen else form
    return Sheet(form, typed, saved)
