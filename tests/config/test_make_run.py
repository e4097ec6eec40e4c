"""The whole shop, from the settings that `make run` writes to the last process stopped."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from config.local.ports import Ports
from config.local.processes import BASE_DIR, free_port, why_not
from config.local.setup import make_env_file
from tests.config.test_env_example import example
from tests.journey.house import eventually

READY = "Ctrl-C stops it all."
pytestmark = pytest.mark.whole


class Run:
    """One `manage.py run_shop` with ports and a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.ports = Ports(web=free_port(), engine=free_port(), sandbox=free_port())
        self.env_file = folder / ".env"
        make_env_file(BASE_DIR / ".env.example", self.env_file)
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", "run_shop", "--data", str(folder / "data")],
            cwd=BASE_DIR,
            env={
                "PATH": os.environ["PATH"],
                "ENV_FILE": str(self.env_file),
                "PORT": str(self.ports.web),
                "ENGINE_PORT": str(self.ports.engine),
                "SANDBOX_PORT": str(self.ports.sandbox),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if READY in line:
                return
        pytest.fail(self.said)

    def get(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.ports.web, timeout=10)) as there:
            there.request("GET", path)
            reply = there.getresponse()
            return reply.status, reply.read().decode()

    def doctor(self) -> subprocess.CompletedProcess[str]:
        """What `manage.py doctor` says of it."""
        known = {"PATH": os.environ["PATH"], "ENV_FILE": str(self.env_file)}
        return subprocess.run(
            [sys.executable, "manage.py", "doctor"],
            check=False,
            cwd=BASE_DIR,
            env=known | self.ports.environment(example()),
            capture_output=True,
            text=True,
        )

    def end(self, ending: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(ending)
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode

    def taken_ports(self) -> list[int]:
        mine = [self.ports.web, self.ports.engine, self.ports.sandbox, self.ports.mail]
        return [port for port in mine if why_not(port)]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path)
    yield run
    if run.process.poll() is None:
        run.end()


def test_one_command_serves_the_shop_and_ctrl_c_ends_it_all(shop: Run) -> None:
    shop.wait_until_ready()
    status, page = shop.get("/")
    assert (status, "<h1" in page) == (200, True)
    assert f"http://127.0.0.1:{shop.ports.web}/" in shop.said
    assert re.search(r"\S+@\S+", shop.said), "the staff's sign-ins are printed"
    assert eventually(lambda: "never seen" not in shop.doctor().stdout, longest=60)  # the worker
    told = shop.doctor()
    assert (told.returncode, "FAULT" in told.stdout) == (0, False), told.stdout + told.stderr
    assert not re.search("^WARN", told.stdout, re.MULTILINE), told.stdout
    assert shop.end(signal.SIGINT) == 0
    assert shop.taken_ports() == []
