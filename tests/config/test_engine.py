"""The local engine starts, keeps, forgets and refuses as promised."""

import fcntl
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from config.local.engine import Engine, answers
from config.local.processes import BASE_DIR, DidNotStart, PortTaken

TABLE = {
    "TableName": "balls",
    "KeySchema": [{"AttributeName": "ballId", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "ballId", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as running:
        yield running


def dynamodb(engine: Engine) -> Any:
    return botocore.session.get_session().create_client(
        "dynamodb",
        endpoint_url=engine.url,
        region_name="ap-south-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def listening(pid: int) -> set[str]:
    """The addresses, in the kernel's hexadecimal, on which a process listens."""
    inodes = {str(fd.readlink())[8:-1] for fd in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {row[1] for row in rows if row[3] == "0A" and row[9] in inodes}


def test_it_answers_as_dynamodb_and_forgets_on_clear(engine: Engine) -> None:
    dynamodb(engine).create_table(**TABLE)
    assert dynamodb(engine).list_tables()["TableNames"] == ["balls"]
    engine.clear()
    assert dynamodb(engine).list_tables()["TableNames"] == []


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    ball = {"ballId": {"S": "three-star"}, "price": {"N": "199.5"}, "raw": {"B": b"\xff\x00"}}
    with Engine(state=tmp_path) as engine:
        dynamodb(engine).create_table(**TABLE)
        dynamodb(engine).put_item(TableName="balls", Item=ball)
    with Engine(state=tmp_path) as engine:
        key = {"ballId": {"S": "three-star"}}
        assert dynamodb(engine).get_item(TableName="balls", Key=key)["Item"] == ball


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's /proc")
def test_it_listens_on_loopback_alone(engine: Engine) -> None:
    assert engine.child is not None
    assert engine.child.pid is not None
    assert listening(engine.child.pid) == {f"0100007F:{engine.port:04X}"}


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            Engine(port).start()
    assert f"port {port}" in str(refusal.value)
    assert f"ENGINE_PORT={port + 1} make run" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_second_engine_on_the_port_is_told_of_the_first(engine: Engine) -> None:
    with pytest.raises(PortTaken, match="local engine runs on port"):
        Engine(engine.port).start()
    assert answers(engine.port)


def test_two_engines_never_keep_the_same_folder(tmp_path: Path) -> None:
    with Engine(state=tmp_path), pytest.raises(DidNotStart, match="Another local engine uses"):
        Engine(state=tmp_path).start()


def test_it_saves_and_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time; from config.local.engine import Engine;"
        "e = Engine(state=pathlib.Path(sys.argv[1])); e.start();"
        "print(e.port, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - the line above
        command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        orphan = Engine(int(parent.stdout.readline()))
        dynamodb(orphan).create_table(**TABLE)
        parent.send_signal(signal.SIGKILL)
    wait_until_let_go(tmp_path)
    assert not answers(orphan.port)
    with Engine(state=tmp_path) as engine:
        assert dynamodb(engine).list_tables()["TableNames"] == ["balls"]


def wait_until_let_go(state: Path) -> None:
    """Block until no engine uses the folder."""
    with (state / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
