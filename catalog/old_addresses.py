"""Where the pages of the shop's earlier site have gone: bookmarks and search engines still name
them. A page that has not moved anywhere is a 404 with a search."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.views.decorators.http import require_safe

from catalog import gone
from catalog.rules import Category
from catalog.shelf import shelf

MOST = 200  # letters of a question that are carried over
# Old page → (name of the page that it is now, what the address of that page needs).
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "home": ("catalog:home", {}),
    "orders": ("orders:account", {}),
    "my-orders": ("orders:account", {}),
    "profile": ("orders:account", {}),
    "login": ("customers:sign-in", {}),
    "contact-us": ("contact", {}),
    "privacy-policy": ("policy", {"name": "privacy"}),
    "privacy": ("policy", {"name": "privacy"}),
    "terms-and-conditions": ("policy", {"name": "terms"}),
    "terms": ("policy", {"name": "terms"}),
    "refund-policy": ("policy", {"name": "refunds"}),
    "return-policy": ("policy", {"name": "refunds"}),
    "shipping-policy": ("policy", {"name": "shipping"}),
}
LISTS = ("products", "shop", "store", "catalog")
OF_ONE = ("products", "product", "shop", "store", "equipments")
OF_A_KIND = ("category", "categories", "equipment/category")
CARRIED = {"category": "category", "brand": "brand", "search": "q", "q": "q"}


@require_safe
def moved(request: HttpRequest, page: str) -> HttpResponse:
    """To the page that stands in the place of an old one, for good."""
    name, needs = PAGES[page]
    return redirect(reverse(name, kwargs=needs), permanent=True)


@require_safe
def moved_list(request: HttpRequest) -> HttpResponse:
    """To the list, with what was asked of the old one as far as ours knows it."""
    asked = {CARRIED[k]: v[:MOST] for k, v in request.GET.items() if k in CARRIED and v}
    if asked.get("category") not in list(Category):
        asked.pop("category", None)
    query = f"?{urlencode(asked)}" if asked else ""
    return redirect(f"{reverse('catalog:list')}{query}", permanent=True)


@require_safe
def moved_kind(request: HttpRequest, category: str) -> HttpResponse:
    """To the list of a category."""
    return redirect(
        f"{reverse('catalog:list')}?{urlencode({'category': category})}", permanent=True
    )


@require_safe
def moved_product(request: HttpRequest, product_id: str) -> HttpResponse:
    """To the product, whose id came along from the earlier site: its page knows whether it is still
    sold, and says what there is instead. What has never been in the shop is a 404 here."""
    if product_id not in shelf().products:
        gone.once_on_sale(product_id)
    return redirect(reverse("catalog:product", args=[product_id]), permanent=True)


urlpatterns: list[URLPattern] = [
    *(path(page, moved, {"page": page}) for page in PAGES),
    *(path(name, moved_list) for name in LISTS),
    *(
        path(f"{above}/{category.value}", moved_kind, {"category": category.value})
        for above in OF_A_KIND
        for category in Category
    ),
    *(path(f"{name}/<str:product_id>", moved_product) for name in OF_ONE),
]
