"""`.env.example` starts a shop against the sandbox, on whatever ports are asked for."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import environ
import pytest

from config.local.ports import Ports
from config.local.processes import BASE_DIR
from config.local.setup import make_env_file, up_to_date
from config.requirements import is_loopback

EXAMPLE = BASE_DIR / ".env.example"


def example() -> dict[str, str]:
    class Reader(environ.Env):  # type: ignore[misc]  # django-environ has no types
        ENVIRON: ClassVar[dict[str, str]] = {}

    Reader.read_env(str(EXAMPLE))
    return Reader.ENVIRON


def started_with(env_file: Path) -> subprocess.CompletedProcess[str]:
    """What the shop's settings say in a process that knows nothing but this file."""
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        check=False,
        cwd=BASE_DIR,
        env={"ENV_FILE": str(env_file), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_shop_starts_with_what_make_run_writes(tmp_path: Path) -> None:
    make_env_file(EXAMPLE, tmp_path / ".env")
    started = started_with(tmp_path / ".env")
    assert (started.returncode, started.stdout, started.stderr) == (0, "", "")


def test_the_example_itself_is_no_key_to_anything() -> None:
    assert "SECRET_KEY is not set." in started_with(EXAMPLE).stderr
    assert example()["RAZORPAY_KEY_ID"].startswith("rzp_test_")


def test_each_env_file_gets_a_key_of_its_own_and_is_kept(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    make_env_file(EXAMPLE, one)
    make_env_file(EXAMPLE, two)
    first = one.read_text()
    make_env_file(EXAMPLE, one)
    assert one.read_text() == first != two.read_text()
    assert stat.S_IMODE(one.stat().st_mode) == 0o600


def test_every_setting_of_the_example_is_one_that_is_read() -> None:
    read = set(re.findall(r'"([A-Z][A-Z_]+)"', (BASE_DIR / "config/settings.py").read_text()))
    by_others = {"PORT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert set(example()) <= read | by_others


def test_all_its_addresses_are_on_this_machine_and_follow_the_ports() -> None:
    given = example()
    addresses = {name: url for name, url in given.items() if "://" in url}
    moved = Ports(web=9000, engine=4999, sandbox=9100).environment(given)
    assert all(map(is_loopback, addresses.values()))
    assert set(addresses) <= set(moved)
    assert [url for url in moved.values() if re.search(r":(8000|4566|8001|8025)\b", url)] == []
    assert moved["RAZORPAY_CHECKOUT_URL"] == "http://127.0.0.1:9100/razorpay/checkout.js"
    assert moved["EMAIL_URL"] == "smtp://127.0.0.1:9124"


@pytest.mark.parametrize(
    "own", ["https://api.razorpay.com", "http://127.0.0.1:8100", "https://example.com:8001/x"]
)
def test_what_the_owner_points_elsewhere_stays_there(own: str) -> None:
    moved = Ports(web=9000, sandbox=9100).environment({"RAZORPAY_BASE_URL": own})
    assert moved["RAZORPAY_BASE_URL"] == own


def test_a_step_of_the_set_up_is_done_again_only_when_needed(tmp_path: Path) -> None:
    product, done = tmp_path / "product", []

    def make() -> None:
        done.append(source)
        product.touch()

    for source in ("first", "first", "changed"):
        up_to_date("step", source, product, make, stamps=tmp_path)
    product.unlink()
    up_to_date("step", source, product, make, stamps=tmp_path)
    assert done == ["first", "changed", "changed"]
