"""Identifiers the shop makes itself."""

import secrets

# Crockford's base 32: no I, L, O, U, so that an id survives a phone call.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def crockford(length: int) -> str:
    """`length` random characters, five bits each."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def new_order_id() -> str:
    """`TB-` and ten characters (design.md 3): fifty random bits, fit for a Razorpay receipt."""
    return f"TB-{crockford(10)}"
