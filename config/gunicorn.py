"""How gunicorn serves the shop. GUNICORN_CMD_ARGS overrides any line, such as `--bind`."""

import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from config.discretion import discreet
from config.logs import JsonFormatter, LineFormatter, in_one_line


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Logs that many may read: neither the signature of a link nor whose page of a customer it was
    is in them, nor in the lines of an error."""

    def setup(self, cfg: Any) -> None:
        """Gunicorn's own logs, each line of an error written as the shop writes its own."""
        super().setup(cfg)
        self.writes_json = _log_format() == "json"
        if self.writes_json:
            for handler in (*self.error_log.handlers, *self.access_log.handlers):
                handler.setFormatter(JsonFormatter())
            return
        for handler in self.error_log.handlers:
            given = handler.formatter or logging.Formatter()
            handler.setFormatter(LineFormatter(given._fmt))

    def access(self, *given: Any) -> None:
        """A line for each answer, in the shape of all others."""
        if not self.writes_json:
            super().access(*given)
            return
        atoms = self.atoms(*given)
        fields = {
            "request": atoms.get("{x-request-id}o", "-"),
            "method": atoms["m"],
            "path": atoms["U"],
            "status": int(atoms["s"]),
            "bytes": atoms["B"],
            "ms": atoms["M"],
            "ip": atoms["h"],
        }
        said = f"{atoms['m']} {atoms['U']} {atoms['s']}"
        self.access_log.info("%s", said, extra={"fields": fields})

    def atoms(self, *given: Any) -> dict[str, Any]:
        """What a line of the log may hold."""
        atoms: dict[str, Any] = super().atoms(*given)
        path = discreet(atoms["U"] or "")  # none where the request could not be read
        return atoms | {"U": path if self.writes_json else in_one_line(path)}


def _log_format() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    return str(settings.LOG_FORMAT)


COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # where the workers keep together what /metrics tells


def make_folder_of_counts() -> None:
    """An empty folder, before the first count is made; a master that takes over from a running one
    goes on with what is there."""
    if "GUNICORN_PID" in os.environ:
        return
    given = os.environ.setdefault(COUNTS, "") or tempfile.mkdtemp(prefix="shop-counts-")
    os.environ[COUNTS] = given
    Path(given).mkdir(parents=True, exist_ok=True)
    for left in Path(given).glob("*.db"):
        left.unlink()


def on_exit(server: Any) -> None:
    """Leave no folder of ours behind."""
    folder = Path(os.environ.get(COUNTS, ""))
    if folder.name.startswith("shop-counts-"):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__config__":  # read by gunicorn, not by a test
    make_folder_of_counts()

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "config.web_worker.ShopWorker"  # threads wait for DynamoDB while others work
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 30  # s without a sign of life, then the worker is replaced
graceful_timeout = 25  # s for running requests on a stop: below the 30 s that hosts grant
keepalive = 5  # s
forwarder_headers = ""  # nobody says which part of a path is ours: kept pages link by it
accesslog = "-"
logger_class = DiscreetLogger
# The path without its query, which may hold what people searched for and signed values.
# The last word is the number that the error page shows and every line of the request bears.
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms %({x-request-id}o)s'
control_socket_disable = True  # its place would be one file for all shops of this user
preload_app = True  # the code is read once and shared; so new code wants a restart, not a HUP
WARM_UP = ("/", "/equipment", "/cart", "/racket-builder", "/equipment?q=rubber")


def when_ready(server: Any) -> None:
    """Read all the shop's code and its catalogue before the workers are forked, and keep them
    shared among them. Without a catalogue they start all the same, and read it by themselves."""
    from django.apps import apps
    from django.urls import get_resolver
    from django.utils.module_loading import import_string
    from pynamodb.exceptions import PynamoDBException

    from config import dynamo

    server.log.info("Serving %d addresses", len(get_resolver().url_patterns))
    compile_templates()
    try:
        for app in apps.get_app_configs():
            if lay_out := getattr(app, "lay_out", ""):
                import_string(lay_out)()
    except PynamoDBException as error:
        server.log.warning("The catalogue could not be read: %s", error)
    dynamo.connection().client.close()  # no line to DynamoDB is shared
    gc.collect()
    gc.freeze()


def compile_templates() -> None:
    """Compile the shop's templates, once for all workers; one that does not compile is of no
    concern to the pages that do without it."""
    from django.conf import settings
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    folder = settings.BASE_DIR / "templates"
    for path in sorted(folder.rglob("*.html")):
        with suppress(TemplateSyntaxError):
            get_template(str(path.relative_to(folder)))


def post_worker_init(worker: Any) -> None:
    """Fill the caches of templates, URLs and shelf before the worker takes its first request."""
    from django.conf import settings

    from config import bulkhead

    bulkhead.hold_all_to(worker.cfg.threads)
    for address in WARM_UP:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": next((h for h in settings.ALLOWED_HOSTS if h.strip("*.")), "localhost"),
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_USER_AGENT": "warm-up",
        }
        setup_testing_defaults(environ)
        status = _status(worker.wsgi, environ)
        worker.log.info("Warm-up %s: %s", address, status)
        if status >= "500":  # DynamoDB is away: five waits for it would take the worker's life
            break


def pre_request(worker: Any, req: Any) -> None:
    """A body that the shop will not read is not drained either: answer, then hang up."""
    if _is_refused_unread(dict(req.headers)):
        req.force_close()


def _is_refused_unread(headers: Mapping[str, str]) -> bool:
    from django.conf import settings

    length = int(headers.get("CONTENT-LENGTH", "0"))  # digits: gunicorn has looked
    return "TRANSFER-ENCODING" in headers or length > settings.USUAL_BODY


def _status(application: Any, environ: dict[str, Any]) -> str:
    said: list[str] = []
    answer = application(environ, lambda status, headers, exc_info=None: said.append(status))
    for _ in answer:
        pass
    if close := getattr(answer, "close", None):
        close()
    return said[0] if said else str(HTTPStatus.INTERNAL_SERVER_ERROR.value)
