"""`LOAD=short python -m bench.load [L1 … L7]`: the runs one after another, each in a process that
is ended when it takes too long. Ends with 1 if a mark is not met. SOAK gives L5 other seconds than
its plan."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench.load.marks import Played  # noqa: E402 - Django first
from bench.load.plan import PLANS, Plan  # noqa: E402
from bench.load.report import markdown  # noqa: E402
from bench.load.shop import machine  # noqa: E402
from config.local.household import stoppable  # noqa: E402
from config.local.processes import BASE_DIR  # noqa: E402

HOME = BASE_DIR / "var" / "load"
RUNS = {
    "L1": "browsing",
    "L2": "checkouts",
    "L3": "flash",
    "L4": "storm",
    "L5": "soak",
    "L6": "history",
    "L7": "recovery",
}
LONGEST = {"L2": 1_200, "L5": 2_700, "L6": 900}  # seconds; of any other run:
USUALLY = 600


def main(wanted: Sequence[str]) -> int:
    """Play these runs, or all; write what they found."""
    plan = PLANS[os.environ.get("LOAD", "whole")]
    plan = replace(plan, soaking=float(os.environ.get("SOAK", plan.soaking)))
    if wanted[:1] == ["--here"]:
        return _play(wanted[1], plan)
    HOME.mkdir(parents=True, exist_ok=True)
    found = [_in_a_process(run) for run in wanted or RUNS]
    report = markdown(plan.name, found)
    (HOME / "report.md").write_text(report)
    (HOME / "report.json").write_text(json.dumps(found, indent=1, ensure_ascii=False))
    sys.stdout.write(report)
    return 0 if all(each["is_good"] for each in found) else 1


def _in_a_process(run: str) -> dict[str, Any]:
    result = HOME / f"{run}.json"
    result.unlink(missing_ok=True)
    sys.stderr.write(f"· {run}\n")
    with (HOME / f"{run}.log").open("w") as log:
        child = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "bench.load", "--here", run],
            cwd=BASE_DIR,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            child.wait(LONGEST.get(run, USUALLY))
        except subprocess.TimeoutExpired:
            child.terminate()  # it stops what it has started
            child.wait(60)
    if result.exists():
        found: dict[str, Any] = json.loads(result.read_text())
        return found
    words = (HOME / f"{run}.log").read_text().strip()[-300:]
    return Played(run, f"did not come to its end: {words}", is_whole=False).as_json() | {
        "is_good": False
    }


def _play(run: str, plan: Plan) -> int:
    play: Callable[[Plan], Played] = import_module(f"bench.load.{RUNS[run]}").play
    HOME.mkdir(parents=True, exist_ok=True)
    before, began = machine(), time.monotonic()
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    with stoppable():
        played = play(plan)
    played.began, played.seconds = at, time.monotonic() - began
    played.figures |= {"machine before": before, "machine after": machine()}
    text = json.dumps(played.as_json(), indent=1, ensure_ascii=False)
    (Path(HOME) / f"{run}.json").write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
