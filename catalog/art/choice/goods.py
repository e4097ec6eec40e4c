"""The facts about a product that its pictures are made of, and how they are read."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from catalog.art.thing import Thing

T = TypeVar("T")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z]+")
LONGEST = 26  # letters of a name that are still read on a picture

COLOURS = {
    "black": "#24262b",
    "white": "#f3f5f8",
    "red": "#b81f2a",
    "blue": "#1a5fb0",
    "navy": "#12306b",
    "green": "#1c7c4c",
    "lime": "#93b82c",
    "yellow": "#e8b923",
    "orange": "#e27a1c",
    "pink": "#d8517f",
    "violet": "#66409c",
    "purple": "#66409c",
    "grey": "#7d8691",
    "gray": "#7d8691",
    "teal": "#17858a",
    "maroon": "#7a1530",
}


@dataclass(frozen=True)
class Views:
    """The three pictures of a product."""

    face: Thing
    section: Thing
    scale: Thing


@dataclass(frozen=True)
class Goods:
    """A product, or one variant of it, as its pictures see it; nothing need be known but names."""

    category: str
    brand: str
    name: str
    specs: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def seed(self) -> str:
        """What makes its grain its own."""
        return f"{self.brand} {self.name}"

    @property
    def short_name(self) -> str:
        """The name as far as a picture has room for it, cut between words."""
        words = self.name.split()
        while len(words) > 1 and len(" ".join(words)) > LONGEST:
            words.pop()
        return " ".join(words)[:LONGEST]

    def fact(self, *names: str) -> str:
        """The first of these options or specifications that is given, '' where none is."""
        given = {key.lower(): value for key, value in (*self.specs, *self.options)}
        return next((given[name.lower()] for name in names if given.get(name.lower())), "")

    def says(self, *words: str) -> bool:
        """Whether its name speaks of one of these."""
        return any(word in self.name.lower() for word in words)

    def number(self, *names: str, default: float) -> float:
        """The first number of a fact."""
        found = _NUMBER.search(self.fact(*names))
        return float(found[0]) if found else default

    def pick(self, choices: Iterable[T], salt: str = "") -> T:
        """One of the choices, always the same one for this product."""
        ordered = list(choices)
        return ordered[zlib.crc32(f"{self.seed}{salt}".encode()) % len(ordered)]

    def one_of(self, known: Iterable[str], text: str) -> str:
        """The first word of a text that is known, '' where none is."""
        allowed = set(known)
        return next((word for word in _WORD.findall(text.lower()) if word in allowed), "")

    def colours(self) -> list[str]:
        """The colours that its colour, or else its name, speaks of, as hex."""
        words = _WORD.findall(self.fact("Colour", "Color").lower()) or _WORD.findall(
            self.name.lower()
        )
        return [COLOURS[word] for word in words if word in COLOURS]

    def colour(self, default: str) -> str:
        """Its main colour."""
        return next(iter(self.colours()), default)
