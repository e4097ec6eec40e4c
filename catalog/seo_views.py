"""What search engines and other sites ask for: the list of our addresses, and cards for links."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog import cards
from catalog.queries import product_on_shelf
from catalog.shelf import shelf
from catalog.sitemap import sitemap_of
from config.picture_storage import FOR_EVER
from config.public_page import public_page

FOR_A_WHILE = "public, max-age=300"


@require_safe
@public_page(lasting=FOR_A_WHILE)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that a search engine may show, with its pictures and its last change."""
    return HttpResponse(sitemap_of(shelf()), content_type="application/xml; charset=utf-8")


@require_safe
def product_card(request: HttpRequest, product_id: str) -> HttpResponse:
    """The card of a product on sale; 404 for any other."""
    product = product_on_shelf(product_id)
    return _picture(request, cards.card(product), cards.card_facts(product))


@require_safe
def shop_card(request: HttpRequest) -> HttpResponse:
    """The card of all other pages."""
    return _picture(request, cards.shop_card(), cards.shop_facts())


def _picture(request: HttpRequest, content: bytes, facts: cards.Facts) -> HttpResponse:
    response = HttpResponse(content, content_type="image/jpeg")
    is_current = request.GET.get("v") == cards.card_version(facts)
    response["Cache-Control"] = FOR_EVER if is_current else FOR_A_WHILE
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
