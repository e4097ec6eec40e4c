"""What axe finds wrong with a page: the rules of WCAG 2.2, A and AA, and those of good practice.

Bars that stick to the window's edge are let go before axe looks, and then judged where they stand
in the page, like all else. While they stick they cover whatever the page has there at that moment,
and axe takes a link that is half covered for one too small to press. Nobody is kept from it: it
scrolls free, and the keyboard does not stop beneath a bar, for which the style sheet keeps room
(`scroll-padding` in staff.css). Left out is thus what axe cannot judge, and nothing else."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from config.local.processes import BASE_DIR

SOURCE = BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
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
