"""The racket builder: its address is the racket, and its button puts that into the cart."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog import shelf
from catalog.art.choice.flat import handle_of, sponge_of, wood_of
from catalog.art.racket import Racket
from catalog.build import Build, Role
from catalog.build_choosing import build_of
from catalog.build_law import BLACK, BRIGHT, colour_of
from catalog.pictures import goods_of
from catalog.structured import absolute
from config.errors import ShopError
from config.own_pages import from_our_pages
from config.public_page import public_page
from orders import rackets
from orders.build_page import LOOKING, ONE, Beside, builder
from orders.cart import Cart, cart_of, keep_cart, quantity_from
from orders.errors import NoSuchRacket

FOR_A_WHILE = "public, max-age=86400"


_SHOWN = frozenset({*Role, *LOOKING})


def _is_own(name: str) -> bool:
    """A racket of the cart that is being changed, a pincode, an answer of the form."""
    return name not in _SHOWN


@require_safe
@public_page(asks=_SHOWN.__contains__, own=_is_own)
def build(request: HttpRequest) -> HttpResponse:
    """The racket of the address with today's prices and stock. An address that says it in another
    way, as the form does, leads to the one that names the three parts."""
    page = builder(shelf.shelf(), request.GET.dict(), _beside(request))
    if page is None:
        return render(request, "orders/build_none.html")
    if request.GET and not _is_plain(request):
        return redirect(page.here)
    canonical, address = absolute(reverse("orders:build")), absolute(page.address)
    context = {"page": page, "canonical": canonical, "address": address}
    return render(request, "orders/build.html", context)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The racket of the address, drawn; 404 where a part is not on sale."""
    found = build_of(shelf.shelf(), request.GET.dict())
    if found is None:
        raise Http404
    response = HttpResponse(_drawn(found), content_type="image/svg+xml")
    response["Cache-Control"] = FOR_A_WHILE
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@never_cache
@require_POST
@from_our_pages
def add(request: HttpRequest) -> HttpResponse:
    """Put the racket into the cart, in the place of the one that was opened to be changed."""
    found = build_of(shelf.shelf(), request.POST.dict())
    if found is None:
        messages.error(request, str(NoSuchRacket()))
        return redirect("orders:cart")
    key = rackets.key_of(found.skus.values())
    try:
        chosen = _with_racket(request, key, found)
    except ShopError as refusal:
        messages.error(request, f"Racket: {found.blade.product.name}: {refusal}")
        return redirect("orders:cart")
    messages.success(request, f"Racket: {found.blade.product.name} is in your cart.")
    response = redirect("orders:cart")
    keep_cart(response, chosen)
    return response


def _with_racket(request: HttpRequest, key: str, found: Build) -> Cart:
    rackets.check_legal(shelf.shelf(), [key])
    cart, edited = cart_of(request), request.POST.get("edit", "")
    if edited in cart.wanted and rackets.parts_in(edited):
        return _changed(cart, edited, key, found.price)
    if edited and key in cart.wanted:  # pressed twice: it was changed the first time
        return cart
    quantity = quantity_from(request.POST.get("quantity") or "1")
    return cart.adding(key, quantity, found.price)


def _changed(cart: Cart, edited: str, key: str, price_paise: int) -> Cart:
    """The racket in the place of the edited one; the same one elsewhere in the cart joins it."""
    pieces = sum(cart.wanted[each].quantity for each in {edited, key} & cart.wanted.keys())
    others = {each: line for each, line in cart.wanted.items() if each != key or edited == key}
    renamed = {key if each == edited else each: line for each, line in others.items()}
    return Cart(renamed).with_quantity(key, pieces, price_paise)


def _beside(request: HttpRequest) -> Beside:
    """How many of a racket that is being changed are wanted, and what else the cart takes."""
    edited = request.GET.get("edit", "")
    wanted = cart_of(request).quantities() if edited else {}
    if edited not in wanted:
        return ONE
    rackets_wanted = wanted.pop(edited)
    return Beside(rackets_wanted, rackets.by_sku(wanted))


def _is_plain(request: HttpRequest) -> bool:
    """Whether the address names all three parts and asks for nothing by pills."""
    known = {*Role, "edit", *LOOKING}
    return all(request.GET.get(role) for role in Role) and request.GET.keys() <= known


def _drawn(found: Build) -> str:
    blade, sheet = goods_of(*_of(found, Role.BLADE)), goods_of(*_of(found, Role.FOREHAND))
    return Racket(
        brand=found.blade.product.brand,
        wood=wood_of(blade),
        handle=handle_of(blade),
        forehand=_shown(colour_of(found.forehand)),
        backhand=_shown(colour_of(found.backhand)),
        sponge=sponge_of(sheet),
        name=sheet.short_name,
        seed=blade.seed,
        ground="none",
    ).svg()


def _of(found: Build, role: Role) -> tuple[shelf.ShelfProduct, str]:
    piece = found.parts[role]
    return piece.product, piece.variant.sku


def _shown(colour: str) -> str:
    return colour if colour in (BLACK, *BRIGHT) else BLACK
