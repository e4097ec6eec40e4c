"""A question in the words of the goods: what was typed, put together, taken apart, repaired."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, islice

from catalog.search_index import WHOLE_WORD, WordIndex
from catalog.search_words import MOST_WORDS, apart, asked, one_word_for
from catalog.synonyms import KIND_WORDS, MEANS_ANY

Group = Mapping[str, float]  # words, any of which will do, with how much each counts


@dataclass(frozen=True)
class Asked:
    """One word of a question: as it was typed, as it is looked for, and what answers it."""

    typed: str
    taken_as: str
    answers: Group

    @property
    def is_repaired(self) -> bool:
        return self.typed != self.taken_as

    @property
    def is_kind(self) -> bool:
        """Whether it names a kind of goods rather than one of them."""
        return one_word_for(self.taken_as) in KIND_WORDS


def understood(index: WordIndex, question: str, *, literally: bool = False) -> list[Asked] | None:
    """The words of the question with what answers each; None where a word has no answer, which
    literally means: as it was typed, without repair."""
    parts = chain.from_iterable(_taken_apart(index, w) for w in _joined(index, question))
    typed = _telling(index, list(islice(parts, MOST_WORDS)))
    if not typed:
        return None
    last = len(typed) - 1
    found = [_asked(index, w, literally, is_last=n == last) for n, w in enumerate(typed)]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


def _telling(index: WordIndex, typed: list[str]) -> list[str]:
    """The words without single letters that are no words here. Only the last of a question may be
    a beginning of one letter: each stands for much, and many of them for more than is answered."""
    return [*(w for w in typed[:-1] if len(w) > 1 or index.knows(w)), *typed[-1:]]


def _asked(index: WordIndex, word: str, literally: bool, *, is_last: bool) -> Asked | None:
    is_kind = one_word_for(word) in KIND_WORDS  # known even where the shop has none of the kind
    whole = _whole(word) if is_kind or index.knows(word) else {}
    begun = index.endings(word) if is_last or not whole else []
    if whole or begun:
        return Asked(word, word, {**dict.fromkeys(begun, 1.0), **whole})
    nearest = None if literally else index.nearest(word)
    return Asked(word, nearest, _whole(nearest)) if nearest else None


def _whole(word: str) -> Group:
    ours = one_word_for(word)
    return dict.fromkeys((ours, *MEANS_ANY.get(word, MEANS_ANY.get(ours, ()))), WHOLE_WORD)


def _joined(index: WordIndex, question: str) -> list[str]:
    """'T 05' and 'mx p' as the one word they are in a name."""
    found: list[str] = []
    for word in asked(question):
        before = found[-1] if found else ""
        is_piece = min(len(before), len(word)) == 1 or not (
            index.knows(before) and index.knows(word)
        )
        if before and is_piece and index.knows(before + word):
            found[-1] = before + word
        else:
            found.append(word)
    return found


def _taken_apart(index: WordIndex, word: str) -> list[str]:
    """'tenergy05' as the two words it is in a name."""
    if len(word) == 1 or index.knows(word) or index.endings(word):
        return [word]
    return [part for part in apart(word) if part]
