"""The doctor: each check can fail, says how it is mended, and none keeps the others waiting."""

import contextlib
import json
import os
import shutil
import smtplib
import ssl
import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import responses
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from requests import PreparedRequest

from catalog.models import Product
from config import clock
from config.doctor import checks as ours
from config.doctor import looking, machine, settings_checks, site, tables
from config.doctor.answers import Answer, Check, Level, fault, ok, warn
from config.dynamo import connection

SITE = "https://shop.example"
LIVE: dict[str, Any] = {
    "SITE_URL": SITE,
    "IS_HTTPS": True,
    "ALLOWED_HOSTS": ["shop.example"],
    "SECRET_KEY": "k" * 50,
    "DIGEST_KEY": "d" * 50,
    "RAZORPAY_WEBHOOK_SECRETS": ["w" * 32],
    "RAZORPAY_KEY_ID": "rzp_live_1",
    "SHIPROCKET_WEBHOOK_TOKEN": "t" * 32,
    "DYNAMODB_ENDPOINT": None,
    "RAZORPAY_BASE_URL": "https://api.razorpay.com",
    "RAZORPAY_CHECKOUT_URL": "https://checkout.razorpay.com/v1/checkout.js",
    "SHIPROCKET_BASE_URL": "https://apiv2.shiprocket.in/v1/external",
    "SHOP_LEGAL_NAME": "Third Ball Sports Retail",
    "SHOP_EMAIL": "help@thirdball.in",
    "LOG_FORMAT": "json",
}
GOOD = dict.fromkeys(site.HEADERS, "x") | {"Strict-Transport-Security": "max-age=31536000"}


@pytest.fixture
def live(settings: Settings) -> Settings:
    """The settings of a live shop in order."""
    for name, value in LIVE.items():
        setattr(settings, name, value)
    return settings


@pytest.mark.parametrize(
    ("check", "name", "value", "level", "words"),
    [
        (settings_checks.address, "IS_HTTPS", True, Level.OK, ""),
        (settings_checks.address, "ALLOWED_HOSTS", ["*"], Level.FAULT, "any name"),
        (settings_checks.address, "ALLOWED_HOSTS", ["a.example"], Level.FAULT, "lacks shop"),
        (settings_checks.address, "DEBUG", True, Level.FAULT, "DEBUG"),
        (settings_checks.address, "IS_HTTPS", False, Level.FAULT, "SITE_URL"),
        (settings_checks.secrets, "METRICS_TOKEN", "", Level.OK, ""),
        (settings_checks.secrets, "METRICS_TOKEN", "short", Level.FAULT, "METRICS_TOKEN"),
        (settings_checks.secrets, "SECRET_KEY", "short", Level.FAULT, "SECRET_KEY has"),
        (settings_checks.secrets, "DIGEST_KEY", "short", Level.FAULT, "DIGEST_KEY has"),
        (settings_checks.secrets, "SHIPROCKET_OLDER_TOKEN", "x", Level.FAULT, "OLDER_TOKEN has"),
        (settings_checks.older_keys, "DEBUG", False, Level.OK, "newest"),
        (settings_checks.older_keys, "SECRET_KEY_FALLBACKS", ["x"], Level.WARN, "FALLBACKS"),
        (settings_checks.older_keys, "SHIPROCKET_OLDER_TOKEN", "x", Level.WARN, "OLDER_TOKEN"),
        (settings_checks.older_keys, "RAZORPAY_WEBHOOK_SECRETS", ["a", "b"], Level.WARN, "second"),
        (settings_checks.secrets, "RAZORPAY_WEBHOOK_SECRETS", ["x"], Level.FAULT, "(1)"),
        (
            settings_checks.secrets,
            "SHIPROCKET_WEBHOOK_TOKEN",
            "sandbox-webhook-token",
            Level.FAULT,
            "everybody",
        ),
        (settings_checks.sandbox, "DEBUG", False, Level.OK, "Nothing"),
        (settings_checks.sandbox, "RAZORPAY_BASE_URL", "http://127.1/", Level.OK, ""),
        (settings_checks.sandbox, "SHIPROCKET_BASE_URL", "http://localhost/", Level.FAULT, "SHIP"),
        (settings_checks.keys_of_money, "DEBUG", False, Level.OK, "Real"),
        (settings_checks.keys_of_money, "RAZORPAY_KEY_ID", "rzp_test_1", Level.FAULT, "test key"),
        (settings_checks.company, "DEBUG", False, Level.OK, "complete"),
        (settings_checks.company, "GRIEVANCE_OFFICER", " ", Level.FAULT, "GRIEVANCE_OFFICER"),
        (settings_checks.company, "SHOP_EMAIL", "help@thirdball.example", Level.FAULT, "Of .env"),
        (site.logs, "LOG_FORMAT", "json", Level.OK, "json"),
        (site.logs, "LOG_FORMAT", "lines", Level.WARN, "people"),
        (machine.time_zones, "TIME_ZONE", "Asia/Kolkata", Level.OK, "+0530"),
        (machine.time_zones, "TIME_ZONE", "Asia/Nowhere", Level.FAULT, "no time zones"),
        (machine.time_zones, "TIME_ZONE", "UTC", Level.FAULT, "+0000"),
    ],
)
def test_a_setting_that_is_wrong_is_named(
    live: Settings, check: Any, name: str, value: object, level: Level, words: str
) -> None:
    setattr(live, name, value)
    answer: Answer = check()
    assert (answer.level, words in answer.said) == (level, True), answer
    assert bool(answer.mend) is (level is not Level.OK)


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        (GOOD, 200, ""),
        (GOOD, 502, "with 502"),
        ({k: v for k, v in GOOD.items() if k != "X-Frame-Options"}, 200, "Without X-Frame-Options"),
        (GOOD | {"Content-Security-Policy": "style-src 'unsafe-inline'"}, 200, "inline"),
        (GOOD | {"Strict-Transport-Security": "max-age=3600"}, 200, "https only"),
    ],
)
@responses.activate
def test_the_first_page_must_be_ours(
    live: Settings, headers: dict[str, str], status: int, words: str
) -> None:
    responses.get(f"{SITE}/", headers=headers, status=status)
    answer = site.answers()
    assert (answer.level, words in answer.said) == (Level.FAULT if words else Level.OK, True)


