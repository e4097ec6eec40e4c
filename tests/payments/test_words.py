"""Payments in words: of whatever currency, and whatever reason a dispute gives."""

import pytest

from payments.words import money_words, reason_words


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (1_299_00, "INR", "₹1,299.00"),
        (12_99, "USD", "USD 12.99"),
        (5, "EUR", "EUR 0.05"),
        (-1_234_567_89, "USD", "USD -1,234,567.89"),
        (1299, "JPY", "JPY 1,299"),
        (1299, "KWD", "KWD 1.299"),
    ],
)
def test_money_is_said_in_its_own_currency(amount: int, currency: str, said: str) -> None:
    assert money_words(amount, currency) == said


def test_a_reason_code_is_said_in_words() -> None:
    long = "goods_or_services_not_received_or_partially_received"
    assert reason_words(long) == "the goods did not arrive, or not all"


def test_a_reason_code_that_nobody_knows_has_its_words_apart() -> None:
    assert reason_words("a_new_one") == "a new one"
