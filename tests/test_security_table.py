"""docs/security.md answers for each item of ASVS 5.0.0 of levels 1 and 2: by what proves it, by why
it cannot apply, or by saying that it is open."""

import ast
import re

import pytest
from django.conf import settings

TEXT = (settings.BASE_DIR / "docs" / "security.md").read_text()
THREATS = (settings.BASE_DIR / "docs" / "threat-model.md").read_text()
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (met|n/a|open) \| (.+) \|$", TEXT, re.MULTILINE)
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT + THREATS)))
FILES = re.findall(r"`((?:config|customers|catalog|payments|static|docs)/[\w/.-]+\.\w+)`", TEXT)

# Section → how many items of level 1 and, after them, of level 2; those of level 3 come last.
SECTIONS = """
    1.1:0+2 1.2:5+4 1.3:2+9 1.4:0+3 1.5:1+1
    2.1:1+2 2.2:2+1 2.3:1+3 2.4:0+1
    3.2:2+0 3.3:1+3 3.4:2+4 3.5:3+2 3.7:0+2
    4.1:1+2 4.2:0+1 4.3:0+2 4.4:1+3
    5.1:0+1 5.2:2+1 5.3:2+0 5.4:0+3
    6.1:1+2 6.2:8+4 6.3:2+2 6.4:2+2 6.5:0+5 6.6:0+3 6.8:0+4
    7.1:0+3 7.2:4+0 7.3:0+2 7.4:2+3 7.5:0+2 7.6:0+2
    8.1:1+1 8.2:2+1 8.3:1+0 8.4:0+1
    9.1:3+0 9.2:1+3
    10.1:0+2 10.2:0+2 10.3:0+4 10.4:5+6 10.5:0+5 10.6:0+2 10.7:0+3
    11.1:0+2 11.2:0+3 11.3:2+1 11.4:1+3 11.5:0+1 11.6:0+1
    12.1:1+2 12.2:2+0 12.3:0+4
    13.1:0+1 13.2:0+5 13.3:0+2 13.4:1+4
    14.1:0+2 14.2:1+3 14.3:1+2
    15.1:1+2 15.2:1+2 15.3:1+6
    16.1:0+1 16.2:0+5 16.3:0+4 16.4:0+3 16.5:0+3
    17.1:0+1 17.2:0+4 17.3:0+2
"""
LEVELS = {
    f"{section}.{number}": 1 if number <= int(first) else 2
    for section, first, second in re.findall(r"([\d.]+):(\d)\+(\d)", SECTIONS)
    for number in range(1, int(first) + int(second) + 1)
}


def test_every_item_of_both_levels_has_its_row_in_its_place() -> None:
    assert [list(LEVELS.values()).count(level) for level in (1, 2)] == [70, 183]
    assert [number for number, _, _, _ in ROWS] == list(LEVELS)


def test_what_is_met_names_its_proof() -> None:
    for number, _, state, how in ROWS:
        assert state != "met" or re.search(r"`|above, \*", how), number


def test_the_counts_at_the_top_are_true() -> None:
    for level in (1, 2):
        states = [state for number, _, state, _ in ROWS if LEVELS[number] == level]
        counts = [states.count(state) for state in ("met", "n/a", "open")]
        row = " | ".join(str(count) for count in (*counts, len(states)))
        assert f"| Level {level} | {row} |" in TEXT


@pytest.mark.parametrize("path", sorted({path for path, _ in PROOFS}))
def test_every_test_that_is_named_is_there(path: str) -> None:
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    there = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    assert {name for each, name in PROOFS if each == path} <= there


def test_every_file_that_is_named_is_there_and_every_heading_that_is_meant() -> None:
    for path in FILES:
        assert (settings.BASE_DIR / path).is_file(), path
    for heading in re.findall(r"above, \*([\w ]+)\*", TEXT):
        assert f"\n**{heading}.**" in TEXT, heading
