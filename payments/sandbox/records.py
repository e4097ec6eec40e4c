"""What Razorpay keeps, by id, and the one way in which it says no."""

from shipping.sandbox.ledger import LEDGER, Record


class Refusal(ValueError):
    """Razorpay says no with these words and this HTTP status."""

    def __init__(self, description: str, *, field: str = "", status: int = 400) -> None:
        super().__init__(description)
        self.description, self.field, self.status = description, field, status


def order_of(order_id: str) -> Record:
    """The order's record: `entity`, `capture`, `payments` (ids)."""
    return known("orders", order_id)


def payment_of(payment_id: str) -> Record:
    """The payment entity."""
    return known("payments", payment_id)


def known(shelf: str, key: str) -> Record:
    """The record of this id; a Refusal where there is none."""
    found = LEDGER.get(shelf, key)
    if found is None:
        raise Refusal("The id provided does not exist")
    return found
