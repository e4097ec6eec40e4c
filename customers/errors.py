"""The ways the customers' room says no."""

from config.errors import Conflict, NotFound, ShopError, Unavailable


def tries_hint(tries_left: int, wait_minutes: int) -> str:
    """How many guesses there are still, and what comes then."""
    if not tries_left:
        return f"This address now waits {wait_minutes} minutes."
    tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
    return f"{tries} left, then this address waits {wait_minutes} minutes."


class NotAnEmail(ShopError):
    def __init__(self) -> None:
        super().__init__("That is not an e-mail address. It looks like name@example.in.")


class NotAPhone(ShopError):
    def __init__(self) -> None:
        super().__init__(
            "That is not an Indian telephone number. A mobile has ten digits, like 98450 12345."
        )


class NotAPincode(ShopError):
    def __init__(self) -> None:
        super().__init__("A PIN code has six digits and does not begin with 0, like 411005.")


class NotAState(ShopError):
    def __init__(self) -> None:
        super().__init__("Please choose a state or union territory of India.")


class UnknownRole(ShopError):
    def __init__(self, roles: str) -> None:
        super().__init__(f"There is no such role. The roles are {roles}.")


class WeakPassword(ShopError):
    """The text says what is wrong with the password."""


class CustomerNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We know nobody by this e-mail address.")


class TooManyCustomerNotes(ShopError):
    def __init__(self, most: int) -> None:
        super().__init__(f"A customer keeps {most} notes, and this one has them.")


class AddressNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We cannot find this address. Look into your address book.")


class TooManyAddresses(ShopError):
    def __init__(self, most: int) -> None:
        super().__init__(f"The address book holds {most} addresses. Take one out first.")


class WrongPassword(ShopError):
    """Said in the same words whether or not anybody has this e-mail address."""

    def __init__(self, tries_left: int, wait_minutes: int) -> None:
        super().__init__("That e-mail and password do not belong together.")
        self.tries_left = tries_left
        self.hint = tries_hint(tries_left, wait_minutes)


class NotYourPassword(ShopError):
    """Said to whoever is signed in already."""

    def __init__(self, tries_left: int) -> None:
        super().__init__("That is not your password.")
        tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
        self.hint = f"{tries} left, then you are signed out here."


class MailNotSent(Unavailable):
    def __init__(self) -> None:
        super().__init__("We could not send the mail. Try again in a minute.")


class WrongCode(ShopError):
    def __init__(self, tries_left: int) -> None:
        super().__init__("That is not the code that we sent.")
        tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
        self.hint = f"{tries} left." if tries_left else "Ask for a new code."


class CodeGone(ShopError):
    def __init__(self) -> None:
        super().__init__("This code is not good any more. Ask for a new one.")


class ProfileChanged(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "This was changed meanwhile, perhaps by you on another device. Look, and save again."
        )


class WorksHere(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "This e-mail address belongs to somebody who works here. Ask the owner to take the role"
            " from it first."
        )


class ErasureHasBegun(Conflict):
    def __init__(self) -> None:
        super().__init__("Your data are being erased already; that cannot be stopped any more.")


class TheirOwnWish(Conflict):
    """One of us would withdraw what the law gives the customer."""

    def __init__(self) -> None:
        super().__init__(
            "The customer asked for it on their own page, and only they can take it back, there."
        )


class ComplaintNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We cannot find this complaint. Check the link in your mail.")


class TicketTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "This form was sent already with other words. Load the contact page again and send"
            " yours once more."
        )


class ComplaintOver(Conflict):
    def __init__(self, ticket: str) -> None:
        super().__init__(f"{ticket} is settled. Nothing was sent; write to the person by mail.")


class TooManyAnswers(Conflict):
    def __init__(self) -> None:
        super().__init__("A complaint holds fifty answers. Call the person, or settle it.")
