"""An order before it is written: who orders, on what terms, and its lines at the prices of now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from catalog.build import Role
from catalog.shelf import ShelfProduct, ShelfVariant
from config import clock
from config.money import rupees
from customers.rules import GUEST
from customers.services.claimed_mails import OWED
from orders import rules
from orders.bill_rows import rate_today
from orders.line_parts import pieces_in
from orders.models import Line, Moment, Order
from orders.rackets import parts_in
from orders.return_rules import ReturnRule, rule_of
from orders.rules import COD, PaymentStatus, Status, Totals

TO_PAY = "to_pay"
Found = Mapping[str, tuple[ShelfProduct, ShelfVariant]]


@dataclass(frozen=True)
class Buyer:
    """Who orders and where it goes. `customer_id` is the normalised e-mail, or GUEST for who told
    none by telephone; `phone` is E.164; the address has the keys of the addresses table. `gstin`
    (checked) and `company` are a business buyer's, for the invoice."""

    customer_id: str
    name: str
    phone: str
    address: Mapping[str, str]
    gstin: str = ""
    company: str = ""

    @property
    def email(self) -> str:
        """Where mails go; '' where nobody knows."""
        return self.customer_id if self.customer_id != GUEST else ""

    def is_whose(self, order: Order) -> bool:
        """Whether this buyer ordered it. Who told no e-mail is known by name, phone and address."""
        if self.customer_id != GUEST:
            return order.customer_id == self.customer_id
        receiver = (order.customer_name, order.customer_phone, order.shipping_address)
        return receiver == (self.name, self.phone, dict(self.address))


@dataclass(frozen=True)
class Terms:
    """How an order is paid and when it should arrive: `is_cod` for cash on delivery, `promise` as
    the order keeps it (`from` and `to` are dates, `source` is `courier` or `estimate`). `taken_by`
    is who of us took it by telephone, '' where the buyer ordered."""

    is_cod: bool = False
    promise: Mapping[str, str] | None = None
    taken_by: str = ""

    @property
    def hold(self) -> timedelta:
        """How long the goods wait for the money."""
        return rules.PHONE_HOLD if self.taken_by else rules.HOLD

    def owes(self, buyer: Buyer) -> tuple[str, ...]:
        """The mails that the order owes from the first moment: the link to pay it by."""
        return (TO_PAY,) if self.taken_by and not self.is_cod and buyer.email else ()


PREPAID = Terms()


def draft(order_id: str, buyer: Buyer, lines: list[Line], totals: Totals, terms: Terms) -> Order:
    """The order as it will be written."""
    now = clock.now()
    return Order(
        order_id,
        buyer.customer_id,
        status=Status.CONFIRMED if terms.is_cod else Status.PENDING,
        payment_status=PaymentStatus.CREATED.value,
        lines=lines,
        subtotal=totals.subtotal_paise,
        shipping_fee=totals.shipping_paise,
        cod_fee=totals.cod_fee_paise if terms.is_cod else None,
        payment_method=COD if terms.is_cod else None,
        promise=dict(terms.promise) if terms.promise else None,
        total_amount=totals.total_paise,
        customer_name=buyer.name,
        customer_email=buyer.email,
        customer_phone=buyer.phone,
        shipping_address=dict(buyer.address),
        buyer_gstin=buyer.gstin or None,
        buyer_company=buyer.company or None,
        created_at=now,
        updated_at=now,
        hold_expires_at=None if terms.is_cod else rules.hold_until(now, terms.hold),
        timeline=[
            Moment(
                at=now,
                by=terms.taken_by or "Checkout",
                text=_placed_text(lines, totals, terms),
            )
        ],
        mails={kind: OWED + clock.to_text(now) for kind in terms.owes(buyer)},
        attention=[],
        shipment_ids=[],
        version=1,
    )


def _placed_text(lines: list[Line], totals: Totals, terms: Terms) -> str:
    placed = "Order taken by phone." if terms.taken_by else "Order placed."
    if terms.is_cod:
        return f"{placed} The courier collects {rupees(totals.total_paise)} at the door."
    pieces = pieces_in(lines)  # as a customer counts: a racket is one
    set_aside = "1 piece" if pieces == 1 else f"{pieces} pieces"
    return f"{placed} {set_aside} set aside for {rules.hold_words(terms.hold)}."


def lines_of(found: Found, wanted: Mapping[str, int]) -> list[Line]:
    """The lines of `wanted` (sku or racket → pieces) at the prices of the shelf; a racket is three
    lines that say which one, and as what."""
    lines, number = [], 0
    for key, quantity in wanted.items():
        parts = parts_in(key)
        if not parts:
            lines.append(_line(*found[key], quantity))
            continue
        number += 1
        lines += [_part(*found[sku], quantity, number, role) for role, sku in parts.items()]
    return lines


def _part(
    product: ShelfProduct, variant: ShelfVariant, quantity: int, number: int, role: Role
) -> Line:
    line = _line(product, variant, quantity)
    line.racket, line.role = str(number), role.value
    line.return_rule = ReturnRule.FAULTS_ONLY.value
    return line


def _line(product: ShelfProduct, variant: ShelfVariant, quantity: int) -> Line:
    return Line(
        product_id=product.product_id,
        seller_id=product.seller_id,
        sku=variant.sku,
        name=f"{product.brand} {product.name}".strip(),
        image=variant.image or product.image,
        options=dict(variant.options),
        quantity=quantity,
        price=variant.price,
        hsn=product.hsn,
        gst_rate=rate_today(product, variant.price),
        return_rule=rule_of(product.category).value,
    )
