"""The index of the goods' words, in memory: which products a question is about, the likeliest
first. Words are repaired against the vocabulary first, then looked for exactly: an index that
looks for what is nearly right cannot tell the nearly right from the right."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from tantivy import Document, Index, Occur, Query, SchemaBuilder

from catalog.search_entries import BOOSTS, Entry
from catalog.search_words import one_word_for
from catalog.synonyms import MEANS_ANY, OTHER_WORDS

WRITER_BYTES = 15_000_000  # the least it takes; given back once the index is written
MOST_ENDINGS = 24  # words that one beginning may stand for
NEAR_ENOUGH = 0.84
SHORTEST_REPAIRED = 4
WHOLE_WORD = 4.0  # how much more a whole word counts than the beginning of one
GOODS = ("name", "brand", "kind", "specs")  # a word is repaired to one of these


class WordIndex:
    """The words of some products. Never changes: other products make another index."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self._counts = _counts(entries.values())
        self._words = sorted({*self._counts, *self._spoken_for()})
        good = _good(entries.values()) | self._spoken_for()
        self._repairs = sorted(w for w in good if len(w) >= SHORTEST_REPAIRED - 1 and w.isalpha())
        self._index = _written(entries.values())
        self._searcher = self._index.searcher()

    def knows(self, word: str) -> bool:
        """Whether some product is described by this word."""
        return one_word_for(word) in self._counts or word in MEANS_ANY

    def endings(self, beginning: str) -> list[str]:
        """The words that begin so, those of most products first."""
        at = bisect_left(self._words, beginning)
        found = []
        while at < len(self._words) and self._words[at].startswith(beginning):
            found.append(one_word_for(self._words[at]))
            at += 1
        found.sort(key=lambda word: -self._counts[word])
        return list(dict.fromkeys(found))[:MOST_ENDINGS]

    def nearest(self, word: str) -> str | None:
        """The word of the goods that was probably meant, None where none is near."""
        if len(word) < SHORTEST_REPAIRED or word.isdigit():
            return None
        found = process.extract(
            word, self._repairs, scorer=JaroWinkler.similarity, score_cutoff=NEAR_ENOUGH, limit=5
        )
        best = max(found, key=lambda one: (round(one[1], 2), self._weight(one[0])), default=None)
        return best[0] if best else None

    def ask(self, alternatives: Sequence[Mapping[str, float]]) -> list[tuple[float, int]]:
        """The entries that have, of each group of words, at least one: scores with numbers among
        the entries, the highest first. Each word comes with how much it counts."""
        query = Query.boolean_query([(Occur.Must, self._any_of(group)) for group in alternatives])
        hits = self._searcher.search(query, max(1, len(self.entries)), count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [(score, int(number or 0)) for (score, _), number in zip(hits, numbers, strict=True)]

    def _any_of(self, group: Mapping[str, float]) -> Query:
        schema = self._index.schema
        terms = [
            Query.boost_query(Query.term_query(schema, field, word), boost * counts)
            for word, counts in group.items()
            for field, boost in BOOSTS.items()
        ]
        return Query.disjunction_max_query(terms, 0.1)

    def _weight(self, word: str) -> int:
        return self._counts[one_word_for(word)]

    def _spoken_for(self) -> set[str]:
        """What people call things that are here under another word."""
        theirs = {word for word, ours in OTHER_WORDS.items() if ours in self._counts}
        return theirs | {
            word for word, ours in MEANS_ANY.items() if any(one in self._counts for one in ours)
        }


def _written(entries: Iterable[Entry]) -> Index:
    builder = SchemaBuilder()
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("number", fast=True)
    index = Index(builder.build())
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    for number, entry in enumerate(entries):
        writer.add_document(Document(number=number, **entry.said))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _counts(entries: Iterable[Entry]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(set(_words_of(entry, BOOSTS)))
    return counts


def _good(entries: Iterable[Entry]) -> set[str]:
    return {word for entry in entries for word in _words_of(entry, GOODS)}


def _words_of(entry: Entry, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        yield from entry.said[field].split()
