"""The ways the shop says no to its own people: at the second step of the door, at their own sign-in
and about the team."""

from config.errors import Conflict, NotFound, ShopError
from customers.errors import tries_hint


class CodeWanted(ShopError):
    """The password is right; the code from the app is wanted as well."""

    def __init__(self, customer_id: str, password_hash: str) -> None:
        super().__init__("Now the code from your phone.")
        self.customer_id = customer_id
        self.password_hash = password_hash


class HalfWayOver(ShopError):
    def __init__(self) -> None:
        super().__init__("That took too long, or something changed. Begin again.")


class WrongAppCode(ShopError):
    def __init__(self, tries_left: int, wait_minutes: int) -> None:
        super().__init__("That is not the code of this moment.")
        self.tries_left = tries_left
        self.hint = tries_hint(tries_left, wait_minutes)


class AppCodeUsed(ShopError):
    def __init__(self) -> None:
        super().__init__("This code was used already. Wait for the next one: at most 30 seconds.")


class WrongRecoveryCode(ShopError):
    def __init__(self, tries_left: int, wait_minutes: int) -> None:
        super().__init__("That is none of your recovery codes, or it is spent.")
        self.tries_left = tries_left
        self.hint = tries_hint(tries_left, wait_minutes)


class NotThisCode(ShopError):
    def __init__(self) -> None:
        super().__init__(
            "That is not what the app should show. Is the phone's clock set by the network? Try the"
            " code that it shows now."
        )


class NoCodeApp(Conflict):
    def __init__(self) -> None:
        super().__init__("Recovery codes belong to a code app. Set one up first.")


class CodeAppChanged(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "Your code app or its recovery codes were changed in this very moment, perhaps by a"
            " second press. Make new recovery codes, so that you hold those that count."
        )


class SignInChanged(Conflict):
    def __init__(self) -> None:
        super().__init__("Your sign-in was changed meanwhile. Nothing was done; sign in again.")


class PasswordsDiffer(ShopError):
    def __init__(self) -> None:
        super().__init__("The two new passwords are not the same.")


class ColleagueNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Nobody of the team is found here. They may have left.")


class NotYourself(ShopError):
    def __init__(self) -> None:
        super().__init__("Nobody does this to themselves. Ask another owner.")


class NotYours(ShopError):
    def __init__(self) -> None:
        super().__init__("Only an owner may do this. Ask the owner.")


class ActorChanged(Conflict):
    def __init__(self) -> None:
        super().__init__("Your own role was changed meanwhile. Nothing was done.")


class ColleagueChanged(Conflict):
    def __init__(self) -> None:
        super().__init__("This colleague was changed meanwhile. Look at the page, then try again.")


class NotHereYet(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "They have not accepted the invitation yet. Take the invitation back instead."
        )


class WorksHereAlready(Conflict):
    def __init__(self) -> None:
        super().__init__("They work here already. Send them a new link from their own page.")


class ShutOut(Conflict):
    def __init__(self) -> None:
        super().__init__("They are shut out. Let them in first.")


class TeamIsFull(ShopError):
    def __init__(self, most: int) -> None:
        super().__init__(f"The team holds {most} people. Take one out first.")


class LinkGone(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "This link was used, is older than three days, or was withdrawn. Ask for a new one."
        )