@responses.activate
def test_what_the_site_tells_strangers_is_looked_at(live: Settings, tmp_path: Path) -> None:
    live.STATIC_ROOT = tmp_path
    assert site.answers().level is Level.FAULT  # nobody answers
    assert site.ready().level is Level.FAULT
    assert site.figures_are_ours().level is Level.UNSEEN
    assert site.turns_to_https().level is Level.WARN
    assert "no list" in site.static_files().said
    (tmp_path / "staticfiles.json").write_text('{"paths": {"css/shop.css": "css/shop.1.css"}}')
    responses.get(f"{SITE}/readyz", status=503, body="DynamoDB does not answer\n")
    responses.get(f"{SITE}/metrics", body="shop_requests_total 1\n")
    responses.get("http://shop.example/", body="unencrypted")
    responses.head(f"{SITE}/static/css/shop.1.css", status=404)
    assert site.ready().said == "/readyz says: DynamoDB does not answer."
    looks = (site.figures_are_ours, site.turns_to_https, site.static_files)
    assert [look().level for look in looks] == [Level.FAULT] * 3
    responses.replace("GET", f"{SITE}/metrics", status=404)
    moved = {"Location": f"{SITE}/"}
    responses.replace("GET", "http://shop.example/", status=301, headers=moved)
    responses.replace("HEAD", f"{SITE}/static/css/shop.1.css")
    assert [look().level for look in looks] == [Level.OK] * 3


