"""What of the money stands still: payments whose order nobody knows."""

from collections.abc import Iterator

from django.urls import reverse

from config.staff import StaffMember
from config.stuck import Stuck
from payments import queries


def stuck(member: StaffMember) -> Iterator[Stuck]:
    """One read by key, for those who see payments."""
    number = len(queries.unmatched()) if member.may("payments.see") else 0
    if number:
        yield Stuck(
            "A payment of nobody" if number == 1 else f"{number} payments of nobody",
            "Find its order, or give it back.",
            reverse("staff:payments:index"),
            "See payments",
        )
