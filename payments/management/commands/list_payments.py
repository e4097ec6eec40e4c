"""`list_payments`: make the staff's lists of payments anew, and the sums of their months."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from config.dynamo import write
from orders.register_months import month_in
from payments.listed import Listed
from payments.models import Payment
from payments.services.listing import entries_of
from payments.services.month_sums import add_up


class Command(BaseCommand):
    """Reads every payment once; safe to run twice and while the shop sells."""

    help = "Enter every payment, refund and dispute in the staff's lists, and add the months up."

    def handle(self, **_: Any) -> None:
        months, count = set(), 0
        rows = Payment.scan(~Payment.payment_id.startswith("#"), consistent_read=True)
        for row in tqdm(rows, unit="payment", disable=None):  # None: tty only
            if row.payment_id == row.razorpay_order_id:  # of an opening, not a payment
                continue
            count += 1
            for entry in entries_of(row):
                write(entry.save)
                if entry.key.startswith(f"#list/{Listed.ALL}/"):
                    months.add(entry.key.rpartition("/")[2])
        for month in sorted(month for month in months if month >= "2000"):
            add_up(month_in(month))
        self.stdout.write(f"{count} payments of {len(months)} months listed.")