@pytest.mark.parametrize(
    ("at", "adds", "level"),
    [
        (SITE, {}, Level.FAULT),
        (SITE, {"X-Forwarded-For": "192.0.2.9"}, Level.OK),
        ("http://127.0.0.1:8000", {}, Level.OK),
    ],
)
@responses.activate
def test_figures_behind_a_proxy_that_adds_no_header_are_seen_to_be_open(
    live: Settings, client: Client, at: str, adds: dict[str, str], level: Level
) -> None:
    """The shop itself answers, asked from its own machine with what the doctor and a proxy say."""
    live.SITE_URL = at

    def hands_on(request: PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        sent = {k: str(v) for k, v in request.headers.items() if k != "Host"}
        answer = client.get("/metrics", headers=sent | adds)
        return answer.status_code, {}, answer.content

    responses.add_callback("GET", f"{at}/metrics", hands_on)
    assert site.figures_are_ours().level is level


@pytest.mark.parametrize(("days", "level"), [(60, "ok"), (20, "warn"), (6, "fault"), (-1, "fault")])
def test_a_certificate_is_renewed_in_time(
    live: Settings, monkeypatch: pytest.MonkeyPatch, days: int, level: str
) -> None:
    until = clock.now() + timedelta(days=days, hours=1)
    monkeypatch.setattr(site, "ends_at", lambda *_: until)
    assert site.certificate().level == level


def test_a_certificate_that_browsers_refuse_is_a_fault(
    live: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        error = ssl.SSLCertVerificationError()
        error.verify_message = "certificate has expired"
        raise error

    monkeypatch.setattr(site, "ends_at", refused)
    assert "has expired" in site.certificate().said


class OfClient:
    """DynamoDB's client, save that some calls are answered otherwise."""

    def __init__(self, client: Any, **instead: Exception | dict[str, Any]) -> None:
        self._client, self._instead = client, instead

    def __getattr__(self, name: str) -> Any:
        given = self._instead.get(name)

        def answer(**_: object) -> Any:
            if isinstance(given, Exception):
                raise given
            return given

        return getattr(self._client, name) if given is None else answer


def denied(operation: str) -> ClientError:
    return ClientError({"Error": {"Code": "AccessDeniedException"}}, operation)


def test_tables_are_looked_at_as_ensure_tables_does(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    answer = tables.tables()
    assert (answer.level, "recovery is off" in answer.said) == (Level.FAULT, True)
    assert "ensure_tables" in answer.mend
    call_command("ensure_tables", stdout=StringIO())
    assert tables.tables().level is Level.OK
    assert tables.encryption().level is Level.UNSEEN  # an engine of this machine
    settings.DYNAMODB_ENDPOINT = None
    assert tables.encryption().level is Level.OK
    monkeypatch.setattr(tables, "client", lambda: OfClient(None, describe_table=denied("Describe")))
    assert tables.tables().said == "We may not Describe."
    silent = EndpointConnectionError(endpoint_url="x")
    monkeypatch.setattr(tables, "client", lambda: OfClient(None, describe_table=silent))
    assert "does not answer" in tables.tables().said
    broken = {"Table": {"SSEDescription": {"Status": "INACCESSIBLE"}}}
    monkeypatch.setattr(tables, "client", lambda: OfClient(None, describe_table=broken))
    assert "INACCESSIBLE" in tables.encryption().said


@pytest.mark.parametrize(
    ("call", "named"),
    [("scan", "Scan"), ("put_item", "PutItem"), ("transact_write_items", "ConditionCheckItem")],
)
def test_each_right_is_tried_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, call: str, named: str
) -> None:
    assert tables.rights().level is Level.OK
    assert Product.count() == 0
    real = connection().client
    lacking = OfClient(real, **{call: denied(named)})
    monkeypatch.setattr(tables, "connection", lambda: type("C", (), {"client": lacking}))
    answer = tables.rights()
    assert (answer.level, f"We may not {named} on " in answer.said) == (Level.FAULT, True)


@pytest.mark.parametrize(("late", "level"), [(0, "ok"), (20, "warn"), (-90, "fault")])
@responses.activate(registry=responses.registries.OrderedRegistry)
def test_our_clock_agrees_with_others(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, late: int, level: str
) -> None:
    told = (clock.now() + timedelta(seconds=late)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    settings.RAZORPAY_BASE_URL = "https://api.example"
    responses.head("https://api.example", headers={"Date": told})
    client = OfClient(None, describe_table={"ResponseMetadata": {"HTTPHeaders": {}}})
    monkeypatch.setattr(tables, "connection", lambda: type("C", (), {"client": client}))
    assert tables.our_clock().level == level
    assert tables.our_clock().level is Level.UNSEEN  # nobody tells the time any more


def test_a_disk_that_fills_up_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(free: float) -> Answer:
        size = type("Usage", (), {"total": 40 * machine.GB, "free": int(free * machine.GB)})
        monkeypatch.setattr(shutil, "disk_usage", lambda _: size)
        return machine.disk()

    assert [of(free).level for free in (9, 1, 0.2)] == [Level.OK, Level.WARN, Level.FAULT]


def test_a_folder_that_cannot_be_written_to_is_seen(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = "django.core.files.storage.FileSystemStorage"
    folder = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path / "to" / "be")}}
    settings.STORAGES = settings.STORAGES | {"default": folder}
    assert machine.files().level is Level.OK
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert machine.files().level is Level.FAULT
    assert machine.pictures().level is Level.OK  # as in a bucket: by writing
    monkeypatch.setattr(type(storages["pictures"]), "save", _full)
    assert machine.pictures().level is Level.FAULT


def _full(*_: object, **__: object) -> str:
    raise OSError("no space")


class Post:
    """A mail server's line that opens, or does not."""

    def __init__(self, trouble: Exception | None) -> None:
        self._trouble = trouble

    def open(self) -> None:
        if self._trouble:
            raise self._trouble

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("trouble", "is_tls", "level", "words"),
    [
        (None, True, Level.OK, "lets us in"),
        (None, False, Level.WARN, "unencrypted"),
        (smtplib.SMTPAuthenticationError(535, b"no"), True, Level.FAULT, "name or password"),
        (ConnectionRefusedError(), True, Level.FAULT, "ConnectionRefusedError"),
    ],
)
def test_the_mail_server_is_tried_without_a_mail(
    live: Settings,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception | None,
    is_tls: bool,
    level: Level,
    words: str,
) -> None:
    assert machine.mail_server().level is Level.FAULT  # the tests' own goes nowhere
    live.EMAIL_BACKEND, live.EMAIL_HOST, live.EMAIL_PORT = machine.SMTP, "mail.example", 587
    live.EMAIL_USE_TLS, live.EMAIL_USE_SSL = is_tls, False
    monkeypatch.setattr(machine, "get_connection", lambda **_: Post(trouble))
    answer = machine.mail_server()
    assert (answer.level, words in answer.said) == (level, True)


