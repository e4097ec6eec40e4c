"""The ways paying says no. The text is for people; most are met by code alone."""

from config.errors import Conflict, NotFound, ShopError, Unavailable


class EventSeen(Conflict):
    def __init__(self) -> None:
        super().__init__("This event had its effect already.")


class PaymentSeen(Conflict):
    def __init__(self) -> None:
        super().__init__("This payment is known already, or further on.")


class OrderMovedOn(Conflict):
    def __init__(self) -> None:
        super().__init__("The order has changed meanwhile.")


class AmountDiffers(Conflict):
    def __init__(self, *, sent_paise: object, right_paise: int) -> None:
        super().__init__(
            f"The amount sent ({sent_paise} paise) is not the price of these goods with delivery"
            f" ({right_paise} paise). Nothing was ordered."
        )


class BadRequestBody(ShopError):
    """What a program sent is not what create-order takes; the text says where."""


class NotJson(BadRequestBody):
    """The body is no JSON object at all."""


class LookAgain(Unavailable):
    """What was decided on is no longer so: read again and decide anew."""

    def __init__(self) -> None:
        super().__init__("This was changing while you looked. Nothing was lost; please try again.")


class NothingLeft(Conflict):
    def __init__(self, payment_id: str) -> None:
        super().__init__(f"All of {payment_id} has been given back, or is on its way.")


class NotReceived(Conflict):
    def __init__(self, payment_id: str) -> None:
        super().__init__(f"No money of {payment_id} is here, so nothing can be given back.")


class NothingWanted(ShopError):
    def __init__(self) -> None:
        super().__init__("Choose lines, or an amount, or all of it: one of the three.")


class GoodsByLine(ShopError):
    def __init__(self) -> None:
        super().__init__("Goods go back by line or with all of it.")


class Explained(Conflict):
    def __init__(self, payment_id: str, by: str) -> None:
        who = by or "A colleague"
        super().__init__(
            f"{who} has said meanwhile that {payment_id} is right as it is. Nothing was given back;"
            " talk to each other first."
        )


class RefundWaits(Conflict):
    def __init__(self, payment_id: str) -> None:
        super().__init__(
            f"{payment_id} is being given back, so its money does not stay. Nothing was changed."
            " Look again once Razorpay has answered."
        )


class RefundTooMuch(ShopError):
    """More is asked for than can be given back; the text says what can."""


class RefundTooSmall(ShopError):
    def __init__(self) -> None:
        super().__init__("Razorpay gives back ₹1 or more.")


class RefundChanged(Conflict):
    def __init__(self, left: str) -> None:
        super().__init__(
            f"Money of this payment was given back while you were looking; {left} is left now."
            " Nothing was done for you. Look again."
        )


class NotByHand(Conflict):
    def __init__(self, number: str) -> None:
        super().__init__(
            f"Razorpay gives back the money of return {number}. Pay nothing by hand: nothing was"
            " written down."
        )


class TooMuchByHand(ShopError):
    def __init__(self, number: str, most: str) -> None:
        super().__init__(f"No more than {most} is left to pay for return {number}.")


class CancelInstead(Conflict):
    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"Nothing of {order_id} would be left to send. Cancel the order instead: that gives"
            " back the money and the stock together."
        )


class RacketTorn(ShopError):
    def __init__(self) -> None:
        super().__init__(
            "A racket that we glue is paid back as a whole until it is delivered. Choose all of its"
            " parts, or write an amount."
        )


class BadSignature(ShopError):
    def __init__(self) -> None:
        super().__init__("This did not come from Razorpay.")


class PaymentNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We know no such payment.")


class NothingToPay(Conflict):
    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order {order_id} does not wait for money any more.")


class BeingPaid(Conflict):
    """The order from this page is paid, or the bank has agreed to its payment."""

    def __init__(self, order_id: str) -> None:
        super().__init__("Your payment for this order is on its way, so it stays as it is.")
        self.order_id = order_id


class PageIsOver(Conflict):
    """The order that this page made was cancelled, so the page makes no other."""

    def __init__(self) -> None:
        super().__init__(
            "The order from this page was cancelled meanwhile, and nothing was ordered again. If"
            " you want these goods, look this over and send it once more."
        )


class StillOpen(Conflict):
    """Something of a person who wants to be forgotten is not finished; the erasure waits."""

    def __init__(self, about: str, why: str) -> None:
        super().__init__(f"{about} {why}.")
