"""`manage.py engine`: the local engine alone, for a shell beside the shop."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.local.engine import Engine
from config.local.household import AskedToStop, stoppable
from config.local.processes import DidNotStart, PortTaken


class Command(BaseCommand):
    """Runs until Ctrl-C; what was written is kept under `var/engine`."""

    help = "Run the local DynamoDB engine alone, until Ctrl-C (`make run` starts it by itself)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Start it, say where it is, and stop it when asked to."""
        engine = Engine(settings.ENGINE_PORT, state=settings.VAR_DIR / "engine")
        try:
            with stoppable(), engine:
                self.stdout.write(f"DynamoDB is at {engine.url}. Ctrl-C stops it.")
                while engine.child and engine.child.exit_code is None:
                    time.sleep(0.2)
        except (PortTaken, DidNotStart) as trouble:
            raise CommandError(str(trouble)) from trouble
        except AskedToStop:
            self.stdout.write("The engine has saved and stopped.")
        else:
            raise CommandError("The engine ended by itself: see var/engine/engine.log.")
