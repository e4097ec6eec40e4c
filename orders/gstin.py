"""The number under which a business pays GST (GSTIN), as a buyer types it. Pure."""

from stdnum.exceptions import ValidationError
from stdnum.in_ import gstin

from customers.rules import STATES
from orders.errors import NotAGstin

_STATE_BY_CODE = {code: name for name, code in STATES.items()}


def gstin_of(text: str) -> str:
    """Fifteen signs in capitals, with its check digit right: ' 27aapfu 0939f1zv ' is
    '27AAPFU0939F1ZV'. Raises NotAGstin."""
    try:
        number: str = gstin.validate("".join(text.split()))
    except ValidationError:
        raise NotAGstin from None
    if number[:2] not in _STATE_BY_CODE:
        raise NotAGstin
    return number


def state_in(number: str) -> str:
    """The State in which the holder of a GSTIN is registered; '' for a number that names none."""
    return _STATE_BY_CODE.get(number[:2], "")
