"""The codes under way on a person's item, one to a browser: a stranger who asks for a code takes
nobody else's away."""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.constants import MAP
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import refused, write
from customers.codes import MOST_CODES, MOST_TRIES
from customers.errors import CodeGone
from customers.models import Customer, SignInCode


def with_code(
    codes: Mapping[str, SignInCode] | None, key: str, new: SignInCode, *, now: datetime
) -> tuple[list[Action], Condition]:
    """What writes a browser's code beside those that were read, and the condition that there is
    still a map of them, or still none. The dead make way, then the oldest over the most."""
    path = Customer.sign_in_code
    if codes is None:
        return [path.set({key: new})], path.does_not_exist()
    gone = dead(codes, now) - {key}
    others = sorted(codes.keys() - gone - {key}, key=lambda each: codes[each].good_until)
    gone |= set(others[: max(0, len(others) + 1 - MOST_CODES)])
    away = [path[each].remove() for each in sorted(gone)]
    return [path[key].set({MAP: new.serialize(new)}), *away], path.exists()


def dead(codes: Mapping[str, SignInCode], now: datetime) -> set[str]:
    """Those that are too old."""
    return {key for key, code in codes.items() if code.good_until <= now}


def take_a_try(customer_id: str, key: str, *, now: datetime) -> SignInCode:
    """Use up one of the five before looking, so that a thousand at once are five as well; the
    code as it stands then. Raises CodeGone."""
    code, person = Customer.sign_in_code[key], Customer(customer_id, customer_id)
    try:
        write(
            lambda: person.update(
                actions=[code["tries"].set(code["tries"] + 1)],
                condition=(code["goodUntil"] > clock.to_text(now)) & (code["tries"] < MOST_TRIES),
            )
        )
    except UpdateError as error:
        if not refused(error):
            raise
        raise CodeGone from error
    return (person.sign_in_code or {})[key]  # as the write has left it
