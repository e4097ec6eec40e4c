"""`manage.py rebuild_days [--from DAY] [--to DAY]`: count the day sums of the charts anew."""

from argparse import ArgumentTypeError
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pynamodb.exceptions import PynamoDBException
from tqdm import tqdm

from config import clock
from config.errors import ShopError
from orders.day_rules import day_of
from orders.services.day_sums import SHOWN, count_day

MOST = 3660  # days


class Command(BaseCommand):
    """Safe to run again, beside the worker and beside sales: each day is counted as it stands."""

    help = (
        f"Count what the orders of each Indian day come to, anew: by default the last {SHOWN} days,"
        " which is what the charts show."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="begin", type=_day, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="end", type=_day, metavar="YYYY-MM-DD")

    def handle(self, *_: Any, **options: Any) -> None:
        """Count day after day, with a bar on a terminal, and say how many were counted."""
        days = _wanted(options["begin"], options["end"])
        try:
            for day in tqdm(days, desc="Counting days", unit="", disable=None):  # tty only
                count_day(day, now=clock.now())
        except (ShopError, PynamoDBException) as error:
            raise CommandError(f"It stopped: {error} Run it again.") from error
        self.stdout.write(f"{len(days)} days counted, from {days[0]} to {days[-1]}.")


def _wanted(begin: date | None, end: date | None) -> list[date]:
    today = day_of(clock.now())
    last = min(end or today, today)
    first = begin or last - timedelta(days=SHOWN - 1)
    number = (last - first).days + 1
    if not 1 <= number <= MOST:
        raise CommandError(f"From {first} to {last} are {max(number, 0)} days. Nothing was done.")
    return [first + timedelta(days=each) for each in range(number)]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write it like 2026-11-23") from None
