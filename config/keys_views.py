"""The list of keys that work on the staff pages, and the switch that turns them off."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.staff import StaffRequest, staff_only

KEYS: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]] = {
    "Everywhere": (
        (("/",), "", "Search"),
        (("?",), "", "This list"),
        (("G", "T"), "then", "Today"),
        (("G", "O"), "then", "Orders"),
        (("G", "P"), "then", "Packing station"),
        (("Esc",), "", "Close or clear"),
    ),
    "Lists": (
        (("J", "K"), "and", "Next and previous line"),
        (("X",), "", "Choose the line"),
        (("Enter",), "", "Open the line"),
        (("P",), "", "Pack the chosen orders"),
    ),
    "One order and packing": (
        (("N",), "", "The next act, the blue button"),
        (("R",), "", "Refund"),
        (("M",), "", "Add a note"),
        (("Ctrl", "Enter"), "with", "Dispatch"),
        (("Ctrl", "S"), "with", "Save a product"),
    ),
}


@staff_only("self")
@require_safe
def keys(request: StaffRequest) -> HttpResponse:
    """Every key, by where it works."""
    return render(request, "staff/keys.html", {"groups": KEYS, "lit_room": "none"})
