"""A customer's addresses. Which are theirs is what their own item lists; each change is one write
that holds to the list as it was read, so two at once are one after the other, and at most one
address is the default."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from config import clock
from config.dynamo import BUSY, Transaction, persistently, transaction
from config.errors import Unavailable
from customers import queries
from customers.errors import AddressNotFound, TooManyAddresses
from customers.models import Address, Customer
from customers.rules import address_id_of
from customers.services.keeping import MOST_ADDRESSES

_T = TypeVar("_T")


@dataclass(frozen=True)
class Written:
    """An address as its form gives it: `place` has the keys of the addresses table, `phone` is
    E.164."""

    name: str
    phone: str
    place: Mapping[str, str]


@dataclass(frozen=True)
class _Book:
    """The customer's item and the addresses it lists, as read in one go."""

    customer: Customer
    addresses: Mapping[str, Address]

    @property
    def ids(self) -> set[str]:
        return set(self.customer.address_ids or ())

    def defaults(self, *, but: Iterable[str]) -> list[Address]:
        """The addresses that are the default, apart from some."""
        return [a for a in self.addresses.values() if a.is_default and a.address_id not in set(but)]


def book_of(customer_id: str) -> list[Address]:
    """The addresses, the default first and then the newest. Raises CustomerNotFound."""
    return _in_order(_read(customer_id).addresses.values())


def own_address(customer_id: str, address_id: str) -> Address:
    """One of the customer's own; anybody else's is AddressNotFound like any unknown id."""
    found = _read(customer_id).addresses.get(address_id)
    if found is None:
        raise AddressNotFound
    return found


def keep(
    customer_id: str, written: Written, *, is_default: bool = False, instead_of: str | None = None
) -> str:
    """Write an address into the book, in the place of `instead_of` where that is changed; its id.
    What is there already stays one item, and the first one is the default. Raises AddressNotFound,
    TooManyAddresses."""
    return _in_turn(partial(_keep, customer_id, written, is_default, instead_of))


def make_default(customer_id: str, address_id: str) -> None:
    """Let this one be ticked at the checkout. Raises AddressNotFound."""

    def once() -> None:
        book = _read(customer_id)
        if address_id not in book.addresses:
            raise AddressNotFound
        with transaction() as tx:
            _hold(tx, book, book.ids)
            _set_default(tx, book.addresses[address_id], is_it=True)
            for other in book.defaults(but=[address_id]):
                _set_default(tx, other, is_it=False)

    _in_turn(once)


def remove(customer_id: str, address_id: str) -> bool:
    """Take an address out; another becomes the default where it was that. False, and nothing
    changed, if it is not in the book (any more)."""

    def once() -> bool:
        book = _read(customer_id)
        if address_id not in book.ids:
            return False
        gone = book.addresses.get(address_id)
        left = _in_order(a for a in book.addresses.values() if a.address_id != address_id)
        with transaction() as tx:
            _hold(tx, book, book.ids - {address_id})
            tx.delete(Address(address_id), condition=None, or_else=Unavailable(BUSY))
            if gone and gone.is_default and left and not left[0].is_default:
                _set_default(tx, left[0], is_it=True)
        return True

    return _in_turn(once)


def _in_turn(act: Callable[[], _T]) -> _T:
    """Several tabs of one person wait for each other rather than give up."""
    return persistently(act, tries=12, longest=5.0)


def _keep(customer_id: str, written: Written, is_default: bool, instead_of: str | None) -> str:
    book = _read(customer_id)
    if instead_of is not None and instead_of not in book.addresses:
        raise AddressNotFound
    address_id = address_id_of(customer_id, written.place)
    after = (book.ids - {instead_of}) | {address_id}
    if len(after) > MOST_ADDRESSES and len(after) > len(book.ids):
        raise TooManyAddresses(MOST_ADDRESSES)
    others = book.defaults(but=[address_id, instead_of or ""])
    with transaction() as tx:
        _hold(tx, book, after)
        actions = [
            *_as_written(customer_id, written),
            Address.is_default.set(is_default or not others),
        ]
        tx.update(Address(address_id), actions=actions, condition=None, or_else=Unavailable(BUSY))
        for other in others if is_default else ():
            _set_default(tx, other, is_it=False)
        if instead_of not in {None, address_id}:
            tx.delete(Address(instead_of), condition=None, or_else=Unavailable(BUSY))
    return address_id


def _read(customer_id: str) -> _Book:
    customer = queries.customer(customer_id)
    ids = sorted(customer.address_ids or ())
    found = Address.batch_get(ids, consistent_read=True) if ids else ()
    own = {a.address_id: a for a in found if a.customer_id == customer_id}
    return _Book(customer, own)


def _in_order(addresses: Iterable[Address]) -> list[Address]:
    newest = sorted(addresses, key=lambda a: a.created_at or clock.from_unix(0), reverse=True)
    return sorted(newest, key=lambda a: not a.is_default)


def _hold(tx: Transaction, book: _Book, after: set[str]) -> None:
    """Add to the transaction: the book is as it was read, and lists these from now on."""
    listed = Customer.address_ids.set(after) if after else Customer.address_ids.remove()
    tx.update(
        book.customer,
        actions=[listed, Customer.version.add(1), Customer.updated_at.set(clock.now())],
        condition=_as_read(book.customer),
        or_else=Unavailable(BUSY),
    )


def _as_read(customer: Customer) -> Condition:
    ids, version = customer.address_ids, Customer.version == customer.version
    same: Condition = Customer.address_ids == ids if ids else Customer.address_ids.does_not_exist()
    never_changed = Customer.version.does_not_exist() if customer.version == 0 else version
    both: Condition = Customer.customer_id.exists() & same & (version | never_changed)
    return both


def _set_default(tx: Transaction, address: Address, *, is_it: bool) -> None:
    tx.update(
        address,
        actions=[Address.is_default.set(is_it)],
        condition=Address.address_id.exists(),
        or_else=Unavailable(BUSY),
    )


def _as_written(customer_id: str, written: Written) -> list[Action]:
    """The landmark of an earlier form stands in the second line by now."""
    now, place = clock.now(), written.place
    second = place.get("addressLine2")
    return [
        Address.customer_id.set(customer_id),
        Address.name.set(written.name),
        Address.phone.set(written.phone),
        Address.address_line1.set(place["addressLine1"]),
        Address.address_line2.set(second) if second else Address.address_line2.remove(),
        Address.landmark.remove(),
        Address.city.set(place["city"]),
        Address.state.set(place["state"]),
        Address.pincode.set(place["pincode"]),
        Address.created_at.set(Address.created_at | now),
        Address.updated_at.set(now),
    ]
