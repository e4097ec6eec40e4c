"""The arithmetic of the load: when people come, what a line of looks climbs, what counts as met."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.load import __main__ as load
from bench.load import pace, soak
from bench.load.__main__ import plan_of
from bench.load.browser import Browser, Seen
from bench.load.marks import Mark, Played, at_most, exactly, nothing_of, slope, within
from bench.load.plan import SHORT, TINY, WHOLE
from bench.load.report import markdown
from bench.load.soak import Look, marks
from bench.load.taken import Held


def test_people_come_ever_faster_and_then_evenly() -> None:
    moments = pace.climbing(20, 300, 60)
    per_second = [sum(at <= moment < at + 1 for moment in moments) for at in range(300)]
    assert moments == sorted(moments)
    assert per_second[5] < per_second[30] < per_second[55]
    assert set(per_second[61:299]) == {20}
    assert len(moments) == 20 * 240 + 20 * 60 / 2


def test_each_act_is_told_when_it_was_due_and_answers_stand_in_order() -> None:
    due = pace.at([0.0, 0.01, 0.03], lambda number, due: (number, due), hands=1)
    assert [number for number, _ in due] == [0, 1, 2]
    assert due[2][1] - due[0][1] == pytest.approx(0.03)


def test_a_line_that_climbs_and_one_that_does_not() -> None:
    assert slope([(0, 100), (10, 120), (20, 140)]) == pytest.approx(2)
    assert slope([(0, 100), (1, 103), (2, 97), (3, 100)]) == pytest.approx(-0.6)
    assert slope([]) == slope([(5, 100)]) == 0


def test_a_mark_of_time_is_judged_in_the_whole_alone_and_a_count_always() -> None:
    slow, wrong = within("p95", 2.0, 1.5), exactly("placed", 10, 11)
    assert [slow.verdict(is_whole=whole) for whole in (True, False)] == ["NOT MET", "not judged"]
    assert wrong.verdict(is_whole=False) == "NOT MET"
    assert Played("L1", "", is_whole=False, marks=[slow]).is_good
    assert not Played("L1", "", is_whole=True, marks=[slow]).is_good
    assert not Played("L1", "", is_whole=False, marks=[wrong]).is_good


def test_the_limit_itself_is_within_and_a_sentence_is_too_many() -> None:
    assert at_most("growth", 20.0, 20.0).is_met
    assert not at_most("growth", 20.1, 20.0).is_met
    assert nothing_of("broken", []).is_met
    assert nothing_of("broken", ["a", "b", "c", "d"]).found == "4: a; b; c"


def looks(*rss: float, files: int = 20) -> list[Look]:
    """One process, looked at each minute."""
    return [Look(at * 60.0, 7, Held(mb, files)) for at, mb in enumerate(rss)]


def test_what_grows_while_caches_fill_is_forgiven_and_what_goes_on_is_not() -> None:
    flat, leaking = looks(80, 100, *[110] * 10), looks(*range(100, 112))
    assert [mark.is_met for mark in marks(flat)] == [True, True]
    assert [mark.is_met for mark in marks(leaking)] == [False, True]
    more = [*looks(*[110] * 6), *(Look(at * 60.0, 7, Held(110, 40)) for at in range(6, 12))]
    assert [mark.is_met for mark in marks(more)] == [True, False]


def test_short_runs_differ_from_the_whole_in_size_only() -> None:
    assert (WHOLE.crowd, WHOLE.last, WHOLE.wave, WHOLE.pieces) == (200, 10, 1000, 100)
    assert (WHOLE.paid, WHOLE.times, WHOLE.events_a_second) == (500, 4, 100)
    assert [plan.is_whole for plan in (WHOLE, SHORT, TINY)] == [True, False, False]
    for plan in (WHOLE, SHORT, TINY):
        assert plan.crowd > plan.last
        assert plan.wave > plan.pieces


def test_the_soak_may_be_shorter_and_its_title_says_so() -> None:
    assert plan_of({"SOAK": "600"}) == replace(WHOLE, soaking=600)
    assert plan_of({"LOAD": "short", "SOAK": ""}) == SHORT
    assert "600 s of 1800" in soak.title_of(replace(WHOLE, soaking=600))


def test_the_report_says_what_was_not_met_and_what_did_not_end() -> None:
    met = Played("L3", "crowd", is_whole=True, marks=[Mark("a|b", "1", "1", is_met=True)])
    ended = Played("L4", "did not come to its end: boom", is_whole=True)
    report = markdown("whole", "2 cores", [met.as_json(), ended.as_json() | {"is_good": False}])
    assert "1 of 2 runs meet their marks. 2 cores." in report
    assert "| L3 | a/b | 1 | 1 | met |" in report
    assert "| L4 | to come to its end | | did not come to its end: boom | NOT MET |" in report


def test_what_was_played_is_kept_when_a_later_run_is_broken_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def play(run: str, longest: float) -> dict[str, object]:
        if run == "L5":
            assert longest == 600 + load.AFTER_THE_SOAK
            raise KeyboardInterrupt
        return Played(run, "looked around", is_whole=True).as_json()

    monkeypatch.setattr(load, "HOME", tmp_path)
    monkeypatch.setattr(load, "collect", lambda: None)
    monkeypatch.setattr(load, "_in_a_process", play)
    monkeypatch.setenv("SOAK", "600")
    with pytest.raises(KeyboardInterrupt):
        load.main(["L1", "L5"])
    assert "**L1, looked around**" in (tmp_path / "report.md").read_text()
    assert [each["run"] for each in json.loads((tmp_path / "report.json").read_text())] == ["L1"]


def test_a_run_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "STOPPING", 0.2)
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal; signal.signal(15, signal.SIG_IGN); print('up', flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"up\n"
        load._end(child)
        assert child.returncode == -9


@contextmanager
def a_busy_shop(refusals: int) -> Iterator[str]:
    """It says 503 so many times, then that the order stands."""
    left = [503] * refusals

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(left.pop() if left else 302)
            self.send_header("Retry-After", "0")
            self.send_header("Location", "/checkout/pay/TB-0000000001")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_who_insists_waits_once_however_often_they_press() -> None:
    seen = Seen()
    with a_busy_shop(refusals=2) as url:
        browser = Browser(url, seen, 1)
        answer = browser.insist("/checkout", {"a": "b"}, "order")
        browser.close()
    assert answer.status == 302
    assert len(seen.all) == len(seen.taken["order"]) == 1
    assert seen.statuses == {"order 302": 1, "order, a try 302": 1, "order, a try 503": 2}
    assert seen.errors() == ["2 of order, a try 503"]


def test_nobody_there_is_an_answer_too() -> None:
    seen = Seen()
    with a_busy_shop(0) as url:
        pass
    assert Browser(url, seen, 1).get("/", "home").status == 0
    assert seen.errors() == ["1 of home no answer"]
