"""Answers of the search: the set of all that was found, and the order of it, say the same."""

import random
from dataclasses import replace

import pytest

from catalog.bits import bits_of
from catalog.endings import Endings
from catalog.listing import FEW_OF, PAGE_LENGTH, in_order, worked_out
from catalog.postings import Postings
from catalog.search import Index, index_of
from catalog.search_answers import FIRST
from catalog.search_question import understood
from catalog.wanted import Sort, Wanted
from tests.catalog.shelves import a_shelf, a_variant, on_shelf
from tests.catalog.test_search import KNOWN, demo


def of_many() -> Index:
    """More rubbers of one word than are compared one by one, some of them sold out."""
    chance = random.Random(5)  # noqa: S311 - no secret
    goods = [
        on_shelf(name=f"Tenergy {chance.choice('ABCDE')} {n}", stock=chance.choice((0, 4)))
        for n in range(FIRST + 40)
    ]
    return index_of(a_shelf(*goods, on_shelf(name="Other")))


@pytest.mark.parametrize("question", [*KNOWN, "b", "tenergy", "red black", "shoes 42", "zzzz", ""])
def test_the_set_of_an_answer_is_what_its_order_holds(question: str) -> None:
    index = index_of(demo())
    answer = index.answer(question)
    assert bits_of(answer.places, index.sets.size) == answer.members
    assert len(answer.places) == len(answer)
    assert list(answer.places[: len(answer.first)]) == list(answer.first)


def test_the_set_is_what_the_index_of_words_finds() -> None:
    index = index_of(demo())
    index.make_ready()
    words = index.asked_with
    assert words
    for question in KNOWN:
        groups = [one.answers for one in understood(words.known, question) or ()]
        found = {words.places[number] for _, number in words.known.ask(groups)} if groups else set()
        assert bits_of(found, index.sets.size) == (words.having(groups) if groups else 0), question


def test_what_comes_first_is_the_same_whether_or_not_the_rest_is_asked_for() -> None:
    answer = of_many().answer("tenergy")
    first = list(answer.first)
    assert (len(first), len(answer)) == (FIRST, FIRST + 40)
    assert list(answer.places)[:FIRST] == first
    assert len(set(answer.places)) == FIRST + 40


def test_a_question_again_is_answered_by_the_same_answer() -> None:
    index = of_many()
    assert index.answer("tenergy") is index.answer(" tenergy ")
    assert index.answer("tenergy") is not index.answer("tenergy", literally=True)


def test_without_a_question_what_is_sold_out_stands_last_each_by_name() -> None:
    index = of_many()
    shown = [index.sets.products[place] for place in index.answer("").places]
    by_name = sorted(shown, key=lambda p: index.sets.places[p.product_id])
    assert shown == sorted(by_name, key=lambda p: p.stock == 0)
    assert len(shown) == index.sets.size


def test_beginnings_are_answered_as_a_look_at_all_words_would() -> None:
    chance = random.Random(9)  # noqa: S311 - no secret
    counted = {
        "".join(chance.choices("abc", k=chance.randrange(1, 6))): chance.choice((0, 1, 1, 2, 3, 40))
        for _ in range(300)
    }
    endings = Endings(counted)
    for beginning in ("a", "ab", "cab", "x", ""):
        begun = sorted(word for word in counted if word.startswith(beginning))
        begun.sort(key=lambda word: -counted[word])
        assert list(endings.of(beginning)) == begun


def test_entries_come_and_go_and_who_read_before_still_reads_the_same() -> None:
    postings = Postings()
    for number, words in enumerate((("red", "thick"), ("red",), ("red", "thin"))):
        postings.add(number, words)
    after = postings.without([(1, ["red"]), (2, ["red", "thin"])])
    after.add(3, ["red", "thick", "new"])
    assert [list(after.of(word)) for word in ("red", "thick", "new")] == [[0, 3], [0, 3], [3]]
    assert "thin" not in after
    assert [list(postings.of(word)) for word in ("red", "thick", "thin")] == [[0, 1, 2], [0], [2]]
    assert (postings.count("red"), postings.count("new")) == (3, 0)


def test_an_entry_that_is_added_to_a_copy_of_many_is_not_seen_in_the_one_before() -> None:
    postings = Postings()
    for number in range(3):
        postings.add(number, ["red"])
    after = postings.without([])
    after.add(3, ["red"])
    assert (postings.count("red"), after.count("red")) == (3, 4)


def test_the_sets_of_words_outlive_a_sale_but_no_change_of_places() -> None:
    goods = [on_shelf(product_id=f"p{n}", name=f"Tenergy {n:03}") for n in range(80)]
    before = index_of(a_shelf(*goods))
    assert len(before.answer("tenergy")) == 80
    sold = index_of(a_shelf(replace(goods[0], variants=(a_variant("p0", 0),)), *goods[1:]))
    assert before.asked_with
    assert sold.asked_with
    assert sold.asked_with is not before.asked_with
    assert sold.asked_with._sets is before.asked_with._sets
    assert sold.answer("tenergy").places[-1] == 0
    more = index_of(a_shelf(on_shelf(name="A Tenergy first by name"), *goods[2:]))
    assert list(more.answer("tenergy").places) != []
    assert more.answer("tenergy").members == (1 << 79) - 1


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort is not Sort.BEST])
def test_few_are_sorted_as_they_stand_in_the_order_of_all(sort: Sort) -> None:
    chance = random.Random(6)  # noqa: S311 - no secret
    brands = ["Rare"] * 30 + ["Other"] * 30 * FEW_OF
    specs = [{}, *({name: f"{n}.0"} for name in ("Speed", "Spin", "Control") for n in (7, 8))]
    goods = [
        on_shelf(brand=b, price=chance.randrange(1, 6) * 100_00, specs=chance.choice(specs))
        for b in brands
    ]
    index = index_of(a_shelf(*goods))
    sets = index.sets
    of_all = in_order(sets, sort, range(sets.size))
    rare = [sets.products[n] for n in of_all if sets.products[n].brand == "Rare"]
    for page in (1, 2):
        wanted = Wanted(brands=("Rare",), sort=sort, page=page)
        found = worked_out(index, wanted, index.answer(""))
        assert found.products == rare[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
