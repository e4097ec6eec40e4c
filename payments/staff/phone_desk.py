"""What lies on the desk while an order is taken by telephone: who calls, what they want, what was
looked up. All of it travels in the page's own form; no table holds a half order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from catalog.queries import on_shelf_by_sku
from catalog.search import index_of, matching
from catalog.shelf import ShelfProduct, ShelfVariant, shelf
from config.errors import ShopError
from config.finding import LONGEST
from config.templatetags.shop import telephone
from customers import queries as customer_queries
from customers.address_forms import fields_of
from customers.errors import CustomerNotFound, NotAnEmail
from customers.models import Address, Customer
from customers.rules import customer_id_of
from customers.services.address_book import book_of
from customers.staff.finding import of_phone
from orders import rules
from orders.cart import Cart, Wanted, quantity_from
from payments.staff.phone_form import PhoneForm

Offer = tuple[ShelfProduct, ShelfVariant]
MOST_OFFERED = 12
FIELDS = tuple(PhoneForm.base_fields)


@dataclass
class Desk:
    """`given` are the form's fields, `wanted` sku → pieces, `who` and `find` what is looked for,
    `people` and `offered` what was found, `notes` what is to be said about it."""

    given: dict[str, str]
    wanted: dict[str, int]
    who: str = ""
    find: str = ""
    people: list[Customer] = field(default_factory=list)
    offered: list[Offer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @cached_property
    def cart(self) -> Cart:
        """The goods at the prices of now."""
        found = on_shelf_by_sku(self.wanted)
        return Cart({sku: Wanted(n, found[sku][1].price) for sku, n in self.wanted.items()})

    @cached_property
    def book(self) -> list[Address]:
        """What is kept of the buyer's addresses, the default first."""
        try:
            return book_of(customer_id_of(self.given.get("email", "")))
        except ShopError:
            return []


def first_desk(customer: str) -> Desk:
    """An empty desk, or that of a customer whose e-mail or telephone number is known already."""
    desk = Desk({}, {}, who=customer.strip()[:LONGEST])
    _look_up_person(desk)
    return desk


def desk_of(sent: QueryDict) -> Desk:
    """The desk as its page was sent, with what the pressed button asks for done."""
    given = {name: sent.get(name, "")[:300] for name in (*FIELDS, "filled", "sure") if name in sent}
    desk = Desk(given, {}, who=_line(sent, "who"), find=_line(sent, "find"))
    _put_goods(desk, sent)
    act, _, about = sent.get("act", "").partition(":")
    if act == "person":
        _take_person(desk, about)
    elif act == "address":
        _take_address(desk, about)
    elif act == "add":
        _add(desk, about)
    elif act == "drop":
        desk.wanted.pop(about, None)
    if act != "place":
        _look_up_person(desk)
        _look_up_goods(desk)
    return desk


def _line(sent: QueryDict, name: str) -> str:
    return " ".join(sent.get(name, "").split())[:LONGEST]


def _put_goods(desk: Desk, sent: QueryDict) -> None:
    rows = zip(sent.getlist("sku"), sent.getlist("quantity"), strict=False)
    for sku, text in list(rows)[: rules.MOST_LINES]:
        if sku not in on_shelf_by_sku([sku]):
            desk.notes.append(f"{sku[:LONGEST]} is not on sale any more, so it is off the list.")
        elif text.strip() == "0":
            continue
        else:
            try:
                desk.wanted[sku] = quantity_from(text.strip())
            except ShopError as refusal:
                desk.wanted[sku] = 1
                desk.notes.append(f"{sku}: {refusal} It is 1 now.")


def _add(desk: Desk, sku: str) -> None:
    if sku not in on_shelf_by_sku([sku]):
        desk.notes.append(f"{sku[:LONGEST]} is not on sale.")
    elif len(desk.wanted) >= rules.MOST_LINES and sku not in desk.wanted:
        desk.notes.append(f"An order holds {rules.MOST_LINES} lines. Make a second one.")
    elif desk.wanted.get(sku, 0) < rules.MOST_OF_ONE:
        desk.wanted[sku] = desk.wanted.get(sku, 0) + 1
        desk.find = ""


def _look_up_goods(desk: Desk) -> None:
    """A whole sku goes onto the list; words find what is on sale."""
    for sku in (desk.find, desk.find.upper()):
        if desk.find and sku in on_shelf_by_sku([sku]):
            _add(desk, sku)
            return
    if desk.find:
        desk.offered = list(_on_sale(desk.find))[:MOST_OFFERED]
        if not desk.offered:
            desk.notes.append(f"Nothing on sale goes by “{desk.find}”.")


def _on_sale(words: str) -> Iterator[Offer]:
    for product in matching(index_of(shelf()), words)[:MOST_OFFERED]:
        yield from ((product, variant) for variant in product.variants)


def _look_up_person(desk: Desk) -> None:
    if not desk.who:
        return
    desk.people = _known(desk.who)
    if len(desk.people) == 1:
        _write_down(desk, desk.people[0])
    elif not desk.people:
        name = "email" if "@" in desk.who else "phone"
        desk.given[name] = desk.who
        desk.notes.append("Nobody is known by that. Write down who it is.")
        desk.who = ""


def _known(who: str) -> list[Customer]:
    if "@" not in who:
        return of_phone(who)
    try:
        return [customer_queries.customer(customer_id_of(who))]
    except ShopError:
        return []


def _take_person(desk: Desk, customer_id: str) -> None:
    try:
        _write_down(desk, customer_queries.customer(customer_id_of(customer_id[:LONGEST])))
    except (CustomerNotFound, NotAnEmail):
        desk.notes.append("This customer is not there any more.")


def _write_down(desk: Desk, person: Customer) -> None:
    """Name and telephone as they are known, and the address that they use."""
    desk.who, desk.people = "", []
    known = {"name": person.name or "", "phone": telephone(person.phone or "")}
    desk.given |= {"email": person.customer_id} | {k: v for k, v in known.items() if v}
    if desk.book:
        _fill_in(desk, desk.book[0])


def _take_address(desk: Desk, address_id: str) -> None:
    for address in desk.book:
        if address.address_id == address_id:
            _fill_in(desk, address)


def _fill_in(desk: Desk, address: Address) -> None:
    kept = fields_of(address)
    person = {name: kept[name] or desk.given.get(name, "") for name in ("name", "phone")}
    desk.given |= kept | person | {"filled": ""}
