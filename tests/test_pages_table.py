"""docs/pages.md answers for each of the ninety-five promises: by a test that is there, by how it
was looked at, or by saying that it is open."""

import ast
import re

import pytest
from django.conf import settings

TEXT = (settings.BASE_DIR / "docs" / "pages.md").read_text()
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| (.+) \|$", TEXT, re.MULTILINE)
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)))


def test_every_promise_has_its_row_and_no_row_is_empty() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 96))
    for number, _, proof in ROWS:
        assert re.search(
            r"`(tests|static|templates|catalog|bench)/|[Oo]pen\*\*|[Ll]ooked at|As \d", proof
        ), number


@pytest.mark.parametrize("path", sorted({path for path, _ in PROOFS}))
def test_every_test_that_is_named_is_there(path: str) -> None:
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    there = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    assert {name for each, name in PROOFS if each == path} <= there


def test_every_file_that_is_named_is_there() -> None:
    for path in re.findall(r"`((?:tests|static|templates|catalog)/[\w/.]+\.\w+)(?:::\w+)?`", TEXT):
        assert (settings.BASE_DIR / path).is_file(), path
