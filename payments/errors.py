"""The ways paying says no. The text is for people; most are met by code alone."""

from config.errors import Conflict, NotFound, ShopError


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


class BadSignature(ShopError):
    def __init__(self) -> None:
        super().__init__("This did not come from Razorpay.")


class PaymentNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We know no such payment.")


class NothingToPay(Conflict):
    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order {order_id} does not wait for money any more.")
