"""`LOAD=short python -m bench.load [L1 … L7]`: the runs one after another, each in a process that
is ended when it takes too long. Ends with 1 if a mark is not met. `SOAK=600` gives L5 so many
seconds in place of its plan's 1,800; the report says how many it had."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
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
from bench.load.shop import how_busy  # noqa: E402
from bench.machine import collect, this_machine  # noqa: E402
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
LONGEST = {"L2": 1_200, "L6": 1_500}  # seconds; of any other run:
USUALLY = 600
STOPPING = 60.0  # seconds that it may take to stop what it has started
AFTER_THE_SOAK = 900  # seconds that L5 may take besides: news to come in, a look at everything


def main(wanted: Sequence[str]) -> int:
    """Play these runs, or all; write what they found."""
    plan = plan_of(os.environ)
    if wanted[:1] == ["--here"]:
        return _play(wanted[1], plan)
    HOME.mkdir(parents=True, exist_ok=True)
    collect()
    longest = LONGEST | {"L5": plan.soaking + AFTER_THE_SOAK}
    found, machine, report = list[dict[str, Any]](), this_machine(), ""
    for run in wanted or RUNS:
        with stoppable():
            found.append(_in_a_process(run, longest.get(run, USUALLY)))
        report = markdown(plan.name, machine, found)  # kept, even if a later one is broken off
        (HOME / "report.md").write_text(report)
        (HOME / "report.json").write_text(json.dumps(found, indent=1, ensure_ascii=False))
    sys.stdout.write(report)
    return 0 if all(each["is_good"] for each in found) else 1


def plan_of(env: Mapping[str, str]) -> Plan:
    """What LOAD and SOAK ask for. Raises KeyError, ValueError."""
    plan = PLANS[env.get("LOAD") or "whole"]
    return replace(plan, soaking=float(env.get("SOAK") or plan.soaking))


def _in_a_process(run: str, longest: float) -> dict[str, Any]:
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
            child.wait(longest)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if child.poll() is None:
                _end(child)
    if result.exists():
        found: dict[str, Any] = json.loads(result.read_text())
        return found
    words = (HOME / f"{run}.log").read_text().strip()[-300:]
    ended = Played(run, f"did not come to its end: {words}", is_whole=False)
    return ended.as_json() | {"is_good": False}


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Let it stop what it has started; kill it if it does not (the leash ends its children)."""
    child.terminate()
    try:
        child.wait(STOPPING)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _play(run: str, plan: Plan) -> int:
    play: Callable[[Plan], Played] = import_module(f"bench.load.{RUNS[run]}").play
    HOME.mkdir(parents=True, exist_ok=True)
    before, began = how_busy(), time.monotonic()
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    with stoppable():
        played = play(plan)
    played.began, played.seconds = at, time.monotonic() - began
    played.figures |= {"machine before": before, "machine after": how_busy()}
    text = json.dumps(played.as_json(), indent=1, ensure_ascii=False)
    (Path(HOME) / f"{run}.json").write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
