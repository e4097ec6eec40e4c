"""Taking a person out of text: what they are known by, and text without it. Pure."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

SHORTEST = 3  # a shorter word of a name would be found in the middle of ours
GONE = "…"
_DIGITS = re.compile(r"\D")
_PIN = re.compile(r"[1-9][0-9]{5}\Z")
_PHONE = 10  # digits
_BEFORE = r"(?:\+?91[\s-]?|00?91[\s-]?|0[\s-]?)?"  # what stands before an Indian number


class Traces:
    """What a person is known by: e-mail addresses, telephone numbers, names, lines of address."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = frozenset(texts)

    @classmethod
    def of(
        cls,
        *,
        emails: Iterable[str] = (),
        phones: Iterable[str] = (),
        names: Iterable[str] = (),
        lines: Iterable[str] = (),
    ) -> "Traces":
        """Gather them; of a name its words, too, of an address only whole lines. What is too
        short to be told from other text is left out."""
        found = {text.strip().lower() for text in emails if "@" in text}
        found |= {text for text in map(_number, phones) if text}
        for name in names:
            found |= {part for part in (name.strip(), *name.split()) if _is_telling(part)}
        found |= {line.strip() for line in lines if _is_telling(line.strip()) or _PIN.match(line)}
        return cls(found)

    def __or__(self, other: "Traces") -> "Traces":
        return Traces(self.texts | other.texts)

    def without(self, text: str) -> str:
        """The text with every trace in it taken out."""
        return self._pattern.sub(GONE, text) if self.texts else text

    def are_in(self, text: str) -> bool:
        """Whether an address or a number of the person stands in it; a name alone may be
        anybody's."""
        return bool(self.sure.texts) and bool(self.sure._pattern.search(text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.texts, key=len, reverse=True)
        return re.compile("|".join(map(_as_pattern, longest_first)), re.IGNORECASE)

    @cached_property
    def sure(self) -> "Traces":
        """The addresses and numbers among them: a name alone may be anybody's."""
        return Traces(text for text in self.texts if "@" in text or len(_digits(text)) == _PHONE)


def scrubbed(value: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """An attribute as DynamoDB holds it, with the traces taken out of every text in it."""
    ((kind, held),) = value.items()
    if kind == "S":
        return {kind: traces.without(held)}
    if kind == "SS":
        return {kind: sorted({traces.without(text) for text in held})}
    if kind == "L":
        return {kind: [scrubbed(each, traces) for each in held]}
    if kind == "M":
        return {kind: {key: scrubbed(each, traces) for key, each in held.items()}}
    return value


def _number(phone: str) -> str:
    """The ten digits of an Indian number; '' for what is none."""
    digits = _DIGITS.sub("", phone)[-_PHONE:]
    return digits if len(digits) == _PHONE else ""


def _digits(text: str) -> str:
    return text if text.isdigit() else ""


def _is_telling(text: str) -> bool:
    return len(text) >= SHORTEST and not text.isdigit()


def _as_pattern(text: str) -> str:
    if text.isdigit():  # typed with or without blanks, a number with or without 0 or +91
        spaced = r"[\s-]?".join(text)
        before = _BEFORE if len(text) == _PHONE else ""
        return rf"(?<!\d){before}{spaced}(?!\d)"
    return rf"(?<!\w){re.escape(text)}(?!\w)"
