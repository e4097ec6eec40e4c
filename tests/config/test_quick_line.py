"""The quick line to DynamoDB: it signs as botocore does, reads what is whole, and hands the rest to
botocore."""

import json
import os
import socketserver
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from botocore.hooks import HierarchicalEmitter

from config import dynamo, quick_line
from config.quick_line import QuickLine
from config.quick_wire import BadAnswer, Keys, Lines, Signer, _Line
from tests.in_process import TABLES

HERE, TARGET = "127.0.0.1", "DynamoDB_20120810.GetItem"
GENUINE = QuickLine._quickly  # read before any test has begun


@dataclass
class Peer:
    """A server that answers each request with the next of these bytes, then hangs up."""

    port: int
    answers: list[bytes]
    heard: list[bytes] = field(default_factory=list)
    lines: int = 0


@pytest.fixture
def peer() -> Iterator[Peer]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            known.lines += 1
            while head := self._head():
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                known.heard.append(head + self.rfile.read(length))
                self.wfile.write(known.answers.pop(0))
                if not known.answers:
                    return

        def _head(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in {b"", b"\r\n"}:
                lines.append(line)
            return b"".join(lines)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server((HERE, 0), Talk) as server:
        known = Peer(server.server_address[1], [])
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield known
        server.shutdown()


def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    sent = {"content-length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in sent.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def lines_to(peer: Peer) -> Lines:
    return Lines(HERE, peer.port, is_https=False, connecting=5, reading=5, most=2)


class Botocore:
    """What stands behind the quick line, and notes what it is given to do."""

    def __init__(self, peer: Peer) -> None:
        self.given: list[tuple[str, dict[str, Any]]] = []
        self.meta = type("meta", (), {"endpoint_url": f"http://{HERE}:{peer.port}"})
        self.meta.region_name = "ap-south-1"  # type: ignore[attr-defined]
        self.meta.events = HierarchicalEmitter()  # type: ignore[attr-defined]
        keys = Credentials("tests", "tests")
        self._request_signer = type("signer", (), {"_credentials": keys})

    def _make_api_call(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        self.given.append((operation, asked))
        return {"from": "botocore"}

    def close(self) -> None:
        pass


def quick_to(behind: Botocore, monkeypatch: pytest.MonkeyPatch) -> QuickLine:
    monkeypatch.setattr(QuickLine, "_quickly", GENUINE)  # which tests on moto go without
    return QuickLine(behind, connecting=5, reading=5, most=2)


@pytest.mark.parametrize("token", [None, "a/session+token=="])
def test_it_signs_as_botocore_does(token: str | None) -> None:
    keys = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", token)
    body = json.dumps({"TableName": "table-tennis-orders", "Key": {"é": "ü"}}).encode()
    signer = Signer("dynamodb.ap-south-1.amazonaws.com", "ap-south-1")
    for now in ("20261123T200000Z", "20261124T000001Z"):  # a key for each day
        ours = signer.headers(TARGET, body, cast(Keys, keys.get_frozen_credentials()), now)
        assert ours["authorization"] == signed_by_botocore(ours, body, keys, now)


def signed_by_botocore(ours: dict[str, str], body: bytes, keys: Credentials, now: str) -> str:
    sent = {name: ours[name] for name in ("content-type", "host", "x-amz-target")}
    request = AWSRequest("POST", f"https://{ours['host']}/", sent, body)
    request.context["timestamp"] = now
    auth: Any = SigV4Auth(keys, "dynamodb", "ap-south-1")
    auth._modify_request_before_signing(request)
    del request.headers["X-Amz-Date"]
    request.headers["X-Amz-Date"] = now
    text = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(text, request))
    return str(request.headers["Authorization"])


def test_a_line_is_kept_and_a_dead_one_is_replaced(peer: Peer) -> None:
    lines = lines_to(peer)
    peer.answers = [answer(b"{}"), answer(b'{"a":1}')]  # after the second the peer hangs up
    assert [lines.ask({}, b"").body for _ in range(2)] == [b"{}", b'{"a":1}']
    assert peer.lines == 1
    wait_for_the_end(lines)
    peer.answers = [answer(b"{}")]
    assert lines.ask({}, b"x").status == 200
    assert (peer.lines, peer.heard[-1][-1:]) == (2, b"x")
    lines.close()


def test_a_line_that_another_thread_has_just_taken_is_no_error(peer: Peer) -> None:
    class LastIsGone(deque[_Line]):
        def __bool__(self) -> bool:
            return True  # as it was when this thread looked

    peer.answers += [answer(b"{}")]
    lines = lines_to(peer)
    lines._idle = LastIsGone()
    assert lines.ask({}, b"").status == 200
    lines.close()


def wait_for_the_end(lines: Lines) -> None:
    (line,) = lines._idle
    assert line.sock.recv(1) == b""


def test_a_child_never_reads_from_the_lines_of_its_parent(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_to(peer)
    peer.answers = [answer(b"{}"), answer(b"{}"), answer(b"{}")]
    lines.ask({}, b"")
    ours = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: ours + 1)
    lines.ask({}, b"")
    assert peer.lines == 2


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"SSH-2.0\r\n\r\n",
        answer(b"{}")[:-1],
        answer(b"{}", x_amz_crc32="1"),
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 101,
    ],
)
def test_what_is_no_whole_answer_is_none(peer: Peer, odd: bytes) -> None:
    lines, peer.answers = lines_to(peer), [odd]
    with pytest.raises((BadAnswer, OSError)):
        lines.ask({}, b"")
    assert not lines._idle


