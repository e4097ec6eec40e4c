"""`manage.py run_shop`: the whole shop with engine, sandbox and demo data; behind `make run`."""

import http.client
import os
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.local.engine import Engine
from config.local.household import AskedToStop, Household, stoppable
from config.local.ports import Ports
from config.local.processes import LOOPBACK, DidNotStart, PortTaken
from config.requirements import is_loopback


class Command(BaseCommand):
    """Starts engine, tables, sandbox, demo, server and worker, and stops them the other way."""

    help = "Serve the shop with demo data on this machine, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One folder, so that a test leaves the developer's data alone."""
        parser.add_argument(
            "--data", type=Path, default=settings.VAR_DIR, help="where data and logs are kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until asked to stop (exit 0) or until a child ends by itself (exit 1)."""
        data: Path = options["data"].resolve()
        ports = _ports()
        env = ports.environment(os.environ)
        own_engine = _engine_wanted(env, ports)
        if troubles := ports.troubles(engine=own_engine):
            raise CommandError("\n".join(troubles))
        try:
            with stoppable(), Household(logs=data / "log", env=env) as house:
                if own_engine:
                    self._start_engine(house, Engine(ports.engine, state=data / "engine"))
                self._open(house, ports, sandbox_state=data / "sandbox")
                ended = self._watch(house)
        except (PortTaken, DidNotStart) as trouble:
            raise CommandError(str(trouble)) from trouble
        except AskedToStop:
            self.stdout.write(f"\nStopped; the data is kept under {data.name}/.")
        else:
            raise CommandError(ended)

    def _start_engine(self, house: Household, engine: Engine) -> None:
        self._say("starting the local engine")
        engine.start()
        if engine.child:
            house.take_in(engine.child, engine.stop)

    def _open(self, house: Household, ports: Ports, *, sandbox_state: Path) -> None:
        self._say("making the tables, starting the sandbox of Razorpay and Shiprocket")
        sandbox = house.start("sandbox", ["manage", "sandbox", "--state", str(sandbox_state)])
        house.run("tables", ["manage", "ensure_tables"])
        sandbox.wait_until(lambda: _is_open(ports.sandbox))
        self._say("loading the demo (the first time takes a little)")
        sign_ins = house.run("demo", ["manage", "load_demo"])
        self._say("opening the shop")
        server = ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
        house.start("server", server).wait_until(lambda: _is_healthy(ports.web))
        house.start("worker", ["manage", "worker"])
        self._welcome(ports, sign_ins)

    def _watch(self, house: Household) -> str:
        while not (child := house.who_ended()):
            time.sleep(0.2)
        return (
            f"The {child.name} ended by itself (exit {child.exit_code}), so everything was"
            f" stopped. The end of its log:\n{child.last_words()}"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()

    def _welcome(self, ports: Ports, sign_ins: str) -> None:
        self.stdout.write(
            f"\n{sign_ins.strip()}\n\n"
            f"  Shop      http://{LOOPBACK}:{ports.web}/\n"
            f"  Staff     http://{LOOPBACK}:{ports.web}/staff/\n"
            f"  Sandbox   http://{LOOPBACK}:{ports.sandbox}/"
            "  (payments, parcels, the mails sent, the codes of phones)\n"
            "  Logs      var/log/\n\n"
            "Ctrl-C stops it all."
        )
        self.stdout.flush()


def _ports() -> Ports:
    web = os.environ.get("PORT", "8000")
    if not web.isdecimal():
        raise CommandError(f"PORT is {web!r}; it must be a number such as 8000.")
    return Ports(web=int(web), engine=settings.ENGINE_PORT, sandbox=settings.SANDBOX_PORT)


def _engine_wanted(env: dict[str, str], ports: Ports) -> bool:
    """Whether the tables are to be on our own engine; never let the demo near a real account."""
    endpoint = env.get("DYNAMODB_ENDPOINT", "")
    if not is_loopback(endpoint):
        raise CommandError(
            "`make run` loads demo data, so it only runs on tables of this machine: set"
            f" DYNAMODB_ENDPOINT=http://{LOOPBACK}:{ports.engine} in .env."
        )
    return endpoint == f"http://{LOOPBACK}:{ports.engine}"


def _is_open(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
