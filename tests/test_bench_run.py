"""A run of `make bench` ends with its figures, whatever goes wrong; once, small, a whole one."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from bench import run
from bench.asking import crowd
from bench.pages import Compared, Door, Speed
from bench.processes import Server, memory_of
from bench.report import Run
from bench.selling import Sales
from bench.sizes import AtSize, Size
from bench.troubles import Troubles
from config.local.household import AskedToStop
from config.local.processes import LOOPBACK

ONE = [1.0]
PAGE = Compared(Speed([100.0], ONE, ONE, ONE, ONE), Speed(ONE, ONE, ONE, ONE), Speed(ONE, ONE))


class Answers(BaseHTTPRequestHandler):
    """Says 500 to one path, and hangs up after each answer to another."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(500 if self.path == "/broken" else 200)
        size = 10_000 if self.path == "/last" else 30_000
        self.send_header("Content-Length", str(size))
        if self.path == "/last":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"x" * size)

    def log_message(self, *given: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer((LOOPBACK, 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_a_crowd_counts_whole_answers_over_lines_that_may_close(port: int) -> None:
    seen = crowd(port=port, paths=["/", "/last"], count=24)
    assert (seen.statuses, len(seen.taken), seen.size) == ({"200": 24}, 24, 20_000)
    assert seen.per_second > 0
    assert min(seen.taken) > 0


def test_a_page_that_answers_anything_but_200_is_told_and_the_other_figures_are_there(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    door = Door(port, "", Server(0, ()))
    seen, cpu = door.round(["/"], 4)
    assert (len(seen.taken), cpu) == (4, 0)

    def measure(run: Run, size: Size, plan: object) -> None:
        run.sizes.append(AtSize(size, 1.0, pages={"list, kept": PAGE}))
        with run.troubles.of("product, kept"):
            door.round(["/", "/broken"], 4)
        with run.troubles.of("sales"):
            run.sales["all of one product"] = Sales([61.0], [11.0])

    monkeypatch.setattr(run, "_measure", measure)
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    assert run.go(run.PLANS["tiny"]) == 1
    said = capsys.readouterr().out
    assert "- product, kept: / answered {" in said
    assert "'500': 2" in said
    assert "| list, kept | 0 | 100 |" in said
    assert "| a sale, all of one product: sales/s | ≥ 60.0 | 61.0 | met |" in said
    assert "| product, kept: pages/s to a bare template | ≥ 2.00 |  | not looked at |" in said
    (kept,) = tmp_path.glob("*.json")
    assert len(json.loads(kept.read_text())["troubles"]["told"]) == 1


def test_a_shop_that_cannot_be_opened_is_told_and_the_next_one_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def measure(run: Run, size: Size, plan: object) -> None:
        if size.products == 1_000:
            raise RuntimeError("no engine")
        run.sizes.append(AtSize(size, 2.5))

    monkeypatch.setattr(run, "_measure", measure)
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    assert run.go(run.PLANS["short"]) == 1
    said = capsys.readouterr().out
    assert "- 1,000 products, 1,000 orders: RuntimeError: no engine" in said
    assert "| 5,000 products, 5,000 orders | 2.50 |" in said
    assert len(said.splitlines()) > 30
    monkeypatch.setattr(run, "_measure", lambda run, size, plan: None)
    assert run.go(run.PLANS["tiny"]) == 0  # with nothing found at all there is still a table
    assert "## What went wrong" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("enough", "failure", "words"),
    [(3600, AskedToStop(), "asked to stop"), (-1, AssertionError(), "not opened, the run has")],
    ids=["Ctrl-C", "out of time"],
)
def test_a_run_that_is_broken_off_says_what_it_has(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    enough: float,
    failure: BaseException,
    words: str,
) -> None:
    def measure(run: Run, size: Size, plan: object) -> None:
        raise failure

    monkeypatch.setattr(run, "ENOUGH", enough)
    monkeypatch.setattr(run, "_measure", measure)
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    assert run.go(run.PLANS["tiny"]) == 1
    assert words in capsys.readouterr().out
    assert len(list(tmp_path.iterdir())) == 1


def test_a_mistake_of_our_own_is_no_trouble_of_the_shop() -> None:
    with pytest.raises(TypeError), Troubles().of("a page"):
        len(3)  # type: ignore[arg-type]


def test_sizes_and_rounds_may_be_chosen() -> None:
    plan = run.plan_of({"SIZES": "100000/100000 20/10", "ROUNDS": "1"})
    assert plan.sizes == (Size(20, 10), Size(100_000, 100_000))
    assert (plan.rounds, plan.count) == (1, run.PLANS["whole"].count)
    assert run.plan_of({"BENCH": "short"}) == run.PLANS["short"]
    assert [str(each) for each in run.PLANS["whole"].sizes] == [
        "1,000 products, 1,000 orders",
        "20,000 products, 1,000 orders",
        "100,000 products, 100,000 orders",
    ]
    with pytest.raises(ValueError, match="unpack"):
        run.plan_of({"SIZES": "1000"})


def test_what_a_host_holds_for_all_is_shared_out_among_the_workers() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as worker:
        held = memory_of(os.getpid(), [worker.pid])
        worker.communicate(b"\n")
    assert held.parent_rss > held.worker_rss >= held.worker_pss > 0
    assert held.worker_pss < held.per_worker <= held.parent_rss + held.worker_rss


@pytest.mark.whole
@pytest.mark.timeout(400)
def test_a_small_run_says_everything_and_keeps_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.run"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "BENCH": "tiny"},
        check=False,
        capture_output=True,
        text=True,
        timeout=380,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for words in ("## Aims", "| staff orders |", "| all of one product |", "1,000,000 views"):
        assert words in done.stdout
    newest = max((settings.BASE_DIR / "var" / "bench").glob("*.json"))
    kept = json.loads(newest.read_text())
    assert len(kept["sizes"][0]["pages"]["list, kept"]["ours"]["p50"]) == 1
    assert kept["sale"]["webhook: confirmed, buyer kept"]["writes"] > 0
    assert kept["prices"]["as of"] in done.stdout
