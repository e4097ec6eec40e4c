"""The ways a return says no."""

from config.errors import Conflict, NotFound, ShopError, Unavailable


class ReturnNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We cannot find this return. Look at your order, or write to us.")


class NotReturnable(ShopError):
    """These goods may not be asked back so; the text says why and what to do."""


class PhotoRefused(ShopError):
    """A file is no photo that we can take; the text says which would be."""


class AskedMeanwhile(Conflict):
    """A return of this number is there already: this form was sent before, or another window was
    quicker."""

    title = "A return was asked for meanwhile"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Return {number} of this order was asked for already. Look at it, and begin anew if"
            " more shall come back."
        )
        self.number = number


class ReturnMovedOn(Conflict):
    """The return stands elsewhere by now."""

    def __init__(self, number: str, status: str) -> None:
        words = status.replace("_", " ")
        super().__init__(f"Return {number} is {words} by now. Nothing was changed.")
        self.number, self.status = number, status


class LookAgain(Unavailable):
    """The order was changed while this was written: read it again and decide anew."""

    def __init__(self) -> None:
        super().__init__("This order was changed just now. Please try again.")
