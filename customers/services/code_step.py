"""The second step of the staff's door: the code from the app, or a recovery code. Each works once,
however many browsers send it at the same moment."""

from collections.abc import Callable

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, PASSING, code_of, persistently, refused
from config.errors import Unavailable
from customers import queries
from customers.code_app import earlier_recovery_digest, recovery_digest, step_of
from customers.errors import CustomerNotFound
from customers.half_way import HalfWay
from customers.models import Customer
from customers.services import roster, sessions
from customers.services.door_lines import STAFF_CODE, told
from customers.services.guessing import (
    code_counter,
    count_a_try,
    forget_tries,
    left_after,
    password_counter,
    tell_of_a_wait,
)
from customers.team_errors import AppCodeUsed, HalfWayOver, WrongAppCode, WrongRecoveryCode

Spending = tuple[list[Action], Condition]


def enter(half_way: HalfWay, code: str, *, network: str, device: str) -> str:
    """Begin a session by the code that the app shows, and return the cookie for it.

    WrongAppCode; AppCodeUsed; HalfWayOver where the password or the account changed meanwhile;
    TooMany, counted as wrong passwords are."""

    def spend(person: Customer, tries: int) -> Spending:
        step = step_of(person.totp_secret or "", code, now=clock.now())
        if step is None:
            raise WrongAppCode(*left_after(tries))
        last = person.totp_last_step
        if last is not None and step <= last:
            raise AppCodeUsed
        is_new = Customer.totp_last_step.does_not_exist() | (Customer.totp_last_step < step)
        is_same = Customer.totp_secret == person.totp_secret
        return [Customer.totp_last_step.set(step)], is_same & is_new

    return _enter(half_way, spend, network=network, device=device)


def enter_by_recovery(half_way: HalfWay, code: str, *, network: str, device: str) -> str:
    """The same by one of the recovery codes, which is spent by it. WrongRecoveryCode."""

    def spend(person: Customer, tries: int) -> Spending:
        digest = recovery_digest(half_way.customer_id, code)  # slow: once the try is counted
        if digest not in (person.recovery_codes or ()):
            digest = earlier_recovery_digest(half_way.customer_id, code)
        if digest not in (person.recovery_codes or ()):
            raise WrongRecoveryCode(*left_after(tries))
        spent: list[Action] = [Customer.recovery_codes.delete({digest})]
        return spent, Customer.recovery_codes.contains(digest)

    return _enter(half_way, spend, network=network, device=device)


def _enter(
    half_way: HalfWay,
    spend: Callable[[Customer, int], Spending],
    *,
    network: str,
    device: str,
) -> str:
    who = half_way.customer_id
    with told(STAFF_CODE, who):
        tries = count_a_try(code_counter(who), network=network)
        cookie = persistently(lambda: _begun(half_way, spend, tries, device))
    forget_tries(code_counter(who), password_counter(who))
    roster.see_that_listed(who)
    return cookie


def _begun(
    half_way: HalfWay, spend: Callable[[Customer, int], Spending], tries: int, device: str
) -> str:
    person = _still(half_way)
    try:
        actions, is_unspent = spend(person, tries)
    except (WrongAppCode, AppCodeUsed, WrongRecoveryCode):
        tell_of_a_wait(person, "code", tries)
        raise
    try:
        return sessions.begin(
            person, device=device, now=clock.now(), also=actions, only_if=is_unspent
        )
    except UpdateError as error:
        if refused(error) or code_of(error) in PASSING:
            raise Unavailable(BUSY) from error
        raise


def _still(half_way: HalfWay) -> Customer:
    try:
        person = queries.customer(half_way.customer_id)
    except CustomerNotFound:
        raise HalfWayOver from None
    is_right = half_way.stands_for(person.password_hash) and sessions.may_work(person)
    if not is_right or not person.totp_secret:
        raise HalfWayOver
    return person
