"""Pages about the shop itself: policies, robots.txt."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.public_page import public_page

POLICIES = {
    "shipping": "Delivery and charges",
    "refunds": "Returns and refunds",
    "privacy": "Privacy",
    "terms": "Terms of sale",
}
# Pages that belong to one person, that machines talk to, or that answer a question of the moment,
# are nothing for a search engine.
CLOSED = (
    "/*?q=",
    "/*&q=",
    "/account",
    "/cart",
    "/checkout",
    "/contact/",
    "/equipment/compare",
    "/equipment/seen",
    "/equipment/suggest",
    "/order-success",
    "/racket-builder?",
    "/track/",
    "/payment/",
    "/shipping/",
    "/staff/",
)


@require_safe
@public_page()
def policy(request: HttpRequest, name: str) -> HttpResponse:
    """One of the four policies; 404 for any other name."""
    if name not in POLICIES:
        raise Http404
    others = [(key, title) for key, title in POLICIES.items() if key != name]
    return render(request, f"pages/{name}.html", {"policy_title": POLICIES[name], "others": others})


@require_safe
@public_page(lasting="public, max-age=86400")
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    sitemap = f"Sitemap: {settings.SITE_URL}{reverse('catalog:sitemap')}\n"
    text = f"# {settings.SHOP_NAME}\nUser-agent: *\n{closed}\n{sitemap}"
    return HttpResponse(text, "text/plain; charset=utf-8")
