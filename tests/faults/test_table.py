"""docs/reliability.md names every scenario and every guard, and for each a test that is there and
is not skipped."""

import ast
import re
from pathlib import Path

import pytest

from tests.faults.test_controls import CONTROLS

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "reliability.md").read_text()
NAMES = [
    *(f"A{n}" for n in range(1, 25)),
    *(f"B{n}" for n in range(1, 8)),
    *(f"C{n}" for n in range(1, 13)),
    *(f"D{n}" for n in range(1, 11)),
    *(f"E{n}" for n in range(1, 23)),
    *(f"F{n}" for n in (1, 2, 3, 4)),
]
_ROW = re.compile(r"^\| ([A-F]\d+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROWS = {row[1]: _TEST.findall(row[4]) for row in _ROW.finditer(TEXT)}
PROOFS = sorted({proof for proofs in ROWS.values() for proof in proofs})


def is_skipped(tree: ast.Module, test: ast.FunctionDef) -> bool:
    """Whether the test, or all of its file, bears a mark that keeps it from running."""
    marks = [*test.decorator_list]
    for line in tree.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "pytestmark":
            marks.append(line.value)
    return any(re.search(r"\b(skip|skipif|xfail)\b", ast.unparse(mark)) for mark in marks)


def test_every_scenario_has_a_row_and_a_test() -> None:
    assert list(ROWS) == NAMES
    assert all(ROWS.values())


@pytest.mark.parametrize(("path", "name"), PROOFS)
def test_the_test_is_there_and_runs(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text())
    found = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    (test,) = [each for each in found if each.name == name]
    assert not is_skipped(tree, test)
    assert "skip" not in ast.unparse(test)


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.skip\ndef test_x(): ...",
        "pytestmark = [pytest.mark.skipif(1)]\ndef test_x(): ...",
    ],
)
def test_a_skipped_test_is_seen(source: str) -> None:
    tree = ast.parse(source)
    (test,) = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
    assert is_skipped(tree, test)


def test_every_guard_has_its_line_and_its_control() -> None:
    section = TEXT.partition("## Guards")[2].partition("## ")[0]
    lines = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", section, re.MULTILINE)
    assert lines[1:] == [control.guard for control in CONTROLS]
