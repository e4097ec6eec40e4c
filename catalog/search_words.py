"""Words as the search compares them: without case, accents and plural, one word for what people
call by several. Pure."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from catalog.synonyms import OTHER_WORDS, PHRASES, UNSAID

MOST_WORDS = 12
LONGEST_SHORT = 8
_WORD = re.compile(r"\d+\.\d+|\w+")
_GLUED = re.compile(r"\w+(?:[-./+']\w+)+")
_GLUE = re.compile(r"[-./+']")
_SEAM = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_KEEPS_ITS_S = re.compile(r"(ss|us|is|\ds)$")


def plainly(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=16_384)
def one_word_for(word: str) -> str:
    """The word that stands for this one: the singular, and of several names the shop's own."""
    if word in OTHER_WORDS:
        return OTHER_WORDS[word]
    if len(word) > 4 and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) > 3 and word.endswith("s") and not _KEEPS_ITS_S.search(word):
        word = word[:-1]
    return OTHER_WORDS.get(word, word)


def spoken(text: str) -> list[str]:
    """The words of a text one after the other, each as the search compares it."""
    return [one_word_for(word) for word in _WORD.findall(plainly(text))]


def words(text: str) -> list[str]:
    """The words of a text, and what stands together also as one: 'MX-P' is mx, p and mxp."""
    plain = plainly(text)
    glued = (_GLUE.sub("", part) for part in _GLUED.findall(plain))
    return [*map(one_word_for, _WORD.findall(plain)), *glued]


def asked(question: str) -> list[str]:
    """The words that somebody asks for, as they were typed but for case and accents: phrases
    made one word, and left out what says nothing about the goods."""
    plain = f" {' '.join(_WORD.findall(plainly(question)))} "
    for phrase, word in PHRASES.items():
        plain = plain.replace(f" {phrase} ", f" {word} ")
    given = plain.split()
    return ([word for word in given if word not in UNSAID] or given)[:MOST_WORDS]


def apart(word: str) -> list[str]:
    """Letters and numbers written as one, taken apart: 'tenergy05' is tenergy and 05."""
    return _SEAM.split(word)


def short_forms(name: str) -> list[str]:
    """How players shorten a name, by rule: Tenergy 05 FX is t05 and t05fx, Timo Boll ALC is tba and
    tbalc, Hurricane 3 Neo is h3 and h3n, Evolution MX-P is mxp and emxp."""
    parts = [_GLUE.sub("", part) for part in plainly(name).split()]
    parts = [part for part in parts if part.isalnum()][:6]
    capitals = {_GLUE.sub("", part).lower() for part in name.split() if part.isupper()}
    starts = [_start_of(part, is_short=part in capitals) for part in parts]
    found: list[str] = []
    for upto in range(2, len(parts) + 1):
        first = "".join(start for start, _ in starts[: upto - 1])
        found += [first + starts[upto - 1][0], first + starts[upto - 1][1]]
    found += [a + b for a, b in pairwise(parts) if b.isdigit()]
    return [form for form in dict.fromkeys(found) if _is_short_form(form)]


def _is_short_form(text: str) -> bool:
    return (2 if any(map(str.isdigit, text)) else 3) <= len(text) <= LONGEST_SHORT


def _start_of(part: str, *, is_short: bool) -> tuple[str, str]:
    """What is left of a part of a name when it is shortened, at least and at most."""
    if any(letter.isdigit() for letter in part):
        return part, part
    return part[0], part if is_short else part[0]
