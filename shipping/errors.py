"""The ways a dispatch says no."""

from config.errors import Conflict, NotFound, ShopError, Unavailable
from orders.errors import WrongMoment


class ShipmentNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such shipment.")


class NotPacked(WrongMoment):
    """The order is not on the packing bench."""

    def __init__(self, order_id: str, present: str) -> None:
        super().__init__(order_id, present, "shipped")
        todo = "Start packing first." if present == "confirmed" else "It cannot be dispatched."
        self.args = (f"Order {order_id} is {present}. {todo}",)


class NotPaid(WrongMoment):
    """Nothing ships unpaid."""

    def __init__(self, order_id: str, present: str) -> None:
        super().__init__(order_id, present, "shipped")
        self.args = (f"Order {order_id} is not paid (payment: {present}). Nothing ships unpaid.",)


class HeldBack(Conflict):
    """A flag on the order says that its money must be settled first."""

    title = "This order must wait"

    def __init__(self, order_id: str, flag: str) -> None:
        super().__init__(f"Order {order_id} must wait until this is settled: {flag}")


class BeingDispatched(Conflict):
    """Somebody else holds the step, or has just done it."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"Somebody is dispatching order {order_id} at this moment. Look again in a minute."
        )


class NotAwaited(Conflict):
    """The return waits no more for the parcel that was to fetch it."""

    title = "The return moved on meanwhile"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Return {number} does not wait for this parcel any more, and nothing more is asked of"
            " the courier. Look how the return stands now."
        )


class NotDispatched(Conflict):
    """Shiprocket said no; the text says what to do. It stands on the order as well."""


class BadBoxes(Conflict):
    """The boxes are not what the order needs, or none that a courier takes; the text says why."""

    title = "Look at the boxes again"


class NotCalledOff(Conflict):
    """The parcel stays on its way; the text says why."""

    title = "The parcel is not called off"


class OrderMovedOn(Conflict):
    """The order is no longer as it was read: look again."""

    def __init__(self) -> None:
        super().__init__("The order was changed meanwhile. Please look at it again.")


class NothingLeft(Conflict):
    """All that was in the parcel was given back: it is of no more use."""

    def __init__(self) -> None:
        super().__init__("Nothing is left to send: all of it was given back.")


class LessToSend(Conflict):
    """Some of what is in the parcel was given back since Shiprocket heard of it."""

    def __init__(self) -> None:
        super().__init__("Some of the parcel was given back meanwhile: it must be made anew.")


class CancelledThere(Conflict):
    """The parcel was called off at Shiprocket: it is of no more use, another must be made."""

    def __init__(self) -> None:
        super().__init__("The parcel was cancelled at Shiprocket.")


class LookAgain(Unavailable):
    """What was decided on is no longer so: read again and decide anew."""

    def __init__(self) -> None:
        super().__init__("The parcel was changed meanwhile. Please try again.")


class AddressClosed(Conflict):
    """The address cannot be changed any more; the text says why."""

    title = "The address stays as it is"


class AddressMoved(Conflict):
    """Somebody else has changed the address since the page was shown."""

    title = "The address was changed meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed the address while this page was open. Look where it goes now; if"
            " yours is right, send it once more."
        )


class NotCalledOffYet(Conflict):
    """Shiprocket knows a parcel with the old address, and has not let go of it."""

    def __init__(self) -> None:
        super().__init__(
            "Shiprocket knows the parcel with the old address and was asked to call it off. It has"
            " not done so yet: send this once more in a minute."
        )


class NotServedThere(ShopError):
    """No courier goes to the new address."""


class NoCashThere(ShopError):
    """An order for cash cannot go there: no courier collects money there."""
