"""`manage.py reconcile [--from DAY] [--to DAY] [--apply] [--json]`: every rupee of Razorpay's books
beside ours. Ends with 1 while one is open, with 2 where nothing could be compared."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from pynamodb.exceptions import PynamoDBException
from tqdm import tqdm

from config import clock
from config.errors import ShopError
from payments.reconcile.books import Report
from payments.reconcile.printing import as_json, in_words
from payments.services.reconcile_keeping import keep_result
from payments.services.reconciling import DAYS, Period, reconcile


class Command(BaseCommand):
    """Reads, compares, mends if told to, and says how every rupee stands. Safe to run again."""

    help = "Compare Razorpay's orders, payments and refunds with ours; exit 1 while one is open."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="begin", type=_day, metavar="YYYY-MM-DD", help=f"{DAYS} days ago"
        )
        parser.add_argument("--to", dest="end", type=_day, metavar="YYYY-MM-DD", help="until now")
        parser.add_argument("--apply", action="store_true", help="mend what is clear")
        parser.add_argument("--json", action="store_true", help="for programs, in paise")

    def handle(self, *_: Any, **options: Any) -> None:
        """Report, then end with 1 if anything is open."""
        period = _period(options["begin"], options["end"])
        try:
            report = _run(period, is_applied=options["apply"])
            keep_result(report)
        except (ShopError, PynamoDBException) as error:
            words = f"Nothing can be said now: {error} Run it again."
            raise CommandError(words, returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), indent=1))
        else:
            self.stdout.write("\n".join(in_words(report)))
        if report.is_open:
            sys.exit(1)


def _run(period: Period, *, is_applied: bool) -> Report:
    with tqdm(unit=" read", disable=None) as bar:  # None: tty only

        def tick(what: str, count: int) -> None:
            bar.set_description(what)
            bar.update()

        return reconcile(period, by="Command", is_applied=is_applied, tick=tick)


def _period(begin: date | None, end: date | None) -> Period:
    """Whole Indian days, the last one included; up to now where no last day is named."""
    now = clock.now()
    until = None if end is None else _midnight(end + timedelta(days=1)) - _SECOND
    since = (until or now) - timedelta(days=DAYS) if begin is None else _midnight(begin)
    if since > min(until or now, now):
        raise CommandError("--from is after --to, or in the future. Nothing was compared.")
    return Period(since, None if until is None or until >= now else until)


_SECOND = timedelta(seconds=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write it like 2026-11-23") from None
