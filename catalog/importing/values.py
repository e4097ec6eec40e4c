"""What a file of the old catalogue can hold, once it is read: plain values, never code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from config.errors import ShopError

LONGEST_NUMBER = 30  # digits; 1e999999999 is one short word in a file and a gigabyte as a number


class Unreadable(ShopError):
    """The file as a whole makes no sense; the text says where."""


class Unresolved(Exception):
    """A value that would be known only by running the file, or that is not there at all."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


class Numeral(str):
    """A number that is not whole, as its shortest decimal text; never a float."""

    __slots__ = ()


class Record(dict[str, "Value"]):
    """An object of the file and the line on which it begins."""

    def __init__(self, line: int, members: Mapping[str, "Value"] | None = None) -> None:
        super().__init__(members or {})
        self.line = line


Value: TypeAlias = "str | int | bool | list[Value] | Record | Unresolved | None"


@dataclass(frozen=True)
class Row:
    """One product as the file writes it; `array` is the list it stands in, '' where unnamed."""

    values: Mapping[str, Value]
    line: int
    array: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence about one line of the file."""

    line: int
    reason: str


@dataclass
class Reading:
    """All that a file holds: rows, rows that cannot be read, and what was passed over."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


def numeral(text: str) -> int | Numeral:
    """Read a decimal number exactly; a ValueError if it is none or has very many digits."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not exact.is_finite():
        return Numeral(exact)
    if max(abs(exact.adjusted()), len(exact.as_tuple().digits)) > LONGEST_NUMBER:
        raise ValueError(f"{text[:20]}… has too many digits")
    if exact == exact.to_integral_value():
        return int(exact)
    return Numeral(format(exact.normalize(), "f"))


def unresolved_in(value: Value, path: str = "") -> Iterator[tuple[str, Unresolved]]:
    """Every place within `value` that could not be read, with the way to it (`specs.arc`)."""
    if isinstance(value, Unresolved):
        yield path, value
    elif isinstance(value, Record):
        for key, member in value.items():
            yield from unresolved_in(member, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for member in value:
            yield from unresolved_in(member, path)
