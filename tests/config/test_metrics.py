"""The shop counts what it does, tells it to those who watch it, and to nobody else."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.test import Client
from pynamodb.exceptions import CancellationReason, VerboseClientError
from pytest_django import Settings

from catalog.models import Product
from config import clock, metrics_tables, probes
from config.dynamo import outcome_of
from config.logs import AboutFilter
from config.metrics import OURS, asking_dynamodb, table_of
from config.page_cache import outdate
from customers.services.claimed_mails import send_claimed, those_that_waited
from orders.models import AttentionList, Order
from orders.rules import Status
from payments.razorpay_wire import RazorpayDown, Wire
from payments.services import worker_mark
from tests.calls import counted
from tests.factories import a_product, an_opened_order

PROXIED = {"X-Forwarded-For": "203.0.113.9"}


@pytest.fixture(autouse=True)
def as_in_a_new_process() -> Iterator[None]:
    metrics_tables.forget()
    probes.forget()
    worker_mark.forget()
    yield
    worker_mark.forget()


def told(client: Client) -> str:
    return client.get("/metrics").content.decode()


def count(name: str, **labels: str) -> float:
    return OURS.get_sample_value(name, labels) or 0


def test_an_answer_is_counted_by_view_method_and_status(client: Client) -> None:
    product = a_product()
    ok = {"view": "catalog:product", "method": "GET", "status": "2xx"}
    before, took = (
        count("shop_requests_total", **ok),
        count("shop_request_seconds_count", view="none"),
    )
    client.get(f"/equipment/{product.product_id}")
    client.get("/no-such-page-of-ann@mail.example")
    assert count("shop_requests_total", **ok) == before + 1
    assert count("shop_request_seconds_count", view="none") == took + 1
    assert "ann" not in told(client)


def test_strangers_make_no_new_series(client: Client) -> None:
    def come(number: int) -> None:
        client.get(f"/{number}/x")
        client.get(f"/static/{number}.css")
        client.generic(f"MADEUP{number}", "/")
        told(client)

    come(0)
    before = len(told(client).splitlines())
    for number in range(1, 5):
        come(number)
    assert len(told(client).splitlines()) == before


def test_a_page_that_is_kept_whole_is_counted_under_its_view(
    client: Client, settings: Settings
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    outdate()
    kept = {"view": "catalog:list", "method": "GET", "status": "2xx"}
    before = count("shop_requests_total", **kept)
    assert client.get("/equipment").resolver_match is not None
    with counted() as asked:
        client.get("/equipment")
    assert not asked  # it came out of memory, ahead of the views
    assert count("shop_requests_total", **kept) == before + 2
    outdate()


def test_calls_to_dynamodb_are_counted_by_table_and_outcome() -> None:
    table = Product.Meta.table_name
    good = {"operation": "GetItem", "table": table, "outcome": "ok"}
    bad = {"operation": "PutItem", "table": table, "outcome": "refused"}
    before = count("shop_dynamodb_calls_total", **good), count("shop_dynamodb_calls_total", **bad)
    product = a_product()
    Product.get(product.product_id, product.seller_id)
    with pytest.raises(Exception, match="conditional"):
        product.save(Product.product_id.does_not_exist())
    assert count("shop_dynamodb_calls_total", **good) == before[0] + 1
    assert count("shop_dynamodb_calls_total", **bad) == before[1] + 1


@pytest.mark.parametrize(
    ("code", "reasons", "outcome"),
    [
        ("ConditionalCheckFailedException", [], "refused"),
        ("TransactionCanceledException", ["ConditionalCheckFailed"], "refused"),
        ("TransactionCanceledException", ["TransactionConflict"], "conflict"),
        ("TransactionConflictException", [], "conflict"),
        ("TransactionCanceledException", ["ThrottlingError"], "throttled"),
        ("ProvisionedThroughputExceededException", [], "throttled"),
        ("ValidationException", [], "error"),
    ],
)
def test_what_dynamodb_says_has_a_word(code: str, reasons: list[str], outcome: str) -> None:
    told = (CancellationReason(code=each) for each in reasons)
    error = VerboseClientError({"Error": {"Code": code}}, "X", cancellation_reasons=told)
    assert outcome_of(error) == outcome


def test_tries_of_the_client_and_silence_are_counted() -> None:
    again = count("shop_dynamodb_retries_total", operation="Query")
    labels = {"operation": "Query", "table": "t", "outcome": "no answer"}
    silent = count("shop_dynamodb_calls_total", **labels)
    with asking_dynamodb("Query", {"TableName": "t"}) as went:
        went("ok", 2)
    with pytest.raises(TimeoutError), asking_dynamodb("Query", {"TableName": "t"}):
        raise TimeoutError
    assert count("shop_dynamodb_retries_total", operation="Query") == again + 2
    assert count("shop_dynamodb_calls_total", **labels) == silent + 1


@pytest.mark.parametrize(
    ("asked", "table"),
    [
        ({"TableName": "a"}, "a"),
        ({"RequestItems": {"a": 1, "b": 1}}, "several"),
        ({"TransactItems": [{"Put": {"TableName": "a"}}, {"Update": {"TableName": "a"}}]}, "a"),
        ({}, "none"),
    ],
)
def test_a_call_over_several_tables_is_of_none_of_them(asked: dict[str, Any], table: str) -> None:
    assert table_of(asked) == table


def test_a_pass_of_the_worker_is_counted_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    passes = count("shop_worker_passes_total", kind="thorough")
    caplog.handler.addFilter(AboutFilter())
    with caplog.at_level("INFO"):
        an_opened_order().update(
            [
                Order.status.set(Status.CONFIRMED),
                Order.mails.set({"confirmed": "owed 2026-11-23T00:00:00.000Z"}),
            ]
        )
        call_command("worker", "--once", stdout=StringIO())
    assert count("shop_worker_passes_total", kind="thorough") == passes + 1
    assert worker_mark.last_pass().did["mails"] == 1
    (line,) = [each for each in caplog.records if each.message.startswith("Worker: ")]
    assert len(getattr(line, "request_id", "")) == 8


def test_a_mail_that_waits_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> EmailMultiAlternatives:
        raise ConnectionRefusedError

    those_that_waited()
    waits = count("shop_mails_total", outcome="waits")
    for _ in range(2):
        send_claimed(refuses, name="x", seen=None, note=lambda *_: True, now=clock.now())
    assert (those_that_waited(), those_that_waited()) == (2, 0)
    assert count("shop_mails_total", outcome="waits") == waits + 2


@responses.activate
def test_calls_to_a_vendor_are_counted_by_outcome() -> None:
    wire = Wire(requests.Session(), (1, 1))
    names = ("ok", "down", "busy", "no answer")
    before = [count("shop_vendor_calls_total", vendor="razorpay", outcome=n) for n in names]
    responses.get("https://api.example/a", json={})
    responses.get("https://api.example/b", status=502)
    responses.get("https://api.example/c", status=429)
    wire.get("https://api.example/a")
    for path in "bcd":
        with pytest.raises(RazorpayDown):
            wire.get(f"https://api.example/{path}")
    after = [count("shop_vendor_calls_total", vendor="razorpay", outcome=n) for n in names]
    assert after == [each + 1 for each in before]


def test_webhooks_are_counted_by_kind_and_outcome(client: Client) -> None:
    refused = {"vendor": "razorpay", "kind": "unsigned", "outcome": "refused"}
    before = count("shop_webhooks_total", **refused)
    client.post("/payment/webhook", b"{}", content_type="application/json")
    assert count("shop_webhooks_total", **refused) == before + 1


def test_the_worker_of_another_process_is_seen_through_its_table(client: Client) -> None:
    assert "shop_worker_last_pass_age_seconds" not in told(client)
    worker_mark.note(0, done={"mails": 2, "bills": 0})
    worker_mark.note(3, mails=1, done={"mails": 1})
    AttentionList(AttentionList.KEY, "#").update([AttentionList.order_ids.add({"TB-1", "TB-2"})])
    metrics_tables.forget()
    lines = told(client).splitlines()
    assert 'shop_worker_did{duty="mails"} 3.0' in lines
    assert not [line for line in lines if "bills" in line]
    assert {"shop_worker_left 3.0", "shop_mails_waiting 1.0", "shop_open_attentions 2.0"} <= {
        *lines
    }
    assert 'shop_orders{status="confirmed"} 0.0' in lines
    ages = [line for line in lines if line.startswith("shop_worker_last_good_pass_age_seconds ")]
    assert float(ages[0].split()[1]) < 60


def test_without_its_tables_a_process_still_tells_what_it_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent() -> None:
        raise RazorpayDown  # any refusal of ours

    monkeypatch.setattr("orders.figures.figures", silent)
    said = told(client)
    assert "shop_tables_answer 0.0" in said
    assert "shop_requests_total" in said
    assert "shop_open_attentions" not in said


@pytest.mark.parametrize(
    ("token", "given", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", PROXIED, "127.0.0.1", 404),
        ("", {"X-Forwarded-Proto": "https"}, "127.0.0.1", 404),
        ("", {}, "10.0.0.7", 404),
        ("", {"Authorization": "Bearer "}, "10.0.0.7", 404),
        ("t0ken", {"Authorization": "Bearer t0ken"}, "203.0.113.9", 200),
        ("t0ken", {"Authorization": "Bearer t0ken"} | PROXIED, "127.0.0.1", 200),
        ("t0ken", {"Authorization": "Bearer t0kem"}, "203.0.113.9", 404),
        ("t0ken", {"Authorization": "Bearer tökén"}, "203.0.113.9", 404),
    ],
)
def test_only_who_watches_the_shop_reads_them(
    client: Client, settings: Settings, token: str, given: dict[str, str], address: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    answer = client.get("/metrics", headers=given, REMOTE_ADDR=address)
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]


def test_probes_are_answered_whatever_the_host_and_never_kept(client: Client) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        answer = client.get(path, HTTP_HOST="10.1.2.3:8000")
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
        assert "Content-Security-Policy" in answer
        assert client.post(path).status_code == 405


def test_on_a_live_site_probes_are_not_sent_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").status_code == 301
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200


def test_ready_is_a_process_with_tables_and_a_catalogue(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").content == b"ok\n"
    monkeypatch.setattr("catalog.readiness.missing", lambda: "The catalogue cannot be read")
    assert client.get("/readyz").content == b"ok\n"  # looked at a moment ago
    probes.forget()
    assert client.get("/readyz").status_code == 503
    Product.delete_table()
    probes.forget()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"DynamoDB does not answer\n")
    assert client.get("/healthz").status_code == 200


def test_the_counts_of_all_processes_are_told_together(tmp_path: Path) -> None:
    counts = (
        "import os, django; django.setup()\n"
        "from types import SimpleNamespace as N\n"
        "from config.metrics import answered\n"
        "asked = N(method='GET', path_info='/', resolver_match=N(view_name='catalog:home'))\n"
        "child = os.fork()\n"
        "answered(asked, 200, 0.01)\n"
        "if child: os.waitpid(child, 0)\n"
        "else: os._exit(0)\n"
        "from django.test import Client\n"
        "from config import metrics_tables\n"
        "metrics_tables._read = lambda: []\n"
        "print(Client().get('/metrics').content.decode())\n"
    )
    env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    env |= {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    script = [sys.executable, "-c", counts]
    said = subprocess.run(script, check=True, capture_output=True, text=True, env=env)  # noqa: S603
    line = r'shop_requests_total\{method="GET",status="2xx",view="catalog:home"\} 2.0'
    assert re.search(line, said.stdout), said.stdout[:500]
