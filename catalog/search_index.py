"""The index of the goods' words, in memory: which products a question is about, the likeliest
first. Words are repaired against the vocabulary first, then looked for exactly: an index that
looks for what is nearly right cannot tell the nearly right from the right."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from tantivy import Document, Index, Occur, Query, SchemaBuilder

from catalog.endings import Endings
from catalog.postings import Postings
from catalog.search_entries import BOOSTS, facts_of, said_of
from catalog.search_words import one_word_for
from catalog.shelf_copy import FEW, NOTHING
from catalog.shelf_rows import ShelfProduct
from catalog.synonyms import MEANS_ANY, OTHER_WORDS

WRITER_BYTES = 15_000_000  # the least it takes; given back once the index is written
MOST_ENDINGS = 24  # words that one beginning may stand for
NEAR_ENOUGH = 0.84
SHORTEST_REPAIRED = 4
WHOLE_WORD = 4.0  # how much more a whole word counts than the beginning of one
GOODS = ("name", "brand", "kind", "specs")  # a word is repaired to one of these


class WordIndex:
    """The words of some products. Never changes: other products make another index, which takes
    over what has stayed."""

    _may_be_changed: bool

    def __init__(self, products: Mapping[str, ShelfProduct]) -> None:
        self.keys: list[str] = []  # of the products, by their numbers; '' is one no more
        self.facts: dict[str, int] = {}  # of each product a digest of what its words come from
        self.postings = Postings()
        good: set[str] = set()
        self._index = _empty()
        self._write(products.values(), good)
        self._look(good)

    def changed(
        self, old: Sequence[ShelfProduct], new: Sequence[ShelfProduct]
    ) -> "WordIndex | None":
        """The index in which `new` products are in the place of `old` ones, with the same rest;
        None where one was made from this already, or where so much was changed that it is better
        made anew."""
        if not self._may_be_changed or len(self.keys) > 2 * len(self.facts) + MOST_ENDINGS:
            return None
        self._may_be_changed = False  # two who write into one index would not know each other's
        other = copy(self)
        other.facts = self.facts.copy()
        words = {product.product_id: _all_words(said_of(product)) for product in old}
        other.keys = ["" if key in words else key for key in self.keys]
        gone = {n: words[key] for n, key in enumerate(self.keys) if key in words}
        other.postings = self.postings.without(gone.items())
        for product in old:
            other.facts.pop(product.product_id, None)
        good = set(self._repairs)
        other._write(new, good, gone=gone)
        other._look(good)
        return other

    def _write(
        self, products: Iterable[ShelfProduct], good: set[str], gone: Iterable[int] = ()
    ) -> None:
        writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        for number in gone:
            writer.delete_documents_by_term("number", number)
        for product in products:
            said = said_of(product)
            writer.add_document(Document(number=len(self.keys), **said))
            self.postings.add(len(self.keys), _all_words(said))
            self.keys.append(product.product_id)
            self.facts[product.product_id] = facts_of(product)
            good.update(word for field in GOODS for word in said[field].split())
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _look(self, good: set[str]) -> None:
        self._searcher = self._index.searcher()
        others = self._spoken_for()
        counted = {word: self.postings.count(word) for word in self.postings}
        counted |= {w: self._weight(w) for w in (*counted, *others) if w[-1:] == "s" or w in others}
        self._endings = Endings(counted)
        self._repairs = sorted(
            word
            for word in good | others
            if len(word) >= SHORTEST_REPAIRED - 1
            and word.isalpha()
            and (word in self.postings or word in others)
        )
        self._may_be_changed = True

    def knows(self, word: str) -> bool:
        """Whether some product is described by this word."""
        return one_word_for(word) in self.postings or word in MEANS_ANY

    def endings(self, beginning: str) -> list[str]:
        """The words that begin so, those of most products first."""
        found: dict[str, None] = {}
        for word in self._endings.of(beginning):
            found[one_word_for(word)] = None
            if len(found) == MOST_ENDINGS:
                break
        return list(found)

    def nearest(self, word: str) -> str | None:
        """The word of the goods that was probably meant, None where none is near."""
        if len(word) < SHORTEST_REPAIRED or word.isdigit():
            return None
        found = process.extract(
            word, self._repairs, scorer=JaroWinkler.similarity, score_cutoff=NEAR_ENOUGH, limit=5
        )
        best = max(found, key=lambda one: (round(one[1], 2), self._weight(one[0])), default=None)
        return best[0] if best else None

    def ask(
        self, alternatives: Sequence[Mapping[str, float]], most: int | None = None
    ) -> list[tuple[float, int]]:
        """The entries that have, of each group of words, at least one: scores with numbers among
        the entries, the highest first, all or so many. Each word comes with how much it counts."""
        query = Query.boolean_query([(Occur.Must, self._any_of(group)) for group in alternatives])
        hits = self._searcher.search(query, most or max(1, len(self.facts)), count=False).hits
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
        return self.postings.count(one_word_for(word))

    def _spoken_for(self) -> set[str]:
        """What people call things that are here under another word."""
        theirs = {word for word, ours in OTHER_WORDS.items() if ours in self.postings}
        return theirs | {
            word for word, ours in MEANS_ANY.items() if any(one in self.postings for one in ours)
        }


def words_of(
    products: Mapping[str, ShelfProduct],
    older: WordIndex | None,
    worded: Mapping[str, ShelfProduct] = NOTHING,
) -> WordIndex:
    """The words of these products: those of an older one if nothing is called otherwise since. The
    older one has the words of the products that are `worded`."""
    facts = older.facts if older else {}
    new = [
        product
        for key, product in products.items()
        if worded.get(key) is not product and facts.get(key) != facts_of(product)
    ]
    gone = [worded[key] for key in facts if key not in products and key in worded]
    if older is None or len(facts) - len(gone) > len(products):
        return WordIndex(products)  # some of the older one's are gone, nobody knows which
    if not new and not gone:
        return older
    old = [*gone, *(worded[p.product_id] for p in new if p.product_id in worded)]
    is_known = all(p.product_id in worded or p.product_id not in facts for p in new)
    is_little = len(old) + len(new) <= FEW
    changed = older.changed(old, new) if is_known and is_little else None
    return changed or WordIndex(products)


def _empty() -> Index:
    builder = SchemaBuilder()
    for field in BOOSTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("number", fast=True, indexed=True)
    return Index(builder.build())


def _all_words(said: Mapping[str, str]) -> set[str]:
    return {word for text in said.values() for word in text.split()}
