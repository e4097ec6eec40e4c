"""What the earlier system, a JavaScript one, left in place of a list, a map or a time, read as what
it was meant to be. Nothing here raises: who cannot read a value says so with None or nothing."""

import json
from datetime import UTC, datetime
from typing import Any

from pynamodb.constants import LIST, MAP, NUMBER, STRING

from config import clock

MILLISECONDS_FROM = 10**11  # a count of seconds this high is in the year 5138
FIRST_YEAR, LAST_YEAR = 1971, 9998  # beyond these a time zone may lead out of the calendar
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # when something was of which nobody knows when


def moment(text: str) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970; None for anything else."""
    plain = text.strip()
    try:
        found = _since_1970(plain) if plain.isascii() and plain.isdigit() else None
        found = found or clock.from_text(plain)
    except (ValueError, OverflowError, OSError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _since_1970(digits: str) -> datetime | None:
    if len(digits) < 9:  # 20240309 is a day
        return None
    count = int(digits[:15])
    return clock.from_unix(count // 1000 if count >= MILLISECONDS_FROM else count)


def members(stored: dict[str, Any]) -> list[dict[str, Any]]:
    """The maps in a stored list, also where the list, or a member of it, is JSON text or the list
    is a map by number. What is no map, deep down, is passed over."""
    if STRING in stored:
        return _maps(_typed(_from_json(stored[STRING])))
    return _maps(stored)


def _maps(stored: dict[str, Any]) -> list[dict[str, Any]]:
    within = stored.get(LIST)
    if within is None:
        within = list(stored.get(MAP, {}).values())
    read = [_typed(_from_json(each[STRING])) if STRING in each else each for each in within]
    return [each for each in read if MAP in each]


def _from_json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_Numeral, parse_int=_Numeral)
    except (ValueError, RecursionError):
        return None


class _Numeral(str):
    """A number of JSON, digit for digit."""

    __slots__ = ()


def _typed(value: Any) -> dict[str, Any]:
    """A value of JSON as DynamoDB would hold it."""
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, _Numeral):
        return {NUMBER: str(value)}
    if isinstance(value, str):
        return {STRING: value}
    if isinstance(value, list):
        return {LIST: [_typed(each) for each in value]}
    if isinstance(value, dict):
        return {MAP: {key: _typed(each) for key, each in value.items()}}
    return {"NULL": True}


def text_of(stored: dict[str, Any]) -> str | None:
    """A stored value as text: numbers by their digits, lists and maps as JSON, None for none."""
    kind, value = next(iter(stored.items()), ("NULL", True))
    if kind in {STRING, NUMBER}:
        return str(value)
    if kind == "BOOL":
        return "true" if value else "false"
    return None if kind == "NULL" else json.dumps(value, ensure_ascii=False, default=str)


def texts(stored: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A stored map, also where it is JSON text; plain text is taken for an address's first line."""
    if STRING not in stored:
        return dict(stored.get(MAP, {}))
    try:
        found = json.loads(stored[STRING])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return {"addressLine1": {STRING: stored[STRING]}}
    return {
        key: {STRING: value if isinstance(value, str) else json.dumps(value)}
        for key, value in found.items()
        if value is not None
    }
