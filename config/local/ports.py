"""The ports of one `make run`, and the sandbox addresses of `.env` moved to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.local.engine import trouble_with
from config.local.processes import why_not
from config.requirements import is_loopback

ADDRESSES = (
    "SITE_URL",
    "DYNAMODB_ENDPOINT",
    "RAZORPAY_BASE_URL",
    "RAZORPAY_CHECKOUT_URL",
    "SHIPROCKET_BASE_URL",
    "EMAIL_URL",
)


@dataclass(frozen=True)
class Ports:
    """Where the shop, the local engine and the sandbox listen on 127.0.0.1."""

    web: int = 8000
    engine: int = 4566
    sandbox: int = 8001

    @property
    def mail(self) -> int:
        """Where the sandbox takes mail: always 24 above its pages."""
        return self.sandbox + 24

    def troubles(self, *, engine: bool) -> list[str]:
        """One sentence for each port that cannot be had."""
        wanted = {"PORT": self.web, "SANDBOX_PORT": self.sandbox}
        lines = [_sentence(name, port) for name, port in wanted.items() if why_not(port)]
        if why_not(self.mail):
            lines.append(
                f"The sandbox takes mail on port {self.mail}, which is taken or forbidden:"
                f" SANDBOX_PORT={self.sandbox + 100} make run"
            )
        if engine and (trouble := trouble_with(self.engine)):
            lines.insert(0, trouble)
        return lines

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """Every address of ours in `given`, moved to these ports; what the owner pointed
        elsewhere (a real test account, another local DynamoDB) stays as it is."""
        usual = Ports()
        moves = {
            usual.web: self.web,
            usual.engine: self.engine,
            usual.sandbox: self.sandbox,
            usual.mail: self.mail,
        }
        moved = {name: _moved(given.get(name, ""), moves) for name in ADDRESSES if given.get(name)}
        own = {"PORT": self.web, "ENGINE_PORT": self.engine, "SANDBOX_PORT": self.sandbox}
        return moved | {name: str(port) for name, port in own.items()}


def _moved(url: str, moves: Mapping[int, int]) -> str:
    port = urlsplit(url).port
    if port is None or port not in moves or not is_loopback(url):
        return url
    return url.replace(f":{port}", f":{moves[port]}", 1)


def _sentence(variable: str, port: int) -> str:
    return (
        f"Port {port} cannot be had ({why_not(port)})."
        f" Choose another: {variable}={port + 10} make run"
    )
