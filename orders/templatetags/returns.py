"""Pieces of page about sending goods back, lent to every room's pages and mails."""

from typing import Any

from django import template

from config import clock
from orders import return_rules as rules
from orders.models import Line, Order
from orders.return_rules import Reason, ReturnRule
from orders.return_words import Told, all_told, told

register = template.Library()


@register.inclusion_tag("orders/returns/panel.html")
def order_returns(order: Order) -> dict[str, Any]:
    """What of an order comes back, and the way to ask for more."""
    now, left = clock.now(), rules.pieces_left(order)
    lines = [line for place, line in enumerate(order.lines) if left[place]]
    open_for = {reason for line in lines for reason in rules.reasons_for(order, line, now)}
    is_by_fault = bool(open_for) and open_for <= rules.OUR_FAULT
    return {
        "order": order,
        "returns": all_told(order),
        "is_open": bool(open_for),
        "is_by_fault": is_by_fault,
        "bound": [line for line in order.lines if rules.rule_on(line) is ReturnRule.FAULTS_ONLY],
        "until": rules.last_day(order, Reason.FAULTY if is_by_fault else Reason.FITS_NOT),
    }


@register.simple_tag
def return_of(order: Order, number: str) -> Told | None:
    """The order's return of this number in words, for a mail; None where there is none."""
    back = (order.returns or {}).get(number)
    return told(order, number, back) if back else None


@register.simple_tag
def return_days() -> dict[str, int]:
    """The days of the policy: `mind` to change one's mind, `fault` for what was our fault."""
    return {"mind": rules.DAYS, "fault": rules.FAULT_DAYS}


@register.filter
def return_words(category: str) -> str:
    """What may come back of goods of this category, in a sentence or two."""
    return rules.RULE_WORDS[rules.rule_of(category)]


@register.filter
def return_in_short(category: str) -> str:
    """The same in a few words."""
    return rules.SHORT_RULE_WORDS[rules.rule_of(category)]


@register.filter
def is_faults_only(category: str) -> bool:
    """Whether goods of this category come back for a fault of ours alone."""
    return rules.rule_of(category) is ReturnRule.FAULTS_ONLY


@register.filter
def rule_words(line: Line) -> str:
    """What may come back of a line of an order, by the rule of its sale."""
    return rules.RULE_WORDS[rules.rule_on(line)]


@register.filter
def rule_in_short(line: Line) -> str:
    """The same in a few words."""
    return rules.SHORT_RULE_WORDS[rules.rule_on(line)]
