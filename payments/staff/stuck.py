"""What of the money stands still: payments whose order nobody knows."""

from collections.abc import Iterator

from django.urls import reverse

from config.staff import StaffMember
from config.stuck import Stuck
from payments.staff.numbers import unmatched


def stuck(member: StaffMember) -> Iterator[Stuck]:
    """What is counted for all pages, for those who see payments."""
    number = unmatched() if member.may("payments.see") else 0
    if number:
        yield Stuck(
            "A payment of nobody" if number == 1 else f"{number} payments of nobody",
            "Find its order, or give it back.",
            reverse("staff:payments:index"),
            "See payments",
        )
