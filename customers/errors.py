"""The ways the customers' room says no."""

from config.errors import NotFound, ShopError


class NotAnEmail(ShopError):
    def __init__(self) -> None:
        super().__init__("That is not an e-mail address. It looks like name@example.in.")


class NotAPhone(ShopError):
    def __init__(self) -> None:
        super().__init__("That is not an Indian telephone number. A mobile has ten digits.")


class NotAPincode(ShopError):
    def __init__(self) -> None:
        super().__init__("A PIN code has six digits and does not begin with 0.")


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


class WrongPassword(ShopError):
    """Said in the same words whether or not anybody has this e-mail address."""

    def __init__(self, tries_left: int, wait_minutes: int) -> None:
        super().__init__("That e-mail and password do not belong together.")
        self.tries_left = tries_left
        if tries_left:
            tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
            self.hint = f"{tries} left, then this address waits {wait_minutes} minutes."
        else:
            self.hint = f"This address now waits {wait_minutes} minutes."
