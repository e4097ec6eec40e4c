"""Products side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.comparing import FEWEST, MOST, compared
from catalog.rules import KINDS
from catalog.shelf import shelf
from config.public_page import public_page


@require_safe
@public_page(asks={"id", "only"}.__contains__)
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four products, all that is wanted in the address: it can be sent to a friend."""
    asked = compared(shelf().products, request.GET.getlist("id"), only=request.GET.get("only", ""))
    first = asked.products[0] if asked.products else None
    kind = KINDS[first.category] if first else None
    up = [("Equipment", reverse("catalog:list"))]
    context = {
        "crumbs": up,
        "asked": asked,
        "rows": asked.rows,
        "is_enough": len(asked.products) >= FEWEST,
        "has_room": len(asked.products) < MOST,
        "kind": kind,
        "category": first.category.value if first else "",
    }
    return render(request, "catalog/compare.html", context)
