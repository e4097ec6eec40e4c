"""Who leads whom, and the table of rights, in the code, on the page and in docs/team.md."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from customers.rules import RIGHTS, Role, rights_of
from customers.team_rules import WORDS, needs_code_app, roles_led_by, table_of_rights


def test_every_right_has_its_words_once() -> None:
    named = [right for rights in WORDS.values() for right in rights]
    assert sorted(named) == sorted(RIGHTS)


def rows() -> Iterator[str]:
    for about, lines in table_of_rights():
        yield f"| **{about}** |" + " |" * len(Role)
        for line in lines:
            has = " | ".join("yes" if each else "–" for each in line.has)  # noqa: RUF001
            yield f"| {line.words} | {has} |"


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    text = (settings.BASE_DIR / "docs" / "team.md").read_text()
    assert [line for line in text.splitlines() if line.startswith("|")][2:] == list(rows())


@pytest.mark.parametrize(
    ("role", "led"),
    [
        ("owner", ["packer", "support", "manager", "owner"]),
        ("manager", ["packer", "support"]),
        ("packer", []),
        ("support", []),
    ],
)
def test_an_owner_leads_all_and_a_manager_the_two_below(role: str, led: list[str]) -> None:
    assert roles_led_by(rights_of(role)) == led


def test_owner_and_manager_need_a_code_app() -> None:
    assert [needs_code_app(role) for role in Role] == [True, True, False, False]
    assert not needs_code_app(None)
