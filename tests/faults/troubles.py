"""What can go wrong on a wire: each trouble is a function that has the call in its hands, and may
forward it or not. None as an answer: the connection is closed without one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from random import Random

JSON = "application/x-amz-json-1.0"
_DYNAMODB = "com.amazonaws.dynamodb.v20120810"
LONGEST_HANG_SECONDS = 30.0


@dataclass(frozen=True)
class Call:
    """One request as it passes: its number counts from 1, and the client's own repeats of it
    (`attempt` 2, 3 …) keep that number. `operation` is DynamoDB's, else the HTTP method."""

    number: int
    attempt: int
    operation: str
    path: str
    tables: tuple[str, ...] = ()
    index: str = ""

    @property
    def name(self) -> str:
        """'Query orders/StatusIndex' or 'POST /razorpay/v1/orders'; the same in every run."""
        if not self.tables:
            return f"{self.operation} {_without_ids(self.path)}"
        where = "+".join(table.rpartition("-")[2] for table in self.tables)
        return f"{self.operation} {where}{'/' if self.index else ''}{self.index}"


@dataclass(frozen=True)
class Reply:
    """An answer. `is_cut`: only half of its body is sent, then the connection ends."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_cut: bool = False


@dataclass(frozen=True)
class Exchange:
    """A call in the hands of a trouble: `forward()` has it acted on, `wait(seconds)` ends early
    when the client has given up."""

    call: Call
    forward: Callable[[], Reply]
    wait: Callable[[float], None]


Trouble = Callable[[Exchange], Reply | None]


def drop_before(_: Exchange) -> None:
    """The request is lost on its way."""


def drop_after(exchange: Exchange) -> None:
    """It is acted on, and the answer is lost."""
    exchange.forward()


def hang(exchange: Exchange) -> None:
    """It is lost, and nobody says so: the client waits until it gives up."""
    exchange.wait(LONGEST_HANG_SECONDS)


def cut(exchange: Exchange) -> Reply:
    """It is acted on, and the line breaks in the middle of the answer."""
    return replace(exchange.forward(), is_cut=True)


def wrong_crc(exchange: Exchange) -> Reply:
    """It is acted on, and the answer arrives with a checksum that is not its own."""
    reply = exchange.forward()
    others = [each for each in reply.headers if each[0].lower() != "x-amz-crc32"]
    return replace(reply, headers=(*others, ("x-amz-crc32", "1")))


def delay(seconds: float) -> Trouble:
    """It is acted on so much later."""

    def act(exchange: Exchange) -> Reply:
        exchange.wait(seconds)
        return exchange.forward()

    return act


def answer(status: int, body: bytes = b"", content_type: str = "text/html") -> Trouble:
    """It is not acted on; this is said instead."""
    return lambda _: Reply(status, (("Content-Type", content_type),), body)


def server_error(exchange: Exchange) -> Reply:
    """500, in the way of whoever was asked; it is not acted on."""
    if exchange.call.tables:
        body = json.dumps({"__type": f"{_DYNAMODB}#InternalServerError", "message": "planned"})
        return Reply(500, (("Content-Type", JSON),), body.encode())
    return Reply(500, (("Content-Type", "text/html"),), b"<h1>500 Internal Server Error</h1>")


def refuse(code: str, reasons: Sequence[str] = ()) -> Trouble:
    """DynamoDB says no with this code, such as ThrottlingException; `reasons` are those of a
    cancelled transaction, one for each of its parts: TransactionConflict, None …"""
    body: dict[str, object] = {"__type": f"{_DYNAMODB}#{code}", "message": "planned"}
    if reasons:
        body["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return answer(400, json.dumps(body).encode(), JSON)


throttle = refuse("ThrottlingException")


def conflict(exchange: Exchange) -> Reply | None:
    """Another writer is in the way, said as DynamoDB says it to single writes and transactions."""
    if exchange.call.operation != "TransactWriteItems":
        return refuse("TransactionConflictException")(exchange)
    # A client reads as many reasons as it sent parts, so this asks how many there were.
    reasons = ["TransactionConflict", *["None"] * (len(exchange.call.tables) - 1)]
    return refuse("TransactionCanceledException", reasons)(exchange)


@dataclass
class Rule:
    """When a trouble strikes: patterns say which calls fit, then `after` so many of them it
    strikes at most `times` times, each with the given chance."""

    trouble: Trouble
    operation: str = "*"
    table: str = "*"
    index: str = "*"
    path: str = "*"
    number: int | None = None
    after: int = 0
    times: int | None = None
    chance: float = 1.0
    seed: int = 0
    struck: int = 0
    _dice: Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)  # noqa: S311 - the same run again, not a secret

    def strikes(self, call: Call) -> bool:
        """Whether it is this call's turn; counts it if so."""
        if not self._fits(call):
            return False
        if self.after:
            self.after -= 1
            return False
        if self.struck == self.times or self._dice.random() >= self.chance:
            return False
        self.struck += 1
        return True

    def _fits(self, call: Call) -> bool:
        return (
            self.number in {None, call.number}
            and fnmatchcase(call.operation, self.operation)
            and fnmatchcase(call.path, self.path)
            and fnmatchcase(call.index, self.index)
            and any(fnmatchcase(table, self.table) for table in call.tables or ("",))
        )


def _without_ids(path: str) -> str:
    """'/orders/order_Rk5hVw/payments' → '/orders/*/payments'."""
    parts = path.partition("?")[0].split("/")
    return "/".join("*" if _is_id(part) else part for part in parts)


def _is_id(part: str) -> bool:
    return part.isdigit() or part.startswith(("order_", "pay_", "rfnd_", "disp_"))
