"""Attribute types of the tables. Each says what stands in DynamoDB and what Python sees.

Writing is exact and refuses the wrong type. Reading bears what the earlier system left: numbers as
text, floats, times that are none. What cannot be read at all is None where the attribute may be
absent; else it is what its type says below, and staff see that it is wrong.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from pynamodb.attributes import Attribute, ListAttribute, MapAttribute
from pynamodb.constants import MAP, NUMBER, STRING

from config import clock, money, old_values

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
_P = TypeVar("_P", bound="Part")


def optional(attribute: Attribute[_T]) -> Attribute[_T | None]:
    """Let an attribute be absent, for DynamoDB and for the type checker alike."""
    attribute.null = True
    return cast("Attribute[_T | None]", attribute)


class Part(MapAttribute[str, Any]):
    """A map inside an item with named fields. Fields it does not know are passed over on reading;
    they survive in the table, because items are changed path by path and never saved whole."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)  # type: ignore[no-untyped-call]


class IntAttribute(Attribute[int]):
    """A whole number. NumberAttribute would let a float in, and money would leak out. Read to the
    nearest, half up, from N or S; unreadable: 0, or None where it may be absent."""

    attr_type = NUMBER
    _read = staticmethod(money.stored_whole)

    def serialize(self, value: Any) -> str:
        if type(value) is not int:
            raise TypeError(f"{self.attr_name} wants an int, not {value!r}")
        return str(value)

    def deserialize(self, value: str) -> int:
        try:
            return self._read(value)
        except ValueError:
            return cast("int", None if self.null else 0)

    def get_value(self, value: dict[str, Any]) -> Any:
        return _number_or_text(value)


class RupeesAttribute(IntAttribute):
    """Rupees in the table ('1299.5'), paise in Python (129950), never a float between. Read to the
    nearest paisa, half up, from N or S; unreadable: 0, or None where it may be absent."""

    _read = staticmethod(money.stored_paise)

    def serialize(self, value: Any) -> str:
        return money.plain_rupees(int(super().serialize(value)))


class DecimalTextAttribute(Attribute[str]):
    """A number kept as its own decimal text: a rating '8.6', a tax rate '5'. Unreadable: '0', or
    None where it may be absent."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        return str(Decimal(str(value)))

    def deserialize(self, value: str) -> str:
        if money.PLAIN.fullmatch(value.strip()):
            return format(Decimal(value.strip()).normalize(), "f")
        return cast("str", None if self.null else "0")

    def get_value(self, value: dict[str, Any]) -> Any:
        return _number_or_text(value)


class LooseTextAttribute(Attribute[str]):
    """Text that the earlier system sometimes kept as a number: a phone, an old product id."""

    attr_type = STRING

    def get_value(self, value: dict[str, Any]) -> Any:
        return value[NUMBER] if NUMBER in value else super().get_value(value)


class TimeAttribute(Attribute[datetime]):
    """ISO 8601 UTC with milliseconds and `Z` in the table, an aware datetime in Python. Read from
    seconds or milliseconds, too. Unreadable: None where it may be absent, else the first of
    January 1970, so that what waits is found first by whoever looks for the oldest."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        return clock.to_text(value)

    def deserialize(self, value: str) -> datetime:
        found = old_values.moment(value)
        return found or cast("datetime", None if self.null else old_values.LONG_AGO)

    def get_value(self, value: dict[str, Any]) -> Any:
        return _number_or_text(value)


class UnixTimeAttribute(Attribute[datetime]):
    """Whole seconds since 1970, as DynamoDB's TTL wants them."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        return str(int(value.timestamp()))

    def deserialize(self, value: str) -> datetime:
        return clock.from_unix(int(value))


class EnumAttribute(Attribute[_E], Generic[_E]):
    """One of the words of a StrEnum."""

    attr_type = STRING

    def __init__(self, words: type[_E], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def serialize(self, value: Any) -> str:
        return self.words(value).value

    def deserialize(self, value: str) -> _E:
        return self.words(value)


class TextMapAttribute(Attribute[dict[str, str]]):
    """A flat map of text: specs, an address, mails. Numbers and booleans that the earlier system
    left in such a map are read as text, and so is a map that it stored as JSON text."""

    attr_type = MAP

    def serialize(self, value: Any) -> dict[str, dict[str, str]]:
        return {key: {STRING: str(text)} for key, text in value.items() if text is not None}

    def deserialize(self, value: Any) -> dict[str, str]:
        return {
            key: text for key, raw in value.items() if (text := old_values.text_of(raw)) is not None
        }

    def get_value(self, value: dict[str, Any]) -> Any:
        return old_values.texts(value)


class PartMapAttribute(Attribute[dict[str, _P]], Generic[_P]):
    """A map from a key of ours to a Part: variants by sku, refunds by id."""

    attr_type = MAP

    def __init__(self, of: type[_P], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of

    def serialize(self, value: Mapping[str, _P]) -> dict[str, Any]:
        return {key: {MAP: self.of().serialize(part)} for key, part in value.items()}

    def deserialize(self, value: dict[str, Any]) -> dict[str, _P]:
        return {
            key: cast("_P", self.of().deserialize(raw[MAP]))  # type: ignore[no-untyped-call]
            for key, raw in value.items()
            if MAP in raw
        }


class PlainPartListAttribute(ListAttribute[_P]):
    """A list of Parts. PynamoDB copies all attributes of the part before it reads a list of them,
    to name the place of what it cannot read; ours are read as they are."""

    def deserialize(self, values: Any) -> list[_P]:
        part = cast("type[_P]", self.element_type)()
        return [
            cast("_P", part.deserialize(each[MAP]))  # type: ignore[no-untyped-call]
            for each in values
            if MAP in each
        ]


class PartListAttribute(PlainPartListAttribute[_P]):
    """A list of Parts: the lines of an order. Read from JSON text, too, and without what is no
    part of its kind; a number that a part must have and has not is read as unreadable, 0."""

    def get_value(self, value: dict[str, Any]) -> Any:
        return old_values.members(value)

    def deserialize(self, values: Any) -> list[_P]:
        parts = super().deserialize(values)
        for part in parts:
            for name, attribute in part.get_attributes().items():
                if isinstance(attribute, IntAttribute) and getattr(part, name) is None:
                    setattr(part, name, attribute.deserialize(""))
        return parts


def _number_or_text(stored: dict[str, Any]) -> str:
    return str(stored.get(NUMBER, stored.get(STRING, "")))
