"""The search finds what players mean: typos, short forms, other names; and says what it did."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from pytest_django import Settings

from catalog import search
from catalog.demo import demo_products
from catalog.demo.product import DemoProduct
from catalog.front import front
from catalog.rules import Category
from catalog.search import Index, index_of, matching
from catalog.search_answers import Answer
from catalog.search_index import WordIndex
from catalog.search_question import Asked, understood
from catalog.search_words import MOST_WORDS, asked, one_word_for, short_forms
from catalog.shelf import Shelf, ShelfProduct, ShelfVariant, _Keeper, announce
from catalog.synonyms import MEANS_ANY, OTHER_WORDS
from tests.catalog.shelves import a_shelf, a_variant, on_shelf
from tests.factories import a_product

# A question, and what its first hit must be; or the category that it must be of.
KNOWN: Mapping[str, str | Category] = {
    "tenergy 05": "Tenergy 05",
    "tenergi 05": "Tenergy 05",
    "tenegry": "Tenergy 05",
    "tenery 64": "Tenergy 64",
    "viscria": "Viscaria",
    "butterly viscaria": "Viscaria",
    "dignic 09c": "Dignics 09C",
    "huricane 3": "Hurricane 3 Neo",
    "evolutoin mxp": "Evolution MX-P",
    "corbel": "Korbel",
    "T05": "Tenergy 05",
    "t 05 fx": "Tenergy 05 FX",
    "t05fx": "Tenergy 05 FX",
    "09C": "Dignics 09C",
    "d09c": "Dignics 09C",
    "MXP": "Evolution MX-P",
    "mx-s": "Evolution MX-S",
    "H3": "Hurricane 3 Neo",
    "TBA": "Timo Boll ALC",
    "g1": "Fastarc G-1",
    "mark 5": "Mark V",
    "hurricane3": "Hurricane 3 Neo",
    "timo bol alc": "Timo Boll ALC",
    "FL": Category.BLADES,
    "table tennis bat": Category.RACKETS,
    "paddle": Category.RACKETS,
    "used racket": Category.PRE_OWNED,
    "rubbers glue": "Vario Clean glue",
    "long pimples": "755 Long Pips",
    "joote": Category.SHOES,
    "table tennis table": Category.TABLES,
    "three star balls": Category.BALLS,
}


def _as_shelved(product: DemoProduct) -> ShelfProduct:
    price = product.price_paise
    variants = tuple(
        ShelfVariant(v.sku, v.options, v.price_paise or price, v.stock, None)
        for v in product.variants
    )
    alone = ShelfVariant(product.product_id, {}, price, product.stock, None)
    return on_shelf(
        product_id=product.product_id,
        name=product.name,
        brand=product.brand,
        category=product.category,
        description=product.description,
        specs=product.specs,
        price=price,
        variants=variants or (alone,),
    )


@cache
def demo() -> Shelf:
    return a_shelf(*(_as_shelved(p) for p in demo_products() if p.is_active))


def test_players_questions_find_what_they_mean_first() -> None:
    index = index_of(demo())
    wrong = {
        question: first.name
        for question, meant in KNOWN.items()
        for first in [*matching(index, question), on_shelf(name="nothing")][:1]
        if meant not in {first.name, first.category}
    }
    assert (wrong, len(KNOWN)) == ({}, 32)


def of_demo(question: str, *, literally: bool = False) -> Answer:
    return index_of(demo()).answer(question, literally=literally)


def test_a_repaired_word_is_said_and_not_repaired_where_it_is_asked_as_typed() -> None:
    assert of_demo("tenergi 05").instead == "tenergy 05"
    assert not of_demo("tenergy 05").instead
    assert not len(of_demo("tenergi 05", literally=True).places)


def test_the_kind_is_let_go_where_nothing_has_all_the_words() -> None:
    shelf = a_shelf(on_shelf(name="Tenergy 05"))
    index = index_of(shelf)
    assert index.answer("tenergy blade").let_go == ("blade",)
    assert len(index.answer("tenergy blade").places) == 1
    assert not len(index.answer("tenergy viscaria").places)
    assert not len(index.answer("tenergy blade", literally=True).places)


@pytest.mark.parametrize("question", ["shoes 42", "shoes size 99", "shoe 42"])
def test_a_number_is_let_go_rather_than_the_kind_it_is_a_number_of(question: str) -> None:
    index = index_of(demo())
    answer = index.answer(question)
    kinds = [index.sets.products[n].category for n in answer.places]
    assert kinds[0] == Category.SHOES
    assert set(kinds) <= {Category.SHOES, Category.BAGS}  # a bag for shoes
    assert answer.let_go == (question[-2:],)
    assert not len(index.answer("viscaria 77").places)


def test_letters_and_numbers_written_as_one_are_no_way_to_ask_more_than_is_answered() -> None:
    words = index_of(demo())
    words.make_ready()
    assert words.words
    asked_for = understood(words.words, "a1b2c3d4" * 12)
    assert asked_for
    assert len(asked_for) <= MOST_WORDS
    asked_for = understood(words.words, "q w j h f d z v t")
    assert asked_for
    begun = [word.typed for word in asked_for if not words.words.knows(word.typed)]
    assert set(begun) <= {"t"}
    assert [p.name for p in matching(words, "timo q alc")][:1] == ["Timo Boll ALC"]


def test_what_is_sold_out_or_used_comes_after_its_equals_but_not_what_is_asked_for() -> None:
    used = on_shelf(name="Viscaria with Arc", category=Category.PRE_OWNED)
    gone = on_shelf(name="Viscaria", stock=0)
    other = on_shelf(name="Viscaria Super ALC")
    index = index_of(a_shelf(used, gone, other))
    assert matching(index, "viscaria") == [gone, other, used]
    assert matching(index, "visc") == [other, gone, used]


@pytest.mark.parametrize(
    ("name", "shortened"),
    [
        ("Tenergy 05 FX", {"t05", "t05fx"}),
        ("Timo Boll ALC", {"tba", "tbalc"}),
        ("Hurricane 3 Neo", {"h3", "h3n"}),
        ("Evolution MX-P", {"emxp"}),
        ("Dignics 09C", {"d09c"}),
        ("Viscaria", set()),
    ],
)
def test_names_are_shortened_as_players_do(name: str, shortened: set[str]) -> None:
    assert shortened <= set(short_forms(name))
    assert shortened or not short_forms(name)


def test_each_other_word_leads_to_a_word_that_stands_for_itself() -> None:
    ours = {*OTHER_WORDS.values(), *(word for many in MEANS_ANY.values() for word in many)}
    assert {word for word in ours if one_word_for(word) != word} == set()


def test_words_that_say_nothing_are_left_out_unless_they_are_all_there_is() -> None:
    assert asked("best table tennis bat for the price") == ["bat"]
    assert asked("best price") == ["best", "price"]


def test_an_edit_is_found_by_every_process_at_its_next_look() -> None:
    a_product(product_id="one", name="Tenergy 05")
    ours, another = _Keeper(), _Keeper()
    for keeper in (ours, another):
        keeper.shelf()
    a_product(product_id="two", name="Rozena")
    announce(["two"])
    for keeper in (ours, another):
        keeper.refresh()
        keeper.tell()
        assert [p.product_id for p in matching(index_of(keeper.shelf()), "rosena")] == ["two"]


def test_the_thread_of_the_shelf_makes_the_words_ready_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_product(name="Rozena")
    monkeypatch.setattr(search, "_latest", None)
    settings.SHELF_REFRESH_SECONDS = 60

    class Once(_Keeper):
        def refresh(self) -> None:
            raise SystemExit

        def tell(self) -> None:
            super().tell()
            settings.SHELF_REFRESH_SECONDS = 0.001  # and then it ends

        def _watching(self) -> None:
            with suppress(SystemExit):
                super()._watching()

    keeper = Once()
    shelf = keeper.shelf()
    assert keeper._watch is not None
    keeper._watch.join(timeout=10)
    words = index_of(shelf).words
    assert words is not None
    assert words.knows("rozena")


def test_who_asks_while_another_makes_the_new_index_gets_the_one_before(
    settings: Settings,
) -> None:
    before = index_of(a_shelf(on_shelf()))
    settings.SHELF_REFRESH_SECONDS = 3
    with search._building:  # another thread is at it
        assert index_of(a_shelf(on_shelf())) is before


def test_the_front_stays_whole_while_another_thread_makes_the_new_index(
    settings: Settings,
) -> None:
    first = a_shelf(on_shelf(product_id="old", specs={"Speed": "8"}))
    search.prepare(first)
    settings.SHELF_REFRESH_SECONDS = 3
    second = a_shelf(on_shelf(product_id="new", specs={"Speed": "9"}))
    with search._building:  # another thread is at it
        assert [p.product_id for p in front(second).fast_rubbers] == ["old"]
    search.prepare(second)
    assert [p.product_id for p in front(second).fast_rubbers] == ["new"]


def test_a_question_under_way_keeps_the_words_it_began_with(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHELF_REFRESH_SECONDS = 3
    arc, korbel = on_shelf(product_id="arc", name="Arc"), on_shelf(name="Korbel")
    search.prepare(a_shelf(on_shelf(name="Aero"), arc, korbel))
    index = index_of(a_shelf(arc))

    def slowly(*given: Any, **how: Any) -> list[Asked] | None:
        index.make_ready()  # the shelf's thread is done in the middle of it
        return understood(*given, **how)

    monkeypatch.setattr(search, "understood", slowly)
    assert matching(index, "arc") == [arc]


def test_until_its_words_are_ready_a_new_shelf_is_asked_with_those_before(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHELF_REFRESH_SECONDS = 3  # as in a process whose thread makes them ready
    monkeypatch.setattr(search, "_latest", None)
    first = a_shelf(on_shelf(product_id="arc", name="Arc"), on_shelf(name="Korbel"))
    index = index_of(first)
    assert [p.name for p in matching(index, "kor")] == ["Korbel"]  # the names alone
    assert matching(index, "corbel") == []
    search.prepare(first)
    assert [p.name for p in matching(index, "corbel")] == ["Korbel"]
    second = a_shelf(first.products["arc"], on_shelf(name="Rozena"))
    later = Index(second, index)  # which the shelf's thread is making
    assert matching(later, "corbel") == []  # no longer there
    assert index_of(second) is index  # no request makes it, nor waits for it
    search.prepare(second)
    later = index_of(second)
    assert [p.name for p in matching(later, "rosena")] == ["Rozena"]


def test_a_sale_leaves_the_words_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_latest", None)  # nothing of other shelves
    rubber = {"product_id": "r", "name": "Arc", "variants": (a_variant("R", 5),)}
    before = index_of(a_shelf(on_shelf(**rubber)))
    matching(before, "arc")
    after = index_of(a_shelf(on_shelf(**rubber | {"variants": (a_variant("R", 0),)})))
    assert matching(after, "arc")[0].stock == 0
    assert after.words is before.words


def test_words_changed_one_by_one_answer_as_those_made_anew() -> None:
    goods = {p.product_id: p for p in list(demo().products.values())[:30]}
    index = WordIndex(goods)
    first, second, *_ = goods.values()
    for n, name in enumerate(("Quokka", "Wombat", "Quokka two")):
        other = on_shelf(product_id=second.product_id, name=name, brand=f"Marsupial {n}")
        changed = index.changed([first, second] if n == 0 else [goods[second.product_id]], [other])
        assert changed is not None
        assert index.changed([other], []) is None  # one index is changed by one, once
        goods = {k: p for k, p in goods.items() if k != first.product_id} | {
            other.product_id: other
        }
        index = changed
    anew = WordIndex(goods)
    for word in ("quokka", "wombat", "butterfly", "rubber", "two", first.name.split()[0].lower()):
        asked = [{word: 1.0}]
        assert {index.keys[n] for _, n in index.ask(asked)} == {
            anew.keys[n] for _, n in anew.ask(asked)
        }
        assert (index.knows(word), index.endings(word)) == (anew.knows(word), anew.endings(word))
    assert index.nearest("quoka") == "quokka"
    assert index.nearest("wombatt") is None
