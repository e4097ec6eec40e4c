"""What is the same on every page is drawn once; of other values it is drawn anew."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from lucide.templatetags import lucide as drawing
from pytest_django import Settings

from config.templatetags import icons
from config.templatetags.drawn_once import DrawnOnce

PAGE = (
    "{% load drawn_once %}"
    "{% drawn_once of shop %}{{ shop.name }}{{ seen.again }}{% enddrawn_once %}"
)


class Seen:
    """Counts how often a template looked."""

    looks = 0

    def again(self) -> str:
        self.looks += 1
        return ""


def test_it_is_drawn_once_for_the_values_it_is_drawn_of() -> None:
    page, seen = Template(PAGE), Seen()
    drawn = [
        page.render(Context({"shop": {"name": name}, "seen": seen}))
        for name in ("A", "A", "<B>", "A")
    ]
    assert (drawn, seen.looks) == (["A", "A", "&lt;B&gt;", "A"], 2)


def test_it_keeps_no_more_than_a_few() -> None:
    page, seen = Template(PAGE), Seen()
    for n in [*range(40), 39]:
        page.render(Context({"shop": {"name": n}, "seen": seen}))
    assert seen.looks == 40
    (node,) = (each for each in page.nodelist if isinstance(each, DrawnOnce))
    assert len(node._kept) <= 16


def test_it_wants_to_know_of_what() -> None:
    with pytest.raises(TemplateSyntaxError, match="drawn of"):
        Template("{% load drawn_once %}{% drawn_once of %}{% enddrawn_once %}")


def test_another_name_of_the_shop_stands_in_the_foot_at_once(
    client: Client, settings: Settings
) -> None:
    for name in ("First Ball", "Second Ball"):
        settings.SHOP_LEGAL_NAME = name
        assert f"Sold by {name}" in client.get("/contact").content.decode()


def test_an_icon_is_the_librarys_own() -> None:
    given = {"class": 'i"c', "aria_hidden": "true"}
    for size in (18, 24, None):
        ours = icons.lucide("phone", size=size, **given)
        assert ours == drawing.lucide("phone", size=size, **given)
        assert icons.lucide("phone", size=size, **given) is ours
