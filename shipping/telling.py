"""What is said about a parcel: a line of the story at each move, and to staff where it is in
trouble. Pure: words only. What its customer reads on pages and in mails is in `facing`."""

import re

from config.money import rupees
from shipping.doubt_words import words_for
from shipping.rules import Doubt
from shipping.rules import ShipmentStatus as S

# The line of the order's story that the customer reads. Where a person must act first (called
# off), that person writes to the customer.
_MOVED: dict[S, str] = {
    S.PICKED: "The courier has picked up {it}.",
    S.IN_TRANSIT: "{It} is on its way.",
    S.OUT_FOR_DELIVERY: "{It} is out for delivery.",
    S.UNDELIVERED: "The courier could not hand over {it}. They will try again.",
    S.RTO_INITIATED: "{It} could not be delivered and is coming back to us. We will write.",
    S.LOST: "The courier has lost or damaged {it}. We will write.",
}
_CLAIM = "Claim it from the courier, tell the customer, and give back what was paid."
_TROUBLE: dict[S, str] = {
    S.UNDELIVERED: "was not delivered. Call the customer, then tell Shiprocket to try again.",
    S.RTO_INITIATED: "is coming back. Call the customer; once it is here, check the goods in.",
    S.RTO_DELIVERED: "is back with us. Check the goods in.",
    S.LOST: f"is lost. {_CLAIM}",
    S.CANCELLED: "is called off. Press dispatch to send the goods again, or cancel the order.",
}
_NO_PICKUP = "was not picked up. Call the courier, or book another pickup at Shiprocket."
_IN_PART = "was handed over in part. Ask the customer what is missing."
_FULFILLED = "is said to be fulfilled. Ask the customer whether it is there."
_DESTROYED = f"was destroyed. {_CLAIM}"
# By Shiprocket's number, where that says more than the status does.
_BY_NUMBER: dict[int, str] = {
    13: _NO_PICKUP,
    16: "is to be called off: somebody asked Shiprocket for it. If none of you did, ask them.",
    20: _NO_PICKUP,
    22: "is delayed. If it cannot come on the promised day, tell the customer.",
    23: _IN_PART,
    24: _DESTROYED,
    25: f"is damaged. {_CLAIM}",
    26: _FULFILLED,
    39: "went the wrong way. Ask the courier when it is back on its way.",
    44: _DESTROYED,
    71: _NO_PICKUP,
    72: _NO_PICKUP,
    76: "cannot be found. Ask the courier to search for it; if it stays so, claim it.",
    77: "was not handed over, for a reason on the customer's side. Call the customer.",
}


def moved(status: S, *, number: int, in_all: int, doubt: Doubt | None = None) -> str:
    """The line for the customer, '' where there is none; several parcels are told apart. `doubt`:
    why it may not be there, or not whole."""
    it = f"parcel {number} of {in_all}" if in_all > 1 else "your parcel"
    It = it.capitalize()  # noqa: N806 - the same word, at the head of a sentence
    if doubt is not None:
        return words_for(doubt).told.format(it=it, It=It)
    if status is S.DELIVERED:
        return f"{It} was delivered." if in_all > 1 else "Delivered."
    return _MOVED.get(status, "").format(it=it, It=It)


def confirmed(*, number: int, in_all: int) -> str:
    """The line for the customer where a delivery that was in doubt is none any more."""
    it = f"parcel {number} of {in_all}" if in_all > 1 else "your parcel"
    return f"The courier says now that all of {it} was delivered."


def ask_how_much(due_paise: int) -> str:
    """What staff find out of a parcel of which nobody knows what was paid for it."""
    return f"Ask how much of {rupees(due_paise)} the courier collected."


def without_asking(flag: str, awb: str) -> str:
    """The text of an order's flag once that is known of this parcel."""
    question = r" ?Ask how much of ₹[\d,.]+ the courier collected\."
    lines = flag.split("\n")
    return "\n".join(re.sub(question, "", x) if is_about(x, awb) else x for x in lines)


def trouble(status: S | None, awb: str, label: str, status_id: int | None) -> str:
    """What staff do about a parcel that came into a bad status, or of which there is bad news."""
    said = _BY_NUMBER.get(status_id or 0) or (_TROUBLE.get(status) if status else None)
    if said is None:
        return odd_news(awb, label, status_id)
    return f"Parcel {awb} {said} The courier says: {label}."


def odd_news(awb: str, label: str, status_id: int | None) -> str:
    """News that moves nothing, but that a person should look at."""
    number = "" if status_id is None else f" (status {status_id})"
    return f"Parcel {awb}: the courier says “{label or 'nothing'}”{number}. Look at Shiprocket."


def after_the_end(awb: str, present: S, label: str) -> str:
    """Bad news of a parcel whose story was over."""
    was = present.value.replace("_", " ")
    return f"Parcel {awb} was {was}, and now the courier says “{label}”. Call the customer."


def against_its_way(awb: str, present: S, label: str) -> str:
    """An end that does not follow from where the parcel was."""
    was = "coming back" if present is S.RTO_INITIATED else present.value.replace("_", " ")
    return (
        f"Parcel {awb} was {was}, and now the courier says “{label}”."
        " Ask the customer and the courier where it is."
    )


def called_off(awb: str) -> str:
    """What staff do about a parcel that was called off and whose order is on its way."""
    return f"Parcel {awb} {_TROUBLE[S.CANCELLED]}"


def came_all_the_same(awb: str, label: str) -> str:
    """The end of a parcel that was called off, whose goods are taken to be here."""
    return (
        f"Parcel {awb} was called off, and now the courier says “{label}”: the customer has it."
        " Take its pieces out of stock if they were put back. If the money went back, or the goods"
        " went again, tell the customer, and claim it from Shiprocket."
    )


def came_after_all(awb: str, present: S, label: str) -> str:
    """A parcel that was lost or back with us, and that the courier delivers after that."""
    was = "lost" if present is S.LOST else "back with us"
    return (
        f"Parcel {awb} was {was}, and now the courier says “{label}”: the customer may have it."
        " Ask them. If it was to be paid at the door, the courier may have collected: ask"
        " Shiprocket. If its pieces were put back in stock, look whether they are here."
    )


def is_about(text: str | None, awb: str) -> bool:
    """Whether a sentence of ours speaks of this parcel's way."""
    return (text or "").startswith((f"Parcel {awb} ", f"Parcel {awb}: "))


def beside(flag: str, awb: str, own: str) -> str:
    """The text of an order's flag in which `own` ('' for none) stands for what it said of this
    parcel; what it says of others stays. One line for each."""
    others = [line for line in flag.split("\n") if line and not is_about(line, awb)]
    return "\n".join([*others, *([own] if own else [])])
