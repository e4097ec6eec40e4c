"""The four ways this shop says no. Each text is fit for a customer; ids go to the log."""


class ShopError(Exception):
    """A rule said no. The text tells the person what to do about it."""


class NotFound(ShopError):
    """There is no such thing, or it is not yours: the two must look the same."""


class Conflict(ShopError):
    """What the person acted on is no longer true. `title`: of the page that tells it, where the
    usual one would mislead."""

    title = ""


class Unavailable(ShopError):
    """Something we depend on did not answer; the same request may work later."""


class TooMany(ShopError):
    """Too many tries in a short time; `retry_after` says in how many seconds to come back."""

    def __init__(self, text: str, *, retry_after: int) -> None:
        super().__init__(text)
        self.retry_after = retry_after
