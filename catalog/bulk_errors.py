"""The ways a change of many products says no."""

from config.errors import Conflict, NotFound, ShopError


class BulkNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such change of products. They are kept for 30 days.")


class TooMuchAtOnce(ShopError):
    def __init__(self) -> None:
        super().__init__("That is too much for one change. Split it in two and try again.")


class LeftAlone(Conflict):
    """A product is not as it was when the change was planned; the text says how."""


class ToldAlready(Conflict):
    """Another who carries out the same change was faster with this product."""
