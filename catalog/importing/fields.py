"""From a value of the file to the one text by which a field is compared and kept."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping

from catalog.importing.values import Record, Value, numeral
from catalog.rules import DEAREST_PAISE
from config import clock, money

LONGEST_NAME = 300
AMOUNT = re.compile(
    r"(?:₹|Rs\.?|INR)?\s*(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?:/-|INR)?", re.IGNORECASE
)
GROUPS = re.compile(r"-?[0-9]+|-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s-]+")
YES, NO = {"true", "yes", "1"}, {"false", "no", "0"}


class BadValue(ValueError):
    """A value that a field cannot take; the text says why."""


def is_blank(value: Value) -> bool:
    """Whether the file says nothing here: null, undefined, '', [], {}."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {})


def read(key: str, reader: Callable[[Value], str], values: Mapping[str, Value]) -> str | None:
    """What the row says under this key, None where it says nothing; BadValue names the key."""
    if is_blank(values.get(key)):
        return None
    try:
        return reader(values[key])
    except BadValue as error:
        raise BadValue(f"{key}: {error}") from None


def text(value: Value) -> str:
    """A text of any length, its line ends kept."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadValue("is no text")
    found = unicodedata.normalize("NFC", str(value)).strip()
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in found):
        raise BadValue("has control characters in it")
    return found


def line(value: Value) -> str:
    """A text on one line, single spaces."""
    found = " ".join(text(value).split())
    if len(found) > LONGEST_NAME:
        raise BadValue(f"is longer than {LONGEST_NAME} characters")
    return found


def rupees(value: Value) -> str:
    """An amount above zero as plain rupees ('4149.5'), from a number or text like '₹4,149.50'."""
    found = AMOUNT.fullmatch(text(value).replace("\xa0", " "))
    if found is None or not GROUPS.fullmatch(found[1].partition(".")[0]):
        raise BadValue(f"{value!r} is no amount in rupees")
    try:
        paise = money.paise(found[1])
    except ValueError as error:
        raise BadValue(str(error)) from None
    if not 0 < paise <= DEAREST_PAISE:
        raise BadValue(f"{value!r} is no price" if paise <= 0 else f"{value!r} is too much")
    return money.plain_rupees(paise)


def whole(value: Value) -> str:
    """A whole number from 0 to ten million, from a number or text like '1,204'."""
    found = text(value)
    plain = found.replace(",", "") if GROUPS.fullmatch(found) else found
    if not re.fullmatch(r"[0-9]{1,8}", plain) or int(plain) > 10_000_000:
        raise BadValue(f"{value!r} is no whole number")
    return str(int(plain))


def decimal(value: Value) -> str:
    """A number that is not negative, as its shortest text ('4.8')."""
    found = text(value)
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", found):
        raise BadValue(f"{value!r} is no number")
    return str(numeral(found))


def rating(value: Value) -> str:
    """A rating out of five or ten."""
    found = decimal(value)
    if int(found.partition(".")[0]) > 10 or (found.startswith("10.")):
        raise BadValue(f"{value!r} is no rating")
    return found


def percent(value: Value) -> str:
    """A tax rate: '5' or 5 or '5%'."""
    found = decimal(text(value).removesuffix("%").strip())
    if int(found.partition(".")[0]) >= 100:
        raise BadValue(f"{value!r} is no tax rate")
    return found


def moment(value: Value) -> str:
    """A moment as the tables keep it; without a time zone it is taken for UTC."""
    try:
        return clock.to_text(clock.from_text(text(value)))
    except (ValueError, OverflowError):
        raise BadValue(f"{value!r} is no moment") from None


def flag(value: Value) -> str:
    """'true' or 'false'."""
    found = str(value).strip().lower()
    if found not in YES | NO:
        raise BadValue(f"{value!r} is neither true nor false")
    return "true" if found in YES else "false"


def texts(value: Value) -> str:
    """A list of texts as JSON; a single text is a list of one."""
    members = value if isinstance(value, list) else [value]
    return json.dumps([text(member) for member in members if not is_blank(member)])


def spec_name(key: str) -> str:
    """The words a person reads for a key of the file: `bladeCondition` is 'Blade condition'."""
    words = [word if word.isupper() else word.lower() for word in WORDS.split(key) if word]
    sentence = " ".join(words)
    return sentence[:1].upper() + sentence[1:]


def specs(key: str, value: Value) -> dict[str, str]:
    """A value that is no field of ours as specs: name → text; an object gives one per member."""
    if is_blank(value):
        return {}
    if isinstance(value, Record):
        found: dict[str, str] = {}
        for member, inner in value.items():
            found |= specs(f"{key} {spec_name(member).lower()}", inner)
        return found
    return {key: _as_spec(value)}


def _as_spec(value: Value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_as_spec(member) for member in value if not is_blank(member))
    if isinstance(value, Record):
        raise BadValue("is a list of objects")
    return text(value)
