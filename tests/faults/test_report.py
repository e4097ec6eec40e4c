"""The table of `make faults` adds up what was really tried, in however many processes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRIES = """
import pytest
from tests.faults import report

@pytest.mark.parametrize("number", range(6))
def test_tries(number):
    report.tried("sale, lost before", broken=int(number == 3), seconds=0.5)
    report.tried("permutations", 10)
    assert number != 5
"""


@pytest.mark.parametrize("processes", ["0", "2"])
def test_the_numbers_of_all_processes_are_added(tmp_path: Path, processes: str) -> None:
    tries = tmp_path / "test_tries.py"
    tries.write_text(TRIES)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "-p", "tests.faults.report"]
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [*command, "-n", processes, "-p", "no:cacheprovider", str(tries)],
        cwd=ROOT,
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = re.findall(r"^(\S.*?) {2,}(\d+) +(\d+) +([\d.]+)$", run.stdout, re.MULTILINE)
    assert [row[:3] for row in rows[:2]] == [
        ("permutations", "60", "0"),
        ("sale, lost before", "6", "1"),
    ]
    assert rows[1][3] == "3.0"
    assert re.search(r"^tests, and those that failed +6 +1", run.stdout, re.MULTILINE)
    assert rows[2][:3] == ("all, and the seconds of the whole run", "66", "1")
