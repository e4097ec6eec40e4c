"""`manage.py list_team`: put everybody who works here on the list of the team."""

from typing import Any

from django.core.management.base import BaseCommand

from customers.models import Customer
from customers.services import roster


class Command(BaseCommand):
    """Reads every customer once; safe to run twice and while the shop sells."""

    help = (
        "Enters who works here since before there was a list of the team; else they are on it"
        " only after their next sign-in."
    )

    def handle(self, **_: Any) -> None:
        """Enter them, and say how many there are."""
        rows = Customer.scan(Customer.role.exists(), attributes_to_get=["customerId", "email"])
        ids = [row.customer_id for row in rows]
        for each in ids:
            roster.see_that_listed(each)
        self.stdout.write(f"{len(ids)} on the list.")
