"""`manage.py load_demo`: goods, staff, customers and orders to look at, on this machine only."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.demo.loading import load_products
from config.errors import ShopError
from config.requirements import is_loopback
from payments.demo.loading import load_orders
from payments.demo.team import hire


class Command(BaseCommand):
    """Safe to run twice: a second run makes only what is missing, and prints the sign-ins again."""

    help = "Load goods, staff, customers and orders to look at. Only into tables of this machine."
    requires_system_checks: list[str] = []  # `make run` calls it at every start

    def handle(self, *_: Any, **__: Any) -> None:
        """Make what is missing and say in a dozen lines what there is and how to sign in."""
        if not is_loopback(settings.DYNAMODB_ENDPOINT or ""):
            where = settings.DYNAMODB_ENDPOINT or "empty, which means Amazon's own"
            raise CommandError(
                "The demo goes into tables of this machine only, but DYNAMODB_ENDPOINT is"
                f" {where}. Nothing was done."
            )
        try:
            with _warnings_only():
                self._load()
        except ShopError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _load(self) -> None:
        self.stdout.write(f"Demo products: {load_products() or 'none'} added.")
        strangers = [url for url in _vendors() if not is_loopback(url)]
        if strangers:
            self.stdout.write(f"Demo orders: none, for {strangers[0]} is not our sandbox.")
        else:
            made, waiting = load_orders()
            self.stdout.write(f"Demo orders: {made or 'none'} added.")
            for name, why in list(waiting.items())[:3]:
                self.stdout.write(f"  {name} was not made, the next run tries again: {why}")
        self.stdout.write("\n".join(["Sign-ins of the staff pages:", *hire()]))


def _vendors() -> tuple[str, str]:
    return settings.RAZORPAY_BASE_URL, settings.SHIPROCKET_BASE_URL


@contextmanager
def _warnings_only() -> Iterator[None]:
    """What goes as it should is not told line by line: `make run` shows what is printed here."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.setLevel(before)
