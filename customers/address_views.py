"""The address book of a signed-in shopper."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.errors import NotFound, ShopError
from config.shopper import ShopperRequest, safe_next, shopper_only
from config.templatetags.shop import telephone
from customers.address_forms import BookForm, fields_of
from customers.services.address_book import book_of, keep, make_default, own_address
from customers.services.address_book import remove as take_out
from customers.services.keeping import MOST_ADDRESSES

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@shopper_only
@require_safe
def index(request: ShopperRequest) -> HttpResponse:
    """All addresses, the default first."""
    book = book_of(request.shopper.customer_id)
    context = {"book": book, "most": MOST_ADDRESSES, "is_full": len(book) >= MOST_ADDRESSES}
    return render(request, "customers/addresses.html", context)


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ShopperRequest) -> HttpResponse:
    """A new address."""
    if request.method == "POST":
        return _keep(request, BookForm(request.POST))
    known = {"name": request.shopper.name, "phone": telephone(request.shopper.phone)}
    return _page(request, BookForm(initial=known))


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ShopperRequest, address_id: str) -> HttpResponse:
    """Change an address. Anybody else's is a 404."""
    address = own_address(request.shopper.customer_id, address_id)
    if request.method == "POST":
        return _keep(request, BookForm(request.POST), address_id)
    initial = {**fields_of(address), "is_default": address.is_default}
    return _page(request, BookForm(initial=initial), address_id)


@shopper_only
@require_POST
def default(request: ShopperRequest, address_id: str) -> HttpResponse:
    """Let this one be ticked at the checkout."""
    make_default(request.shopper.customer_id, address_id)
    messages.success(request, "That address is ticked at the checkout from now on.")
    return redirect("customers:addresses")


@shopper_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: ShopperRequest, address_id: str) -> HttpResponse:
    """Ask once, then take the address out. Pressed twice, it is gone all the same."""
    shopper = request.shopper.customer_id
    if request.method == "POST":
        if take_out(shopper, address_id):
            messages.success(request, "The address is gone from your book.")
        return redirect("customers:addresses")
    context = {"address": own_address(shopper, address_id)}
    return render(request, "customers/address_remove.html", context)


def _keep(request: ShopperRequest, form: BookForm, instead_of: str | None = None) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, instead_of, status=WRONG)
    is_default = form.cleaned_data["is_default"]
    try:
        keep(
            request.shopper.customer_id,
            form.written(),
            is_default=is_default,
            instead_of=instead_of,
        )
    except NotFound:
        raise
    except ShopError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, instead_of, status=WRONG)
    messages.success(request, "The address is kept.")
    return HttpResponseRedirect(_onward(request))


def _onward(request: ShopperRequest) -> str:
    """The page that led here, as the checkout does, or the book."""
    wanted = request.POST.get("next", "")
    return safe_next(request, wanted) if wanted else reverse("customers:addresses")


def _page(
    request: ShopperRequest, form: BookForm, address_id: str | None = None, *, status: int = 200
) -> HttpResponse:
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    context: dict[str, Any] = {"form": form, "is_new": address_id is None, "next": wanted}
    return render(request, "customers/address.html", context, status=status)
