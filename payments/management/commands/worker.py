"""`manage.py worker [--once] [--every SECONDS]`: passes of the worker until it is told to stop."""

import logging
import secrets
import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from prometheus_client import start_http_server

from config import metrics, staff_numbers
from config.logs import about
from payments.services import counting_days, month_sums, reconcile_duty, worker_mark
from payments.services.working import Pass, one_pass

log = logging.getLogger(__name__)
THOROUGH_EVERY = 600.0  # seconds


class Command(BaseCommand):
    help = "Do what should be true and is not: holds, payments, parcels, refunds, mails."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one thorough pass, then end")
        parser.add_argument("--every", type=float, default=3.0, help="seconds between passes")

    def handle(self, **options: Any) -> None:
        if options["once"]:
            result = _passed(is_thorough=True)
            counting_days.look()
            month_sums.look()
            staff_numbers.look()
            self.stdout.write(_words(result))
            return
        if settings.WORKER_METRICS_PORT:
            start_http_server(settings.WORKER_METRICS_PORT, "127.0.0.1", metrics.OURS)
        told = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: told.set())
        thorough_at = 0.0
        while not told.is_set():
            is_thorough = time.monotonic() >= thorough_at
            if is_thorough:
                thorough_at = time.monotonic() + THOROUGH_EVERY
            _passed(is_thorough=is_thorough)
            counting_days.look()
            month_sums.look()
            reconcile_duty.look()
            staff_numbers.look()
            told.wait(options["every"])


def _passed(*, is_thorough: bool) -> Pass:
    """One pass, counted and noted; every line of the log that it writes bears its number."""
    began = time.perf_counter()
    with about(pass_id=secrets.token_hex(4)):
        result = one_pass(is_thorough=is_thorough)
        if result.changed or result.troubles:
            log.info("Worker: %s", _words(result))
        seconds = time.perf_counter() - began
        metrics.passed(result.done, result.troubles, is_thorough=is_thorough, seconds=seconds)
        worker_mark.note(result.troubles, mails=result.mails, done=result.done)
    return result


def _words(result: Pass) -> str:
    done = [f"{count} {name}" for name, count in result.done.items() if count]
    troubles = [f"{result.troubles} left for the next pass"] if result.troubles else []
    return ", ".join([*done, *troubles]) or "nothing to do"
