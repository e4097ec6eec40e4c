"""Every call to AWS that a test brings about is noted: `--hold-calls` holds it to the rights of the
process that makes it (`config/aws/calls.txt`), `--record-calls` writes that list anew."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any, cast

from botocore.client import BaseClient
from django.conf import settings

from config.aws.calls import LIST, S3, Process, Right, asked_of_dynamodb, read, written
from config.dynamo import Counted
from config.quick_line import OF_ITEMS

BASE = f"{settings.BASE_DIR}/"
ROOMS = ("config", "catalog", "customers", "orders", "shipping", "payments")
FLOOR = tuple(f"{BASE}config/{name}" for name in ("dynamo.py", "quick_line.py", "dynamo_admin.py"))
OF_WORKER = (
    "commands/worker.py",
    *(
        f"payments/services/{name}.py"
        for name in ("working", "worker_mark", "counting_days", "month_sums", "reconcile_duty")
    ),
)
ANYBODY = "anybody"  # a test called the service itself
PARTLY = settings.VAR_DIR / "build" / "calls"


class AwsWatch:
    """Notes who asks what of AWS in this process, and what of it no right covers."""

    def __init__(self) -> None:
        self.seen: dict[Right, str] = {}
        self._allowed = set(read())
        self._of_anybody = {_without_process(right) for right in self._allowed}
        self._beyond: list[str] = []
        self._kept = 0

    def begin(self) -> None:
        """Forget what the test before asked for."""
        self._beyond = []

    def end(self) -> list[str]:
        """What was asked for without a right to it."""
        return self._beyond

    def watch(self) -> None:
        """From now on."""
        counted, client = cast("Any", Counted), cast("Any", BaseClient)
        of_items, of_all = counted._make_api_call, client._make_request

        def items(line: Any, operation: str, asked: dict[str, Any]) -> Any:
            self._note("dynamodb", asked_of_dynamodb(operation, asked))
            return of_items(line, operation, asked)

        def others(line: Any, model: Any, request: dict[str, Any], context: Any) -> Any:
            self._note_other(model.service_model.service_name, model.name, request)
            return of_all(line, model, request, context)

        counted._make_api_call, client._make_request = items, others

    def _note_other(self, service: str, operation: str, request: Mapping[str, Any]) -> None:
        if service != "dynamodb":
            self._note(service, [("-", S3.get(operation, operation), "-")])
        elif operation not in OF_ITEMS:
            body = request.get("body") or b"{}"
            self._note("dynamodb", asked_of_dynamodb(operation, json.loads(body)))

    def _note(self, service: str, asked: Any) -> None:
        process, place = who_asks(sys._getframe(2))
        if not place:
            return
        for table, action, index in asked:
            short = table.removeprefix(settings.DYNAMODB_TABLE_PREFIX)
            right = Right(process, service, short, action, index)
            self.seen[right] = min(self.seen.get(right, place), place)
            if not self.covers(right):
                self._beyond.append(f"{right} {place}")

    def covers(self, right: Right) -> bool:
        """Whether the list has it; where nobody knows who asks, for any process."""
        if right.process == ANYBODY:
            return _without_process(right) in self._of_anybody
        return right in self._allowed

    def keep(self) -> None:
        """What this process of the tests has seen so far, for `gather`."""
        if len(self.seen) > self._kept:
            self._kept = len(self.seen)
            PARTLY.mkdir(parents=True, exist_ok=True)
            (PARTLY / f"{os.getpid()}.txt").write_text(written(self.seen))


def gather() -> None:
    """The list anew, from what every process of the tests has kept."""
    found: dict[Right, str] = {}
    for path in sorted(PARTLY.glob("*.txt")):
        for right, place in read(path).items():
            found[right] = min(found.get(right, place), place)
        path.unlink()
    LIST.write_text(written({r: p for r, p in found.items() if r.process != ANYBODY}))


def who_asks(frame: FrameType | None) -> tuple[str, str]:
    """The process that would make this call on a live site, and the place in the shop's code;
    no place where a test or the demo makes it."""
    place, process = "", ""
    while frame is not None:  # outwards: the last word is of whoever began it
        name = frame.f_code.co_filename
        if name.startswith(BASE) and name.removeprefix(BASE).split("/", 1)[0] in ROOMS:
            if "/demo/" in name or name.endswith("/load_demo.py"):
                return ANYBODY, ""
            if not place and name not in FLOOR:
                place = _place(name, frame.f_code.co_name)
            process = _of_shop(name) or process
        elif not place and name.startswith(f"{BASE}tests/") and name != __file__:
            return ANYBODY, ""
        elif name.endswith(("django/core/handlers/base.py", "django/core/handlers/wsgi.py")):
            process = Process.WEB
        frame = frame.f_back
    return process or ANYBODY, place


def _of_shop(name: str) -> str:
    where = Path(name)
    if name.endswith(OF_WORKER):
        return Process.WORKER
    if where.name == "ensure_tables.py" or name.endswith("config/provisioning.py"):
        return Process.DEPLOY
    return Process.OPERATOR if where.parent.name in {"commands", "doctor"} else ""


def _place(name: str, function: str) -> str:
    module = name.removeprefix(BASE).removesuffix(".py").replace("/", ".")
    return f"{module}:{function}"


def _without_process(right: Right) -> tuple[str, ...]:
    return right.service, right.table, right.action, right.index
