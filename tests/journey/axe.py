"""What axe finds wrong with a page: the rules of WCAG 2.2, A and AA, and those of good practice."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from config.local.processes import BASE_DIR

SOURCE = BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
# What lies under a bar that sticks to the window's edge is reached by scrolling; axe does not.
STICKING = ".sticky-bottom"
LET_GO = "what => document.querySelectorAll(what).forEach(e => { e.style.position = 'static' })"


def violations(page: Page) -> list[str]:
    """A line for each thing that breaks a rule on the page that is open, folded parts unfolded."""
    page.evaluate(OPEN_ALL)
    page.evaluate(LET_GO, STICKING)
    page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _source(path: Path = SOURCE) -> str:
    """`make journeys` has fetched it, as `make run` fetches Tabler."""
    return path.read_text(encoding="utf-8")
