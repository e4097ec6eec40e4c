"""Imports run one way only (house-style 1.2), and the house has no rooms but those of design 2."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.local.processes import BASE_DIR

MAY_SEE = {
    "config": {"config"},
    "catalog": {"config", "catalog"},
    "customers": {"config", "customers"},
    "orders": {"config", "catalog", "customers", "orders"},
    "shipping": {"config", "catalog", "customers", "orders", "shipping"},
    "payments": {"config", "catalog", "customers", "orders", "shipping", "payments"},
}
ROOMS = set(MAY_SEE)
URLS = BASE_DIR / "config" / "urls.py"
FOLDERS = ROOMS | {"templates", "static", "tests", "docs", "bench"}
LEFT_BY_TOOLS = {"var", "node_modules", "__pycache__"}


def modules(room: str) -> Iterator[Path]:
    return (path for path in (BASE_DIR / room).rglob("*.py") if path != URLS)


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a file imports from, at the top, in a function or by name."""
    return {name.split(".")[0] for name in imported_names(ast.parse(path.read_text()))} & ROOMS


def imported_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name
            case ast.Call(
                func=ast.Name(id="import_module" | "import_string" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_looks_only_to_its_left(room: str) -> None:
    for path in modules(room):
        assert imported_rooms(path) <= MAY_SEE[room], path


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_import_hides_its_room_behind_dots(room: str) -> None:
    for path in modules(room):
        dots = [n for n in ast.walk(ast.parse(path.read_text())) if is_relative(n)]
        assert not dots, path


def is_relative(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.level > 0


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_the_shop_never_imports_its_tests(room: str) -> None:
    for path in modules(room):
        names = imported_names(ast.parse(path.read_text()))
        assert "tests" not in {name.split(".")[0] for name in names}, path


@pytest.mark.parametrize(
    "code",
    [
        "import payments",
        "def late():\n    from orders.models import Order",
        "if True:\n    import shipping.models as s",
        "importlib.import_module('payments.models')",
        "import_string('orders.rules.Status')",
    ],
)
def test_every_way_to_import_is_seen(code: str, tmp_path: Path) -> None:
    (tmp_path / "guilty.py").write_text(code)
    assert imported_rooms(tmp_path / "guilty.py") & {"orders", "shipping", "payments"}


def test_there_are_no_rooms_but_the_agreed_ones() -> None:
    found = {path.name for path in BASE_DIR.iterdir() if path.is_dir()}
    assert {name for name in found if not name.startswith(".")} <= FOLDERS | LEFT_BY_TOOLS


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_file_is_a_drawer_for_everything(room: str) -> None:
    drawers = re.compile(r"^(utils?|helpers?|common|misc|managers?|admin)(\.py)?$")
    assert not [path for path in (BASE_DIR / room).rglob("*") if drawers.match(path.name)]
