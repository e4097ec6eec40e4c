"""`make run` serves the whole shop, and refuses in a sentence what it must not do."""

import socket
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from config.local.processes import free_port


@pytest.mark.parametrize("endpoint", ["", "https://dynamodb.ap-south-1.amazonaws.com"])
def test_the_demo_is_never_loaded_into_a_real_account(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNAMODB_ENDPOINT", endpoint)
    with pytest.raises(CommandError, match="only runs on tables of this machine"):
        call_command("run_shop")


def test_a_port_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(CommandError, match="PORT is 'http'; it must be a number"):
        call_command("run_shop")


def test_taken_ports_are_told_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.ENGINE_PORT, settings.SANDBOX_PORT = free_port(), free_port()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Port {port} cannot be had"):
            call_command("run_shop", data=tmp_path)
    assert list(tmp_path.iterdir()) == []
