"""Cards for links are drawn once each, and asking for many of them ties up nobody."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from catalog import cards, kept_cards, photos
from catalog.kept import Kept
from catalog.kept_cards import MOST, file_name, kept_card
from config.errors import Unavailable
from tests.factories import a_product

CARD = b"a card\xff\xd9"


@pytest.fixture(autouse=True)
def _a_fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_cards, "_kept", Kept(MOST))
    for name in photos.storage().listdir("cards")[1] if photos.storage().exists("cards") else ():
        photos.storage().delete(f"cards/{name}")


def never() -> bytes:
    raise AssertionError("it was drawn before")


def test_a_card_that_another_process_drew_is_not_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = file_name(b"one")
    assert kept_card(name, lambda: CARD) == kept_card(name, never) == CARD
    monkeypatch.setattr(kept_cards, "_kept", Kept(MOST))
    assert kept_card(name, never) == CARD


def test_a_card_that_a_crash_cut_short_is_drawn_again() -> None:
    name = file_name(b"short")
    photos.storage().save(name, ContentFile(CARD[:4]))
    assert kept_card(name, lambda: CARD) == CARD


def test_a_storage_that_is_silent_takes_no_card_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise OSError("no answer")

    for asked in ("open", "exists", "save"):
        monkeypatch.setattr(photos.storage(), asked, silent)
    assert kept_card(file_name(b"silent"), lambda: CARD) == CARD


def in_the_background(ask: Callable[[], bytes]) -> tuple[threading.Thread, list[bytes]]:
    answers: list[bytes] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    return thread, answers


def test_one_is_drawn_one_may_wait_and_all_others_are_told_to_come_back(client: Client) -> None:
    a_product(product_id="other")
    begun, go_on, name = threading.Event(), threading.Event(), file_name(b"slow")

    def slowly() -> bytes:
        begun.set()
        assert go_on.wait(10)
        return CARD

    first, drawn = in_the_background(lambda: kept_card(name, slowly))
    assert begun.wait(10)
    assert kept_cards._asking.acquire(blocking=False)  # the one who waits
    try:
        with pytest.raises(Unavailable):
            kept_card(file_name(b"third"), never)
        told = client.get("/cards/other.jpg")
        assert (told.status_code, told["Retry-After"]) == (503, "5")
    finally:
        kept_cards._asking.release()
    go_on.set()
    first.join(10)
    assert drawn == [CARD]
    assert client.get("/cards/other.jpg").status_code == 200


def test_what_was_drawn_while_one_waited_is_not_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = file_name(b"waited")

    @contextmanager
    def after_another() -> Iterator[None]:
        photos.storage().save(name, ContentFile(CARD))
        yield

    monkeypatch.setattr(kept_cards, "_one_at_a_time", after_another())
    assert kept_card(name, never) == CARD


def test_another_card_has_another_name() -> None:
    assert len({file_name(b"a"), file_name(b"b"), file_name(b"a")}) == 2
    assert cards.shop_card() == cards.shop_card()
