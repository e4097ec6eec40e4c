"""README.md and docs/ name only what is there: files, targets of make, commands of manage.py."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT: Path = settings.BASE_DIR
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS = "config|catalog|customers|orders|shipping|payments|templates|static|tests|bench|docs"
NAMED = re.compile(rf"`((?:{ROOMS})/[\w./-]+)(?:::(\w+))?`")
LINKED = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
MADE = re.compile(r"(?:^ {4}|`)(?:[A-Z_]+=\S+ )*make ([a-z-]+)", re.MULTILINE)
RUN = re.compile(r"manage\.py ([a-z_]+)")
MODULE = re.compile(r"python -m (bench(?:\.\w+)+)")
LINE = re.compile(r"\w\.py:\d+")

every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda p: str(p.relative_to(ROOT)))


@every_paper
def test_a_file_that_is_named_is_there(paper: Path) -> None:
    for name, test in NAMED.findall(paper.read_text()):
        assert (ROOT / name).exists(), name
        if test:
            assert f"def {test}(" in (ROOT / name).read_text(), f"{name}::{test}"


@every_paper
def test_a_link_leads_somewhere(paper: Path) -> None:
    for link in LINKED.findall(paper.read_text()):
        assert (paper.parent / link).exists(), link


@every_paper
def test_a_command_exists(paper: Path) -> None:
    text = paper.read_text()
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(MADE.findall(text)) <= set(targets)
    assert set(RUN.findall(text)) <= set(get_commands())
    for module in MODULE.findall(text):
        path = ROOT.joinpath(*module.split("."))
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@every_paper
def test_no_line_is_named_by_its_number(paper: Path) -> None:
    """The next change above it makes the number untrue."""
    assert LINE.findall(paper.read_text()) == []
