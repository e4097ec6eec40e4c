"""The frame of a page is drawn once for all pages of its kind, and is never another's."""

import re

from django.test import Client
from pytest_django import Settings

MARKED = re.compile(r'<a href="([^"]+)" aria-current="page"')


def marked(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return MARKED.findall(page.partition('id="menu"')[2].partition("</nav>")[0])


def test_each_page_marks_its_own_place_among_the_categories(client: Client) -> None:
    for _ in range(2):
        assert marked(client, "/equipment") == ["/equipment"]
        assert marked(client, "/equipment?category=blades") == ["/equipment?category=blades"]
        assert marked(client, "/equipment?category=balls") == ["/equipment?category=balls"]
        assert marked(client, "/") == []


def test_the_foot_is_drawn_once_and_anew_for_other_facts(
    client: Client, settings: Settings
) -> None:
    client.get("/policies/terms")
    again = client.get("/policies/refunds")
    assert "components/foot.html" not in {each.name for each in again.templates}
    assert "Meera Nair" in again.content.decode()
    settings.GRIEVANCE_OFFICER = "Asha Rao"
    foot = client.get("/policies/refunds").content.decode().partition("<footer")[2]
    assert "Asha Rao" in foot
    assert "Meera Nair" not in foot
