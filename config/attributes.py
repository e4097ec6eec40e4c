"""Attribute types of the tables. Each says what stands in DynamoDB and what Python sees."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from pynamodb.attributes import Attribute, MapAttribute
from pynamodb.constants import MAP, NUMBER, STRING

from config import clock, money

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
    """A whole number. NumberAttribute would let a float in, and money would leak out."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        if type(value) is not int:
            raise TypeError(f"{self.attr_name} wants an int, not {value!r}")
        return str(value)

    def deserialize(self, value: str) -> int:
        return int(Decimal(value))


class RupeesAttribute(Attribute[int]):
    """Rupees in the table ('1299.5'), paise in Python (129950), never a float between."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        if type(value) is not int:
            raise TypeError(f"{self.attr_name} wants paise as an int, not {value!r}")
        return money.plain_rupees(value)

    def deserialize(self, value: str) -> int:
        return money.paise(value)


class DecimalTextAttribute(Attribute[str]):
    """A number kept as its own decimal text: a rating '8.6', a tax rate '5'."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        return str(Decimal(str(value)))

    def deserialize(self, value: str) -> str:
        return format(Decimal(value).normalize(), "f")


class LooseTextAttribute(Attribute[str]):
    """Text that the earlier system sometimes kept as a number: a phone, an old product id."""

    attr_type = STRING

    def get_value(self, value: dict[str, Any]) -> Any:
        return value[NUMBER] if NUMBER in value else super().get_value(value)


class TimeAttribute(Attribute[datetime]):
    """ISO 8601 UTC with milliseconds and `Z` in the table, an aware datetime in Python."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        return clock.to_text(value)

    def deserialize(self, value: str) -> datetime:
        return clock.from_text(value)


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
        return {key: text for key, raw in value.items() if (text := _as_text(raw)) is not None}

    def get_value(self, value: dict[str, Any]) -> Any:
        if STRING in value:
            return _from_json(value[STRING])
        return super().get_value(value)


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


def _as_text(raw: dict[str, Any]) -> str | None:
    kind, value = next(iter(raw.items()))
    if kind in {STRING, NUMBER}:
        return str(value)
    if kind == "BOOL":
        return "true" if value else "false"
    return None if kind == "NULL" else json.dumps(value, ensure_ascii=False)


def _from_json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return {"addressLine1": {STRING: text}}
    return {
        key: {STRING: value if isinstance(value, str) else json.dumps(value)}
        for key, value in found.items()
        if value is not None
    }


__all__ = [
    "DecimalTextAttribute",
    "EnumAttribute",
    "IntAttribute",
    "LooseTextAttribute",
    "Part",
    "PartMapAttribute",
    "RupeesAttribute",
    "TextMapAttribute",
    "TimeAttribute",
    "UnixTimeAttribute",
    "optional",
]
