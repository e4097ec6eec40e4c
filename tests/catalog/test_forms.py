"""The address of the list is read strictly where it matters and kindly elsewhere."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from catalog.forms import LONGEST_QUESTION, MOST_VALUES, ListForm
from catalog.wanted import Sort, Span, Wanted


def asked(query: str) -> ListForm:
    form = ListForm(QueryDict(query), attributes={"colour", "thickness"})
    form.is_valid()
    return form


@pytest.mark.parametrize("page", ["0", "-1", "1.0", "%2B1", "x", "10000", "%D9%A1", "%C2%B9"])
def test_a_page_number_is_plain_digits(page: str) -> None:
    assert asked(f"page={page}").is_nowhere


def test_a_question_is_cut_and_brands_are_counted() -> None:
    brands = "&".join(f"brand=B{n}" for n in range(200))
    wanted = asked(f"q={'x' * 10_000}&{brands}").wanted()
    assert (len(wanted.q), len(wanted.brands)) == (LONGEST_QUESTION, MOST_VALUES)


@pytest.mark.parametrize(
    ("text", "paise"),
    [
        *(("2,000", 2_000_00), ("₹99.50", 99_50), ("0", 0), ("", None)),
        *((text, None) for text in ("-1", "1e9", "99999999999", "many", "1.234", "NaN")),
        *((text, None) for text in ("1e999990", "1e999999", "-1e999999", "१००")),
    ],
)
def test_a_price_is_an_amount_in_rupees_or_nothing(text: str, paise: int | None) -> None:
    form = asked(f"price_from={text}&price_to={text}")
    assert form.wanted().price == Span(paise, paise)
    is_wrong = paise is None and text != ""
    assert (form.has_error("price_from"), form.has_error("price_to")) == (is_wrong, is_wrong)


def test_what_cannot_be_understood_leaves_the_default() -> None:
    assert asked("sort=cheapest&in_stock=&brand=&brand=%20").wanted() == Wanted(sort=Sort.BEST)


@pytest.mark.parametrize(
    "query",
    [
        *("q=tenergy", "category=rubbers&brand=A&brand=B&in_stock=1", "sort=-price&page=2"),
        "q=tenergi&as_typed=1&colour=Black&colour=Red&thickness=2.1+mm",
        "price_from=2000&price_to=9000&speed_from=8&speed_to=9.5&control_to=7",
    ],
)
def test_an_address_says_what_was_asked_for(query: str) -> None:
    assert asked(query).wanted().query() == f"?{query}"


def test_the_same_question_has_one_address_in_whatever_order_it_is_asked() -> None:
    some = asked("thickness=2.1+mm&page=1&colour=Red&brand=B&brand=A&colour=Black&speed_to=9.0")
    assert some.wanted().query() == (
        "?brand=A&brand=B&colour=Black&colour=Red&thickness=2.1+mm&speed_to=9"
    )


def test_what_the_goods_do_not_know_is_no_filter() -> None:
    assert asked("utm_source=mail&weight=90+g").wanted() == Wanted()


@pytest.mark.parametrize("text", ["11", "10.1", "-1", "8.55", "fast", "٩"])
def test_a_rating_is_a_number_of_ten_or_nothing(text: str) -> None:
    form = asked(urlencode({"spin_from": text}))
    assert (form.wanted().numbers, form.has_error("spin_from")) == ((), True)
