""" "Tell me when it is back", and the link in the mail that ends it."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.queries import on_shelf_by_sku
from config.errors import TooMany
from config.network import network_of
from config.own_pages import from_our_pages
from customers.services.throttling import hit
from orders.back_forms import BackForm
from orders.back_links import digest_in
from orders.services.awaiting import ask, stop_all

MOST, WINDOW = 20, timedelta(hours=1)  # wishes from one network
TAKEN = (
    "We write to you once, when this is in stock again. If it is not within 90 days, your address"
    " is forgotten."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
def back(request: HttpRequest) -> HttpResponse:
    """Ask to be told; the answer is the same for every address."""
    sku = request.GET.get("sku", "")
    found = on_shelf_by_sku([sku]).get(sku)
    if found is None:
        raise Http404
    product, variant = found
    page = f"{reverse('catalog:product', args=[product.product_id])}?{urlencode({'sku': sku})}"
    if variant.stock:
        return redirect(page)
    form = BackForm(request.POST if request.method == "POST" else None, auto_id="back-%s")
    status = 200 if request.method != "POST" else 422
    if form.is_valid():
        try:
            hit(f"back/{network_of(request)}", MOST, WINDOW)
            ask(
                person=form.cleaned_data["email"],
                sku=sku,
                product_id=product.product_id,
                seller_id=product.seller_id,
            )
        except TooMany as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            messages.success(request, TAKEN)
            return redirect(request.get_full_path())
    context = {"form": form, "product": product, "variant": variant, "page": page}
    return render(request, "orders/back/page.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End all of one person's waiting, by a press: programs that look mails through open links,
    and press nothing. A wrong link is a 404."""
    digest = digest_in(token)
    is_over = request.method == "POST"
    if is_over:
        stop_all(digest)
    response = render(request, "orders/back/stop.html", {"is_over": is_over})
    response["Referrer-Policy"] = "same-origin"  # the address itself is the key
    return response