def test_a_good_answer_is_read_and_its_checksum_agrees(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind, body = Botocore(peer), b'{"Item":{"name":{"S":"Sheet"}}}'
    peer.answers = [answer(body, x_amz_crc32=str(zlib.crc32(body)))]
    got = quick_to(behind, monkeypatch)._make_api_call("GetItem", {"TableName": "t"})
    assert got == {"Item": {"name": {"S": "Sheet"}}}
    assert behind.given == []
    assert b"x-amz-target: DynamoDB_20120810.GetItem\r\n" in peer.heard[0]
    assert peer.heard[0].endswith(b'{"TableName":"t"}')


def test_a_refusal_is_raised_as_botocore_raises_it(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "cancelled",
        "CancellationReasons": [{"Code": "ConditionalCheckFailed"}, {"Code": "None"}],
    }
    peer.answers = [answer(json.dumps(said).encode(), "400 Bad Request", x_amzn_requestid="R1")]
    with pytest.raises(ClientError) as refused:
        quick_to(Botocore(peer), monkeypatch)._make_api_call("TransactWriteItems", {})
    got: Any = refused.value.response
    assert got["Error"] == {"Code": "TransactionCanceledException", "Message": "cancelled"}
    assert got["CancellationReasons"] == said["CancellationReasons"]
    assert got["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"] == "R1"


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        answer(b"<html>", "502 Bad Gateway"),
        answer(b'{"__type":"x#InternalServerError"}', "500 Oh"),
        answer(b'{"__type":"x#ThrottlingException"}', "400 Bad Request"),
        answer(b'{"__type":"x#TransactionInProgressException"}', "400 Bad Request"),
    ],
)
def test_what_may_work_the_next_time_goes_to_botocore_under_the_same_token(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, odd: bytes
) -> None:
    behind, peer.answers = Botocore(peer), [odd]
    got = quick_to(behind, monkeypatch)._make_api_call("TransactWriteItems", {"TransactItems": []})
    ((operation, asked),) = behind.given
    assert (got, operation) == ({"from": "botocore"}, "TransactWriteItems")
    assert json.loads(peer.heard[0].rpartition(b"\r\n")[2]) == asked
    assert len(asked["ClientRequestToken"]) == 36


def test_what_is_not_about_items_is_botocores(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = Botocore(peer)
    quick_to(behind, monkeypatch)._make_api_call("DescribeTable", {"TableName": "t"})
    assert behind.given == [("DescribeTable", {"TableName": "t"})]


@pytest.mark.parametrize("way", ["proxy", "no keys"])
def test_where_only_botocore_knows_the_way_it_goes(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    behind = Botocore(peer)
    if way == "proxy":
        monkeypatch.setattr(quick_line, "get_environ_proxies", lambda _: {"http": "http://p"})
    else:
        behind._request_signer = type("signer", (), {"_credentials": None})
    got = quick_to(behind, monkeypatch)._make_api_call("GetItem", {"TableName": "t"})
    assert (got, peer.heard) == ({"from": "botocore"}, [])


@pytest.mark.server
def test_on_the_real_server_the_models_ask_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = dynamo.connection().client
    monkeypatch.setattr(type(client._client), "_make_api_call", None)
    (table, *_) = TABLES
    assert list(table.query("nobody")) == []


def test_who_wants_one_try_gets_one() -> None:
    once: Any = dynamo._line(None, *dynamo.QUICKLY)
    assert not isinstance(once.client, QuickLine)
    assert once.client.meta.config.retries["total_max_attempts"] == 1
    assert isinstance(dynamo.connection().client, QuickLine)


def test_the_server_is_trusted_on_the_word_that_botocore_is_told_to_take(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", "/own/bundle.pem")
    lines = quick_to(Botocore(peer), monkeypatch)._lines
    assert lines
    assert lines.trusted == "/own/bundle.pem"
