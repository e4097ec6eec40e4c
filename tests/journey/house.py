"""The whole shop as processes on free ports: engine, sandbox, gunicorn and worker, none patched."""

import http.client
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pyotp

from config import clock, dynamo
from config.local.engine import Engine
from config.local.household import Household
from config.local.processes import LOOPBACK, free_port
from customers.services import code_apps
from customers.services.accounts import create_staff
from payments.sandbox.process import RunningSandbox
from payments.sandbox.process import start as start_sandbox

_T = TypeVar("_T")
PASSWORD = "three balls in the bag"
STAFF = {"owner": "meera@thirdball.example", "packer": "rohit@thirdball.example"}
NAMES = {"owner": "Meera Nair", "packer": "Rohit Gaikwad"}


@dataclass(frozen=True)
class House:
    """A shop that is open, and all that belongs to it."""

    url: str
    engine_url: str
    sandbox: RunningSandbox
    logs: Path
    env: Mapping[str, str]
    household: Household

    def run(self, name: str, *command: str) -> str:
        """Run one of our programs to its end, with the house's settings; what it printed."""
        return self.household.run(name, list(command), longest=120)

    def a_pass(self) -> str:
        """One thorough pass of a second worker, in its own words."""
        return self.run("pass", "manage", "worker", "--once").splitlines()[-1]

    def log(self, name: str) -> str:
        """What a process has printed so far."""
        return (self.logs / f"{name}.log").read_text(errors="replace")


@contextmanager
def open_house(
    folder: Path,
    *,
    fill: Callable[[House], None],
    engine: Engine | None = None,
    has_worker: bool = True,
    longest: float = 30.0,
    **more: str,
) -> Iterator[House]:
    """Open a shop, `fill`ed before its first request, which is awaited `longest` seconds; on
    leaving, everything is stopped. `more` is added to the environment of its processes."""
    port = free_port()
    url = f"http://{LOOPBACK}:{port}"
    with engine or Engine() as running:
        env = _environment(port, running.url) | more
        with (
            start_sandbox(port=0, site_url=url, state=folder / "sandbox", **env) as sandbox,
            Household(logs=folder / "log", env=env | _addresses(sandbox)) as household,
        ):
            env |= _addresses(sandbox)
            house = House(url, running.url, sandbox, folder / "log", env, household)
            house.run("tables", "manage", "ensure_tables")
            fill(house)
            server = ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
            household.start("server", server).wait_until(lambda: is_ready(port), longest=longest)
            if has_worker:
                household.start("worker", ["manage", "worker", "--every", "0.5"])
            yield house


def hire(house: House) -> None:
    """Give the shop its staff, one of each role that the tests need."""
    with _tables_of(house):
        for role, email in STAFF.items():
            name = NAMES[role]
            create_staff(email=email, role=role, name=name, password=PASSWORD, now=clock.now())
        code_apps.give(STAFF["owner"], pyotp.random_base32())


@contextmanager
def _tables_of(house: House) -> Iterator[None]:
    before = dynamo.TableMeta.host
    dynamo.use(house.engine_url)
    try:
        yield
    finally:
        dynamo.use(before)


def eventually(look: Callable[[], _T], *, longest: float = 20.0) -> _T:
    """The first truthy answer of `look`, or its last one when `longest` seconds are over."""
    deadline = time.monotonic() + longest
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return seen


def _environment(port: int, engine_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": os.devnull,
        "PORT": str(port),
        "SITE_URL": f"http://{LOOPBACK}:{port}",
        "ALLOWED_HOSTS": LOOPBACK,
        "DYNAMODB_ENDPOINT": engine_url,
        "WEB_CONCURRENCY": "2",
    }


def _addresses(sandbox: RunningSandbox) -> dict[str, str]:
    return {
        "RAZORPAY_BASE_URL": sandbox.razorpay_url,
        "RAZORPAY_CHECKOUT_URL": f"{sandbox.razorpay_url}/checkout.js",
        "SHIPROCKET_BASE_URL": sandbox.shiprocket_url,
        "EMAIL_URL": f"smtp://{LOOPBACK}:{sandbox.smtp_port}",
    }


def is_ready(port: int) -> bool:
    """Whether a shop answers on this port and reaches its tables."""
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as there:
        try:
            there.request("GET", "/readyz")
            return there.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
