"""`manage.py reconcile [--from DAY] [--to DAY] [--apply] [--json]`: every rupee of Razorpay's books
beside ours. Ends with 1 while one is open, with 2 where nothing could be compared."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from pynamodb.exceptions import PynamoDBException

from config.errors import ShopError
from payments.razorpay import RazorpayDown
from payments.reconcile.books import Report
from payments.reconcile.printing import as_json, day, in_words
from payments.reconcile.progress import bars
from payments.services import reconcile_keeping as keeping
from payments.services.reconciling import DAYS, Period, reconcile

FIRST_DAY = date(2014, 1, 1)  # Razorpay took no payment before it


class Command(BaseCommand):
    """Reads, compares, mends if told to, and says how every rupee stands. Safe to run again."""

    help = (
        "Compare Razorpay's orders, payments and refunds with ours, both ways. Ends with 0 if"
        " nothing is open, with 1 while something is, with 2 if nothing could be compared: a wrong"
        " day, or Razorpay or DynamoDB did not answer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        first = (
            f"first day, Indian time; default {DAYS} days before the last, or since what is open"
        )
        last = "last day, Indian time, whole; default today until now"
        parser.add_argument("--from", dest="begin", type=_day, metavar="YYYY-MM-DD", help=first)
        parser.add_argument("--to", dest="end", type=_day, metavar="YYYY-MM-DD", help=last)
        parser.add_argument("--apply", action="store_true", help="mend what is clear")
        parser.add_argument("--json", action="store_true", help="for programs, in paise")

    def handle(self, *_: Any, **options: Any) -> None:
        """Report, then end with 1 if anything is open."""
        period = _period(options["begin"], options["end"])
        try:
            if options["begin"] is None:
                period = keeping.back_to_open(period, keeping.book())
            with bars() as tick:
                report = reconcile(period, by="Command", is_applied=options["apply"], tick=tick)
            is_kept = keeping.keep_result(report)
        except (ShopError, PynamoDBException) as error:
            raise CommandError(_trouble(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), indent=1))
        else:
            self.stdout.write("\n".join(in_words(report)))
        if not is_kept:
            self.stderr.write(_not_kept(report))
        if report.is_open:
            sys.exit(1)


def _trouble(error: Exception) -> str:
    if isinstance(error, RazorpayDown):
        return (
            f"Razorpay did not answer at {settings.RAZORPAY_BASE_URL}, so nothing can be said now."
            " See that the address and the keys are right, then run it again."
        )
    return f"Nothing can be said now: {error} Run it again."


def _not_kept(report: Report) -> str:
    """Why the staff page goes on showing what it did."""
    since = keeping.open_since(keeping.book())
    if since is not None and since < report.begin:
        words = f"Something is open since {day(since)}, before these days."
    else:
        words = "These days do not reach until now."
    return f"{words} The staff page goes on showing its last result; its next one has all of it."


def _period(begin: date | None, end: date | None) -> Period:
    """Whole Indian days, the last one included; up to now where no last day is named."""
    today = timezone.localdate()
    last = today if end is None else min(end, today)
    if min(last, begin or last) < FIRST_DAY:
        _refuse(f"Razorpay's books begin later than that. Name days from {FIRST_DAY} on.")
    first = last - timedelta(days=DAYS) if begin is None else begin
    if first > today:
        _refuse(f"--from {first} is in the future.")
    if first > last:
        _refuse(f"--from {first} is after --to {last}.")
    until = None if last == today else _midnight(last + timedelta(days=1)) - _SECOND
    return Period(_midnight(first), until)


_SECOND = timedelta(seconds=1)


def _refuse(words: str) -> None:
    raise CommandError(f"{words} Nothing was compared.", returncode=2)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=timezone.get_default_timezone())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day; write it like 2026-11-23") from None
