"""The ways an order says no."""

from config.errors import Conflict, NotFound, ShopError, Unavailable
from config.money import rupees


class OrderNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We cannot find this order. Check the link in your mail, or write to us.")


class NoSuchLink(NotFound):
    """A link of a mail that is not one of ours."""

    def __init__(self) -> None:
        super().__init__("This link is not complete. Please open it from the mail once more.")


class EmptyCart(ShopError):
    def __init__(self) -> None:
        super().__init__("Your cart is empty.")


class TooManyLines(ShopError):
    def __init__(self, most: int) -> None:
        super().__init__(f"An order can hold {most} different items. Please make two orders.")


class BadQuantity(ShopError):
    def __init__(self, most: int) -> None:
        super().__init__(f"Choose a quantity from 1 to {most}.")


class PriceChanged(Conflict):
    def __init__(self, *, shown_paise: int, now_paise: int) -> None:
        super().__init__(
            f"The total has changed since this page was shown: it was {rupees(shown_paise)}, now it"
            f" is {rupees(now_paise)}. Nothing was charged. Look it over and order again."
        )
        self.shown_paise, self.now_paise = shown_paise, now_paise


class AlreadyPlaced(Conflict):
    """This order id is taken. The text is for a person whose second submit named another e-mail
    address than the first."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"Order {order_id} was already placed from this page with other details. Start a new"
            " checkout from your cart, or pay the first order from its page."
        )
        self.order_id = order_id


class WrongMoment(Conflict):
    """The order's status does not allow this any more, or not yet."""

    def __init__(self, order_id: str, present: str, wanted: str) -> None:
        super().__init__(f"Order {order_id} is {present}; it cannot become {wanted} now.")
        self.order_id, self.present, self.wanted = order_id, present, wanted


class NoSuchRacket(ShopError):
    def __init__(self) -> None:
        super().__init__(
            "A racket in the cart is not made of a blade and two rubbers that are on sale. Open it"
            " with “Change parts”, or take it out."
        )


class IllegalRacket(ShopError):
    """A racket that may not be played with is not built; the text quotes the rule."""


class NoLongerWaiting(Conflict):
    """An order that was to be replaced is paid, is being paid, or has ended meanwhile."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"Order {order_id} does not wait for its payment any more.")


class NoCod(ShopError):
    """These goods, at this total, to this pincode, are not sold for cash on delivery."""


class NotAGstin(ShopError):
    def __init__(self) -> None:
        super().__init__("That is not a GSTIN. It has fifteen signs, like 27AAPFU0939F1ZV.")


class NoBill(NotFound):
    """There is no bill of this order, or not yet; the text says which."""


class NoRate(ShopError):
    """A bill cannot be made: nobody knows the GST rate of some goods."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No GST rate is known for “{name}”. Set HSN and rate on the product, then make the"
            " bill from the order's page."
        )


class PaperChanged(Unavailable):
    """The number was just given, or what the paper is about has changed: read again."""

    def __init__(self) -> None:
        super().__init__("This was changing while you looked. Nothing was lost; please try again.")


class NoMailAddress(ShopError):
    def __init__(self, order_id: str) -> None:
        super().__init__(f"There is no e-mail address (any more) on order {order_id}.")


class MailNotSentYet(ShopError):
    def __init__(self) -> None:
        super().__init__("This mail was not sent yet. It goes out by itself when it is due.")


class MailIsOver(Conflict):
    def __init__(self) -> None:
        super().__init__("What this mail says is not so any more, so it is not sent again.")


class SentJustNow(Conflict):
    def __init__(self) -> None:
        super().__init__("This mail was sent a moment ago. Wait two minutes to send it again.")


class SentTooOften(Conflict):
    def __init__(self) -> None:
        super().__init__("This mail was sent nine times. Call the customer instead.")


class TooManyNotes(Conflict):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"An order keeps {most} notes. Write what is about the customer on their own page."
        )


class NoRoomForNote(Conflict):
    """A note must not push out what happened."""

    def __init__(self) -> None:
        super().__init__(
            "So much happened to this order that a note has no room beside it. Write it on the"
            " customer's page."
        )


class BilledElsewhere(Conflict):
    """The bill is made, and its tax is that of another State."""

    def __init__(self, number: str, place: str) -> None:
        super().__init__(
            f"The bill {number} is made, with the tax of {place}. So the parcel can only go to"
            " another address there. For one elsewhere, cancel the order and place it again."
        )
