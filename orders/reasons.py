"""Why an order was cancelled, as its item keeps it and as a person reads it."""

from orders.services.cancelling import HOLD_RAN_OUT

CAME_BACK = "came_back"
_WORDS = {
    HOLD_RAN_OUT: "It was not paid in time.",
    CAME_BACK: "Its goods did not arrive, so the order is over.",
}


def reason_words(reason: str | None) -> str:
    """The reason in a sentence, for its customer and for staff alike; '' where none was given."""
    return _WORDS.get(reason or "", reason or "")
