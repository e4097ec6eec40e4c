"""One step of a return as one write: how it stands, the story's line, the flag that calls for a
person, the list of open returns, and the mail that tells its customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import Transaction
from config.errors import Unavailable
from orders.models import Flag, Order
from orders.return_errors import LookAgain, ReturnMovedOn, ReturnNotFound
from orders.return_list import ReturnList
from orders.return_parts import Return
from orders.return_rules import NEXT, OPEN, RETURN_FLAG, ReturnStatus
from orders.services import mailing
from orders.services.story import (
    attention_as_read,
    list_for_attention,
    take_off_attention,
    told,
)

Fields = Mapping[str, str | int | bool | datetime | Mapping[str, str]]
_CALLS = {
    ReturnStatus.ASKED: "Return {0} waits for an answer.",
    ReturnStatus.ARRIVED: "Return {0} is with us. Open the parcel and check it in.",
}


@dataclass(frozen=True)
class Step:
    """What happens to a return: where it moves (None: it stays), the line of the story and who
    wrote it, what else changes of it by the table's names ('' takes `trouble` off), and the mail
    ('asked', 'accepted' …) that its customer gets."""

    number: str
    text: str
    by: str
    to: ReturnStatus | None = None
    fields: Fields | None = None
    mail: str = ""
    is_internal: bool = False


def return_of(order: Order, number: str) -> Return:
    """The order's return of this number. Raises ReturnNotFound."""
    found = (order.returns or {}).get(number)
    if found is None:
        raise ReturnNotFound
    return found


def write_step(
    tx: Transaction,
    order: Order,
    step: Step,
    *,
    also: Condition | None = None,
    actions: Sequence[Action] = (),
    born: Return | None = None,
) -> None:
    """Add to the caller's transaction: the return takes this step, if no return of the order has
    moved and no flag changed since the order was read, and if `also` holds. `born`: it is new.
    Refused with LookAgain; raises ReturnMovedOn where it may not move there."""
    now = clock.now()
    if born is None and step.to is not None:
        present = ReturnStatus(return_of(order, step.number).status)
        if step.to not in NEXT[present]:
            raise ReturnMovedOn(step.number, present.value)
    forgone = _forgone(order, step)
    as_read = returns_as_read(order) & attention_as_read(order)
    as_read = reduce(Condition.__and__, (mailing.as_noted(order, k) for k in forgone), as_read)
    changes = [*_changes(order, step, born), *_flag(tx, order, step, now)]
    changes += [mailing.forgo(kind) for kind in forgone]
    if step.mail and order.mails is not None:
        kind = _kind(order, step)
        changes.append(mailing.owe(kind, at=now))
        as_read = as_read & mailing.as_noted(order, kind)
        _list(tx, order, ReturnList.to_tell.add({order.order_id}), step)
    else:
        _list(tx, order, None, step)
    line = told(order, step.text, by=step.by, at=now, is_internal=step.is_internal)
    tx.update(
        order,
        actions=[*changes, line, *actions, Order.updated_at.set(now)],
        condition=as_read if also is None else as_read & also,
        or_else=LookAgain(),
    )


def returns_as_read(order: Order) -> Condition:
    """The condition that no return was added and none moved since the order was read. It names
    statuses and not whole parts, whose fields a newer version may have added to."""
    if order.returns is None:
        none: Condition = Order.returns.does_not_exist()
        return none
    same: list[Condition] = [
        Order.returns[number]["status"] == back.status for number, back in order.returns.items()
    ]
    first: Condition = size(Order.returns) == len(order.returns)
    return reduce(Condition.__and__, same, first)


def _changes(order: Order, step: Step, born: Return | None) -> list[Action]:
    if born is not None:
        if order.returns is None:
            return [Order.returns.set({step.number: born})]
        return [Order.returns[step.number].set(born)]
    path = Order.returns[step.number]
    fields = dict(step.fields or {})
    if step.to is not None:
        fields["status"] = step.to.value
    return [
        path[name].remove() if value == "" else path[name].set(_as_kept(value))
        for name, value in fields.items()
    ]


def _as_kept(value: object) -> object:
    if isinstance(value, datetime):
        return clock.to_text(value)
    return dict(value) if isinstance(value, Mapping) else value


def _flag(tx: Transaction, order: Order, step: Step, now: datetime) -> list[Action]:
    """The flag says what of all returns of the order waits for a person; with none it goes."""
    calls = (_call(order, number, step) for number in _numbers(order, step))
    text = "\n".join(call for call in calls if call)
    flags = order.attention or []
    said = next((flag for flag in flags if flag.kind == RETURN_FLAG), None)
    if text == (said.text if said else ""):
        return []
    left = [flag for flag in flags if flag.kind != RETURN_FLAG]
    if text:
        left.append(Flag(kind=RETURN_FLAG, text=text, at=now))
        list_for_attention(tx, order.order_id)
    elif not left:
        take_off_attention(tx, order.order_id)
    return [Order.attention.set(left)]


def _call(order: Order, number: str, step: Step) -> str:
    """What a person must do for a return as it stands after the step; '' for nothing."""
    back = (order.returns or {}).get(number)
    status = ReturnStatus(back.status) if back else ReturnStatus.ASKED
    trouble = (back.trouble if back else "") or ""
    if number == step.number:
        status = step.to or status
        trouble = str((step.fields or {}).get("trouble", trouble))
    if status not in OPEN:
        return ""
    return trouble or _CALLS.get(status, "").format(number)


def _forgone(order: Order, step: Step) -> list[str]:
    """The mails that are owed and not true any more: who keeps the goods is not asked for them."""
    if step.to is not ReturnStatus.WITHDRAWN:
        return []
    owed = mailing.marked_as_owed(order, about=step.number)
    return [kind for kind in owed if kind.startswith(mailing.OF_RETURN)]


def _list(tx: Transaction, order: Order, also: Action | None, step: Step) -> None:
    """One part for both sets: an item stands in a transaction once."""
    listed = {order.order_id}
    is_open = any(_status_after(order, n, step) in OPEN for n in _numbers(order, step))
    ids = ReturnList.order_ids
    tx.update(
        ReturnList(ReturnList.KEY, "#"),
        actions=[ids.add(listed) if is_open else ids.delete(listed), *([also] if also else [])],
        condition=None,
        or_else=Unavailable("unconditional"),
    )


def _status_after(order: Order, number: str, step: Step) -> ReturnStatus:
    back = (order.returns or {}).get(number)
    status = ReturnStatus(back.status) if back else ReturnStatus.ASKED
    return step.to or status if number == step.number else status


def _numbers(order: Order, step: Step) -> list[str]:
    return list(dict.fromkeys([*(order.returns or {}), step.number]))


def _kind(order: Order, step: Step) -> str:
    """'return_accepted/R1', and with '.2' behind it where that was told before."""
    kind = f"return_{step.mail}/{step.number}"
    earlier = [each for each in order.mails or {} if each == kind or each.startswith(f"{kind}.")]
    return f"{kind}.{len(earlier) + 1}" if earlier else kind
