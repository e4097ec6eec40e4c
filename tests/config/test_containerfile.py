"""The container file cannot be built here (no base image can be fetched); what it names is held."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.local import setup

ROOT: Path = settings.BASE_DIR
TEXT = (ROOT / "docs" / "operations" / "container" / "Containerfile").read_text()
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
UNIT = (ROOT / "docs" / "operations" / "systemd" / "shop-web.service").read_text()


def test_it_runs_what_the_service_runs() -> None:
    (command,) = re.findall(r'^CMD \["(.+)"\]$', TEXT, re.MULTILINE)
    words = " ".join(command.split('", "'))
    assert f"ExecStart=/srv/third-ball/.venv/bin/{words}\n" in UNIT
    assert (ROOT / "config" / "gunicorn.py").exists()


def test_whoever_runs_it_is_nobody_of_power_and_writes_to_the_log_alone() -> None:
    last = TEXT.rpartition("\nFROM ")[2]
    assert re.search(r"^USER shop$", last, re.MULTILINE)
    assert last.index("USER shop") < last.index("CMD")
    assert re.findall(r"chown -R shop (\S+)", last) == ["var/log"]


def test_no_secret_is_built_in() -> None:
    """The context is a commit; what is ignored by git is not in it, and no setting is given."""
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {".env", "var/"} <= set(ignored)
    assert "git archive HEAD |" in TEXT
    given = [line for line in LINES if line.startswith(("ENV", "ARG"))]
    assert not re.search(r"SECRET|KEY|TOKEN|PASSWORD", "".join(given))
    assert "ENV_FILE=/dev/null" in "".join(given)


def test_every_file_it_names_is_there() -> None:
    for name in re.findall(r"[\w/-]+\.(?:txt|py|env)\b", "\n".join(LINES)):
        assert (ROOT / name).exists(), name


def test_setting_up_a_live_machine_writes_no_sandbox_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[Path] = []
    monkeypatch.setattr(setup, "make_env_file", lambda _, target: written.append(target))
    monkeypatch.setattr(setup, "up_to_date", lambda *_: None)
    monkeypatch.setattr(setup, "_font_version", str)
    monkeypatch.setattr(setup, "_static_state", str)
    monkeypatch.setenv("ENV_FILE", "config/local/live.env")
    setup.main()
    assert written == []
    monkeypatch.delenv("ENV_FILE")
    setup.main()
    assert written == [ROOT / ".env"]
