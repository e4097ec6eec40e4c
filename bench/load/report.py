"""What the runs found, as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bench.load.marks import Mark


def markdown(plan: str, machine: str, found: Sequence[Mapping[str, Any]]) -> str:
    """A table of all marks, then a list of figures for each run."""
    met = sum(bool(each["is_good"]) for each in found)
    lines = [f"`make load`, {plan}: {met} of {len(found)} runs meet their marks. {machine}.", ""]
    lines += ["| run | wanted | | found | |", "|---|---|---|---|---|"]
    for each in found:
        lines += _rows(each)
    for each in found:
        lines += ["", *_figures(each)]
    return "\n".join(lines) + "\n"


def _rows(run: Mapping[str, Any]) -> Iterator[str]:
    marks: Iterable[Mark] = [Mark(**mark) for mark in run["marks"]]
    if not run["marks"]:
        yield f"| {run['run']} | to come to its end | | {_cell(run['title'])} | NOT MET |"
    for mark in marks:
        verdict = mark.verdict(is_whole=run["is_whole"])
        cells = (run["run"], mark.what, mark.wanted, mark.found, verdict)
        yield f"| {' | '.join(_cell(each) for each in cells)} |"


def _figures(run: Mapping[str, Any]) -> Iterator[str]:
    size = "whole" if run["is_whole"] else "short"
    when = f"{size}; {run['began']}, {run['seconds']:.0f} s"
    yield f"**{run['run']}, {_cell(run['title'])}** ({when})"
    yield ""
    yield from (f"* {name}: {value}" for name, value in run["figures"].items())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")
