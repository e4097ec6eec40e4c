"""How gunicorn serves bench/bare.py: as it serves the shop, without what the shop does at its start
and around its requests."""

from config import gunicorn as of_the_shop

SERVING = (
    *("bind", "worker_class", "workers", "threads", "timeout", "graceful_timeout", "keepalive"),
    *("accesslog", "access_log_format", "logger_class", "control_socket_disable", "backlog"),
)
globals().update({n: getattr(of_the_shop, n) for n in SERVING if hasattr(of_the_shop, n)})
