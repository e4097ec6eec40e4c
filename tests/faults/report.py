"""What a run of `make faults` has tried, counted by the tests themselves as they go. Each process
of the run adds up its own numbers; the first one adds those and prints the table."""

import time
from collections import defaultdict
from typing import Any

import pytest

_tried: defaultdict[str, int] = defaultdict(int)
_broken: defaultdict[str, int] = defaultdict(int)
_seconds: defaultdict[str, float] = defaultdict(float)
_parcels: defaultdict[str, int] = defaultdict(int)
_KEY = "faults_tried"
_outcomes: dict[str, bool] = {}  # test → whether it passed
_BEGAN = time.monotonic()


def tried(what: str, number: int = 1, *, broken: int = 0, seconds: float = 0.0) -> None:
    """Count so many scenarios of a kind ("permutations"), those in which an invariant broke, and
    how long they took."""
    _tried[what] += number
    _broken[what] += broken
    _seconds[what] += seconds


def dispatched(*, doubled: int, lost: int, number: int = 1) -> None:
    """Count so many dispatches that something happened to, the pieces that went twice, and those
    of shipped orders that went in no parcel."""
    _parcels["tried"] += number
    _parcels["doubled"] += doubled
    _parcels["lost"] += lost


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test that fails is something broken, whatever it has counted before."""
    if report.when == "call" or report.failed:
        _outcomes[report.nodeid] = _outcomes.get(report.nodeid, True) and not report.failed


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist gives its numbers to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        counted = (_tried, _broken, _seconds, _parcels)
        session.config.workeroutput[_KEY] = [dict(each) for each in counted]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The first process adds up what its workers have tried."""
    output = getattr(node, "workeroutput", {})  # a worker that was killed has none
    tried_there, broken_there, seconds_there, parcels_there = output.get(_KEY, ({}, {}, {}, {}))
    for what, number in parcels_there.items():
        _parcels[what] += number
    for what, number in tried_there.items():
        tried(what, number, broken=broken_there[what], seconds=seconds_there[what])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each kind of scenario, and the sum; nothing where none was tried."""
    if not _tried:
        return
    row = "{:<48}{:>10}{:>10}{:>10}".format
    say = terminalreporter.write_line
    terminalreporter.section("faults")
    say(row("scenarios", "tried", "broken", "seconds"))
    for what in sorted(_tried):
        say(row(what, _tried[what], _broken[what], f"{_seconds[what]:.1f}"))
    failed = sum(not passed for passed in _outcomes.values())
    total, broken = sum(_tried.values()), sum(_broken.values())
    say(row("tests, and those that failed", len(_outcomes), failed, ""))
    wall = time.monotonic() - _BEGAN
    say(row("all, and the seconds of the whole run", total, broken, f"{wall:.1f}"))
    if _parcels:
        say(
            f"dispatches tried under faults {_parcels['tried']},"
            f" parcels doubled {_parcels['doubled']}, lost {_parcels['lost']}"
        )
