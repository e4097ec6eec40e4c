"""No log tells whose page was looked at."""

import logging
import subprocess
import sys

import pytest

from config import gunicorn
from config.discretion import DiscreetFormatter, discreet

WHO = "Ananya.rao+tt@mail.example.in"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Not Found: /staff/customers/{WHO}/", "Not Found: /staff/customers/…/"),
        ("/staff/customers/ann%40example.in/notes/", "/staff/customers/…/notes/"),
        ("/staff/customers/+919845012345/notes/", "/staff/customers/…/notes/"),
        ("/staff/customers/complaints/C-1234/", "/staff/customers/complaints/C-1234/"),
        ("/staff/customers/", "/staff/customers/"),
        (f"no item {{'customerId': {{'S': '{WHO}'}}}}", "no item {'customerId': {'S': '…'}}"),
        (f"/track/TB-1~{'secret' * 8}", "/track/TB-1~…"),
        ("a@ @ @b %40 it's 5 @ 20", "a@ @ @b %40 it's 5 @ 20"),
        (f"<{WHO}>,{'x' * 90}@b.example and @a@b", "<…>,… and …"),
        ("call 98450 12345, +91-9845012345, 919845012345", "call …, …, …"),
        ("{'phone': '9845012345'}", "{'phone': '…'}"),
        ("He has 9845012345. Or 09845012345, or 00919845012345.", "He has …. Or …, or …."),
        ("phone=%2B919845012345&x 984 501 2345 98450-12345-", "phone=…&x … …-"),
        ("TB-9845012345 weighs 9845012345.5, AWB 19845012345", None),
        ("Order TB-1234567890 waits for pay_Ab12", "Order TB-1234567890 waits for pay_Ab12"),
    ],
)
def test_a_line_names_the_thing_and_nobody(said: str, kept: str | None) -> None:
    assert discreet(said) == (kept or said)


def test_a_line_of_any_length_is_read_in_a_moment() -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (10, 10));"
    reads = "from config.discretion import discreet;"
    line = "'a' * 200_000 + ' ' + '%4' * 100_000 + ' a@'"
    shows = f"print(discreet({line}) == {line})"
    script = [sys.executable, "-c", limit + reads + shows]
    said = subprocess.run(script, check=True, capture_output=True).stdout  # noqa: S603  # our own
    assert said.strip() == b"True"


def test_a_traceback_is_a_part_of_the_line() -> None:
    try:
        raise ValueError(f"cannot read {WHO}")
    except ValueError:
        record = logging.LogRecord("x", 40, "", 1, "Left", (), sys.exc_info())
    line = DiscreetFormatter("%(message)s").format(record)
    assert "ValueError: cannot read …" in line
    assert "Ananya" not in line


def test_the_shops_own_log_is_written_so() -> None:
    (handler,) = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    assert isinstance(handler.formatter, DiscreetFormatter)


def test_so_is_the_access_log() -> None:
    assert gunicorn.logger_class is gunicorn.DiscreetLogger
