"""`manage.py sandbox`: Razorpay, Shiprocket and a mail server for one machine."""

import os
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from payments.sandbox.server import HOST, listening


class Command(BaseCommand):
    """Serves until SIGTERM or Ctrl-C."""

    help = "Serve the stand-ins for Razorpay, Shiprocket and the mail server on 127.0.0.1."
    requires_system_checks: list[str] = []  # the shop's own checks are not its business

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ports (0: any free one), events that are sent at once, and the folder of the ledger."""
        parser.add_argument("--port", type=int, default=settings.SANDBOX_PORT)
        parser.add_argument("--smtp-port", type=int, default=None, help="default: port + 24")
        hands = int(os.environ.get("SANDBOX_HANDS", "1"))
        parser.add_argument("--hands", type=int, default=hands, help="events sent at once")
        parser.add_argument("--state", type=Path, default=settings.VAR_DIR / "sandbox")

    def handle(self, *_: Any, **options: Any) -> None:
        """Say where it listens, in one line, then serve."""
        port, smtp_port = options["port"], options["smtp_port"]
        if smtp_port is None:
            smtp_port = port + 24 if port else 0
        try:
            rest = {"state": options["state"], "hands": options["hands"]}
            with listening(port=port, smtp_port=smtp_port, **rest) as here:
                self.stdout.write(
                    f"Sandbox on http://{HOST}:{here.port} (mails: smtp://{HOST}:{here.smtp_port})"
                )
                self.stdout.flush()
                for wanted in (signal.SIGTERM, signal.SIGINT):
                    # shutdown() waits for the loop, which is this very thread.
                    signal.signal(wanted, lambda *_: _shut(here.server.shutdown))
                here.server.serve_forever(poll_interval=0.2)
        except OSError as error:
            raise CommandError(
                f"Port {port} or {smtp_port} of {HOST} cannot be used ({error.strerror}). Choose"
                " others with SANDBOX_PORT, or --port and --smtp-port."
            ) from error


def _shut(shutdown: Any) -> None:
    threading.Thread(target=shutdown, daemon=True).start()
