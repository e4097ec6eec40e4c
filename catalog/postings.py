"""Which of the entries of an index have a word, in as little room as that takes. Pure."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Union

Numbers = Union[int, "array[int]"]  # one entry, as most words have, is a number by itself
NONE: "array[int]" = array("I")


class Postings:
    """Word → the numbers of the entries that have it."""

    def __init__(self, of: dict[str, Numbers] | None = None) -> None:
        """`of` are those of another one, which stays as it is."""
        self._of: dict[str, Numbers] = dict(of or {})
        self._is_ours = not of  # whether we may write into what stands there

    def __contains__(self, word: str) -> bool:
        return word in self._of

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def count(self, word: str) -> int:
        """How many entries have the word."""
        return len(self.of(word))

    def of(self, word: str) -> Sequence[int]:
        """The entries that have the word, in the order of their numbers."""
        found = self._of.get(word, NONE)
        return (found,) if isinstance(found, int) else found

    def add(self, number: int, words: Iterable[str]) -> None:
        """An entry with these words; its number is the highest so far."""
        of, is_ours = self._of, self._is_ours
        for word in words:
            found = of.get(word)
            if found is None:
                of[word] = number
            elif isinstance(found, int):
                of[word] = array("I", (found, number))
            elif is_ours:
                found.append(number)
            else:
                of[word] = found + array("I", (number,))

    def without(self, gone: Iterable[tuple[int, Iterable[str]]]) -> "Postings":
        """The same without these entries, each with its words. Who reads this one is not disturbed,
        whatever is done to the other."""
        other = Postings(self._of)
        for number, words in gone:
            for word in words:
                other._drop(number, word)
        return other

    def _drop(self, number: int, word: str) -> None:
        left = array("I", (each for each in self.of(word) if each != number))
        if len(left) > 1:
            self._of[word] = left
        elif left:
            self._of[word] = left[0]
        else:
            self._of.pop(word, None)
