"""docs/operations/nginx/third-ball.conf: nginx takes it, and the shop hears what it must."""

import http.client
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from config.local.processes import free_port
from tests.journey.house import eventually

CONF: Path = settings.BASE_DIR / "docs" / "operations" / "nginx" / "third-ball.conf"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx or openssl is not installed")
Heard = list[dict[str, str]]


@contextmanager
def a_shop(heard: Heard) -> Iterator[int]:
    """Something that notes the headers it is sent, in the place of gunicorn."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append({name.lower(): text for name, text in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def laid_out(folder: Path, *, shop: int, plain: int, tls: int) -> Path:
    """The file as an owner sets it up, with ports and a certificate of this test."""
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    out = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    command = [str(OPENSSL), "req", *kind, "-subj", "/CN=shop.example", *out]
    subprocess.run(command, check=True, capture_output=True, timeout=30)  # noqa: S603 - ours
    text = CONF.read_text().replace("/etc/letsencrypt/live/HOST", str(folder))
    text = text.replace("HOST", "shop.example").replace("127.0.0.1:8000", f"127.0.0.1:{shop}")
    text = "".join(line for line in text.splitlines(keepends=True) if "[::]" not in line)
    text = text.replace("listen 80", f"listen 127.0.0.1:{plain}")
    text = text.replace("listen 443", f"listen 127.0.0.1:{tls}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}{text}\n}}\n"
    )
    return whole


@contextmanager
def a_front(folder: Path, shop: int) -> Iterator[tuple[int, int]]:
    """nginx with our file before the shop: its port without and with TLS."""
    plain, tls = free_port(), free_port()
    command = [str(NGINX), "-c", str(laid_out(folder, shop=shop, plain=plain, tls=tls))]
    told = ["-e", str(folder / "error.log")]
    subprocess.run([*command, *told, "-t"], check=True, capture_output=True, timeout=30)  # noqa: S603
    process = subprocess.Popen([*command, *told])  # noqa: S603
    try:
        assert eventually(lambda: listens(tls))
        yield plain, tls
    finally:
        process.terminate()
        process.wait(timeout=10)


def listens(port: int) -> bool:
    with closing(socket.socket()) as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def answered(
    port: int, path: str, *, tls: bool = False, **headers: str
) -> http.client.HTTPResponse:
    if tls:
        trusting = ssl._create_unverified_context()  # noqa: S323 - made for this test
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=10, context=trusting
        )
    else:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    line.request("GET", path, headers={"Host": "shop.example"} | given)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def test_the_shop_hears_from_nginx_what_it_believes(tmp_path: Path) -> None:
    heard: Heard = []
    made_up = {
        "X_Forwarded_For": "6.6.6.6",
        "X_Forwarded_Proto": "http",
        "X_Request_Id": "mine" * 4,
    }
    with a_shop(heard) as shop, a_front(tmp_path, shop) as (plain, tls):
        away = answered(plain, "/equipment?q=net")
        assert answered(tls, "/equipment", tls=True, **made_up).status == 200
        assert answered(tls, "/metrics", tls=True).status == 404
    assert (away.status, away.headers["Location"]) == (308, "https://shop.example/equipment?q=net")
    (told,) = heard
    assert told["host"] == "shop.example"
    assert told["x-forwarded-proto"] == "https"
    assert told["x-forwarded-for"] == "6.6.6.6, 127.0.0.1"  # the shop believes the last alone
    assert told["x-request-id"] != "mine" * 4
    assert len(told["x-request-id"]) == 32
    assert told.get("connection", "") == ""
