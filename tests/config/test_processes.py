"""Children start, are waited for, and are stopped in the order that loses nothing."""

import os
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from config.local.household import AskedToStop, Household, stoppable
from config.local.ports import Ports
from config.local.processes import BASE_DIR, Child, DidNotStart, free_port, why_not

# A module that writes its name when it is up and again when it is told to stop.
STAND_IN = """
import pathlib, signal, sys, time
book, name = pathlib.Path(sys.argv[1]), sys.argv[2]
def tell(word):
    with book.open("a") as page:
        page.write(f"{name} {word}\\n")
def stop(*_):
    tell("down")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
tell("up")
time.sleep(60)
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "stand_in"


def has_told(book: Path, line: str) -> bool:
    return book.exists() and f"{line}\n" in book.read_text()


def test_the_last_to_start_is_the_first_to_stop(stand_in: str, tmp_path: Path) -> None:
    book = tmp_path / "book"
    with Household(logs=tmp_path, env={}) as house:
        for name in ("first", "second"):
            child = house.start(name, [stand_in, str(book), name])
            child.wait_until(partial(has_told, book, f"{name} up"))
    assert book.read_text().split("\n")[:-1] == [
        "first up",
        "second up",
        "second down",
        "first down",
    ]


def test_a_child_that_ends_at_its_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    child = Child("server", ["json.nothing"], log=tmp_path / "server.log")
    child.start()
    with pytest.raises(DidNotStart, match=r"The server ended at its start.\n[\s\S]*json.nothing"):
        child.wait_until(lambda: False)
    child.stop()


def test_a_child_that_says_nothing_is_not_waited_for_without_end(
    stand_in: str, tmp_path: Path
) -> None:
    child = Child("server", [stand_in, str(tmp_path / "book"), "server"], log=tmp_path / "log")
    child.start()
    with pytest.raises(DidNotStart, match="was not ready in 0 seconds"):
        child.wait_until(lambda: False, longest=0)
    child.stop()
    assert child.exit_code is not None


def test_a_child_that_does_not_listen_is_ended_all_the_same(tmp_path: Path, stand_in: str) -> None:
    (tmp_path / "deaf.py").write_text(STAND_IN.replace("    sys.exit()", "    pass"))
    book = tmp_path / "book"
    child = Child("deaf", ["deaf", str(book), "deaf"], log=tmp_path / "log")
    child.start()
    child.wait_until(lambda: has_told(book, "deaf up"))
    child.stop(patience=0)
    assert child.exit_code == -signal.SIGKILL


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with Household(logs=tmp_path, env={}) as house, pytest.raises(DidNotStart, match="demo failed"):
        house.run("demo", ["manage", "no_such_command"])


def test_what_a_command_prints_is_handed_back(tmp_path: Path) -> None:
    with Household(logs=tmp_path, env={}) as house:
        assert "usage" in house.run("help", ["timeit", "--help"]).lower()


def test_a_log_keeps_what_was_printed_before_a_restart(tmp_path: Path) -> None:
    with Household(logs=tmp_path, env={}) as house:
        house.run("help", ["timeit", "--help"])
        again = house.run("help", ["base64", "-h"])
    kept = (tmp_path / "help.log").read_text()
    assert "timeit" in kept
    assert kept.endswith(again)
    assert "timeit" not in again


def test_a_child_that_ends_by_itself_is_noticed(tmp_path: Path) -> None:
    with Household(logs=tmp_path, env={}) as house:
        assert house.who_ended() is None
        child = Child("short", ["this"], log=tmp_path / "log")
        child.start()
        house.take_in(child, child.stop)
        child.wait_for_end(10)
        assert house.who_ended() is child


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_ctrl_c_does_not_disturb_the_stopping(ending: signal.Signals) -> None:
    stopped: list[str] = []
    with pytest.raises(AskedToStop):
        be_asked_twice(ending, stopped)
    assert stopped == ["server", "engine"]


def be_asked_twice(ending: signal.Signals, stopped: list[str]) -> None:
    with stoppable():
        try:
            os.kill(os.getpid(), ending)
            signal.pause()
        finally:
            stopped.append("server")
            os.kill(os.getpid(), signal.SIGINT)
            stopped.append("engine")


def test_nothing_outlives_a_parent_that_is_killed(stand_in: str, tmp_path: Path) -> None:
    book = tmp_path / "book"
    code = (
        "import signal, sys; from pathlib import Path; from config.local.processes import Child;"
        "book, held = Path(sys.argv[1]), int(sys.argv[2]);"
        "child = Child('x', ['stand_in', str(book), 'x'], log=Path(f'{book}.log'), hold=[held]);"
        "child.start(); child.wait_until(book.exists); print('up', flush=True); signal.pause()"
    )
    until_it_ends, held = os.pipe()
    with subprocess.Popen(  # noqa: S603 - the lines above
        [sys.executable, "-c", code, str(book), str(held)],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        pass_fds=[held],
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        os.close(held)
        parent.kill()
    assert os.read(until_it_ends, 1) == b""  # comes when the last holder, the child, has ended
    os.close(until_it_ends)
    assert has_told(book, "x down")


def test_a_taken_port_names_the_variable_that_mends_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert why_not(port) == "Address already in use"
        ports = Ports(web=port, engine=free_port(), sandbox=free_port())
        lines = ports.troubles(engine=True)
    assert [line for line in lines if f"Port {port}" in line] == [
        f"Port {port} cannot be had (Address already in use)."
        f" Choose another: PORT={port + 10} make run"
    ]