def test_what_hangs_or_breaks_keeps_nobody_waiting() -> None:
    hanging = threading.Event()

    def hangs() -> Answer:
        hanging.wait(30)
        return ok("late")

    def breaks() -> Answer:
        raise LookupError

    looks = {"a": hangs, "b": breaks, "c": lambda: ok("well")}
    checks = [Check(name, look) for name, look in looks.items()]
    found = {check.name: answer for check, answer in looking.look_at(checks, budget=0.3, at_once=2)}
    hanging.set()
    assert "No answer within" in found["a"].said
    assert "LookupError" in found["b"].said
    assert found["c"] == ok("well")


@pytest.mark.parametrize(("answer", "code"), [(warn("w", "m"), 0), (fault("f", "m"), 1)])
def test_only_a_fault_is_an_exit_of_one(
    monkeypatch: pytest.MonkeyPatch, answer: Answer, code: int
) -> None:
    monkeypatch.setattr(
        ours, "CHECKS", [Check("One", lambda: answer), Check("Two", lambda: ok("fine"))]
    )
    for room in ("catalog", "customers", "orders", "shipping", "payments"):
        monkeypatch.setattr(f"{room}.doctor.CHECKS", ())
    said, left = StringIO(), 0
    try:
        call_command("doctor", stdout=said)
        call_command("doctor", "--json", stdout=StringIO())
    except SystemExit as end:
        left = int(end.code or 0)
    assert left == code
    assert f"One             {answer.said}" in said.getvalue()
    assert "→ m" in said.getvalue()
    out = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("doctor", "--json", stdout=out)
    assert json.loads(out.getvalue())[1] == {
        "name": "Two",
        "level": "ok",
        "said": "fine",
        "mend": "",
    }


def test_every_room_has_its_say() -> None:
    names = [check.name for check in looking.every_check()]
    assert {"Tables", "HSN and rates", "Team", "Bills", "Shiprocket", "Razorpay"} <= {*names}
    assert len(names) == len({*names})
