"""A filter by values on the page: its boxes, what is ticked, what is folded; no word is markup."""

import re

from catalog.facet_html import drawn
from catalog.facets import Facet, Value

HOSTILE = "\"'><b>&"
SAID = "&quot;&#x27;&gt;&lt;b&gt;&amp;"


def test_no_name_and_no_value_is_markup() -> None:
    value = Value(f"value{HOSTILE}", 1, is_on=False)
    page = drawn(Facet(f"name{HOSTILE}", f"title{HOSTILE}", [value], [value], is_open=True))
    assert HOSTILE not in page
    assert "<b>" not in page
    said = [page.count(f"{word}{SAID}") for word in ("name", "title", "value")]
    assert said == [4, 2, 4]


def test_a_box_says_its_value_its_count_and_whether_it_is_ticked() -> None:
    values = [Value("Red", 1, is_on=True), Value("Black", 12, is_on=False)]
    page = drawn(Facet("colour", "Colour", values, [], is_open=False))
    boxes = re.findall(r'name="colour" value="(\w+)"( checked)?>', page)
    assert boxes == [("Red", " checked"), ("Black", "")]
    assert '<span class="n">1<span class="vh"> item</span>' in page
    assert '<span class="n">12<span class="vh"> items</span>' in page
    assert (page.count("<details"), page.count("more"), page.count(" open>")) == (1, 0, 0)


def test_what_is_folded_away_is_unfolded_where_some_of_it_is_ticked() -> None:
    first = [Value("Red", 1, is_on=False)]
    for is_on in (True, False):
        more = [Value("Blue", 2, is_on=is_on), Value("Pink", 2, is_on=False)]
        page = drawn(Facet("colour", "Colour", first, more, is_open=True))
        assert '<details class="facet" data-fold="colour" open>' in page
        fold = '<details class="fold" data-fold="colour-more"'
        assert (f"{fold} open>" if is_on else f"{fold}>") in page
        assert "<summary>Show 2 more</summary>" in page
