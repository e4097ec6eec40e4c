"""`python -m bench.lighthouse`: Lighthouse on the pages that a sale goes through, as a slow phone
sees them, three times each; exit 1 where the median is below what docs/pages.md promises (77).

A shop of its own on free ports, with the demo's data and as a live one runs: no DEBUG, gunicorn,
compressed and hashed files. The phone's network and processor are Lighthouse's: worked out from
what this machine did. A busy machine makes the script times, and so the performance, look worse;
its load is printed with the table.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import django
import requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bench.machine import collect  # noqa: E402 - Django first
from config.local.chromium import chromium  # noqa: E402
from config.local.processes import BASE_DIR  # noqa: E402
from tests.journey.house import House, open_house  # noqa: E402

PROGRAM = BASE_DIR / "node_modules" / "lighthouse" / "cli" / "index.js"
PRODUCT, SKU = "/equipment/butterfly-viscaria", "BUT-VIS-FL"
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
TIMES = 3
TRIES = 3  # of one look: on a busy machine the browser may lose the trace of it
LONGEST = 180  # seconds


@dataclass(frozen=True)
class Looked:
    """A page to look at. `is_for_one`: a shopper's own, which search engines are told to leave
    alone on purpose (docs/pages.md 89), so that Lighthouse is not asked whether they may come."""

    name: str
    address: str
    is_for_one: bool = False


PAGES = (
    Looked("home", "/"),
    Looked("list", "/equipment?category=rubbers"),
    Looked("product", PRODUCT),
    Looked("builder", "/racket-builder"),
    Looked("cart, with a line", "/cart", is_for_one=True),
    Looked("checkout", "/checkout", is_for_one=True),
)
Scores = Mapping[str, int]


class LighthouseFailed(Exception):
    """It gave no scores; the text is what it said."""


def main() -> int:
    """Print the table and what fell short; 1 if anything did, or if Lighthouse is not there."""
    if not PROGRAM.exists():
        _print("Lighthouse is not there: `make tools` fetches it.")
        return 1
    collect()
    with TemporaryDirectory() as folder, open_house(Path(folder), fill=_furnish) as house:
        cookie = _a_cart(house.url)
        seen = {page.name: _looks(house, page, cookie, Path(folder)) for page in PAGES}
    medians = {name: middle(scores) for name, scores in seen.items()}
    _print(table(medians, seen))
    _print(f"\nLoad of this machine, the last minute and quarter: {_load()}.")
    short = list(below(medians))
    _print(*(f"Too low: {line}" for line in short))
    return 1 if short else 0


def middle(looks: Sequence[Scores]) -> Scores:
    """The median of each score."""
    return {name: int(median(scores[name] for scores in looks)) for name in WANTED}


def below(medians: Mapping[str, Scores]) -> Iterator[str]:
    """What is lower than wanted, a line each."""
    for page, scores in medians.items():
        for name, least in WANTED.items():
            if scores[name] < least:
                yield f"{page}: {name} {scores[name]}, not {least}"


def table(medians: Mapping[str, Scores], seen: Mapping[str, Sequence[Scores]]) -> str:
    """The medians as Markdown, and the performance of each look."""
    rows = [f"| page | {' | '.join(WANTED)} | performance of each |", "|---" * 6 + "|"]
    for page, scores in medians.items():
        each = ", ".join(str(look["performance"]) for look in seen[page])
        rows.append(f"| {page} | {' | '.join(str(scores[n]) for n in WANTED)} | {each} |")
    return "\n".join(rows)


def scores_in(report: Mapping[str, Any]) -> Scores:
    """The scores of a report in hundredths; LighthouseFailed if it has none."""
    if trouble := report.get("runtimeError"):
        raise LighthouseFailed(trouble["message"])
    found = {name: report["categories"][name]["score"] for name in WANTED}
    if missing := [name for name, score in found.items() if score is None]:
        raise LighthouseFailed(f"no score for {', '.join(missing)}")
    return {name: round(score * 100) for name, score in found.items()}


def _furnish(house: House) -> None:
    house.run("demo", "manage", "load_demo")


def _a_cart(url: str) -> str:
    """The cookies of a browser that has put a blade into its cart."""
    with requests.Session() as browser:
        form, ours = {"sku": SKU, "quantity": "1"}, {"Origin": url}
        browser.post(f"{url}/cart/add", form, headers=ours, timeout=30).raise_for_status()
        if f'value="{SKU}"' not in browser.get(f"{url}/cart", timeout=30).text:
            raise LighthouseFailed(f"The cart does not hold {SKU}.")
        return "; ".join(f"{each.name}={each.value}" for each in browser.cookies)


def _looks(house: House, page: Looked, cookie: str, folder: Path) -> list[Scores]:
    sent = {"Cookie": cookie} if page.is_for_one else {}
    requests.get(house.url + page.address, headers=sent, timeout=30).raise_for_status()  # warm
    return [_scores(house.url, page, sent, folder) for _ in range(TIMES)]


def _scores(url: str, page: Looked, sent: Mapping[str, str], folder: Path) -> Scores:
    for left in reversed(range(TRIES)):
        try:
            return scores_in(_look(url, page, sent, folder))
        except LighthouseFailed as trouble:
            _print(f"{page.name}: {trouble}")
            if not left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _look(url: str, page: Looked, sent: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """One report of Lighthouse, which starts a browser of its own for it."""
    options = [
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(WANTED)}",
        f"--chrome-flags=--headless=new{' --no-sandbox' if os.geteuid() == 0 else ''}",
        f"--extra-headers={json.dumps(sent)}",
        *(["--skip-audits=is-crawlable"] if page.is_for_one else []),
    ]
    done = subprocess.run(  # noqa: S603 - ours
        [Path(sys.executable).with_name("node"), PROGRAM, url + page.address, *options],
        check=False,
        env={**os.environ, "CHROME_PATH": chromium(), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    if done.returncode:
        raise LighthouseFailed(done.stderr.strip()[-500:])
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _load() -> str:
    minute, _, quarter = os.getloadavg()
    return f"{minute:.1f}, {quarter:.1f} on {os.cpu_count()} processors"


def _print(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
