"""What stands on a bill or a credit note, as text: everything that CGST Rules 46, 49 and 53 ask
for. Pure: the template only places it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from config.money import half_of, rupees
from config.templatetags.shop import telephone
from orders.models import Order
from orders.paper_parts import CreditNote, Invoice, TaxRow
from orders.papers.words import in_words
from orders.tax import own_tax_name, state_code

Texts = list[str]
# Of a word that no line may hold; not before a mark, nor behind one that joins Indian letters.
_JOINS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u200d"
_LONG_RUN = re.compile(rf"\S{{12,}}?(?<![{_JOINS}])(?=[\w!-~]\S{{11}})")
_BREAK = "\u200b"  # a line may end here; shows nothing
COMPUTER = "Made by computer; valid without a signature."


def bill_page(order: Order, bill: Invoice) -> dict[str, Any]:
    """The bill of an order: a tax invoice, or a bill of supply of a shop that is not registered
    for GST."""
    is_taxed = bool(bill.seller.get("gstin"))
    return {
        "title": "Tax invoice" if is_taxed else "Bill of supply",
        "number": bill.number,
        "copy": "Original for recipient",
        "date": day_words(bill.at),
        "facts": [
            ["Order", order.order_id],
            ["Ordered on", day_words(order.created_at)],
            *_supply(bill),
            ["Paid", _paid_by(order)],
        ],
        "total_title": "Total, tax included" if is_taxed else "Total",
        "notes": [] if is_taxed else ["The seller is not registered for GST; no tax is charged."],
        **_common(bill, bill.rows),
    }


def credit_note_page(order: Order, note: CreditNote, bill: Invoice) -> dict[str, Any]:
    """A credit note on the bill of an order."""
    return {
        "title": "Credit note",
        "number": note.number,
        "copy": "Original for recipient",
        "date": day_words(note.at),
        "facts": [
            ["On bill", bill.number],
            ["Of", day_words(bill.at)],
            ["Order", order.order_id],
            *_supply(bill),
        ],
        "total_title": "Credited, tax included" if bill.seller.get("gstin") else "Credited",
        "notes": ["This note takes back what is listed here of the bill named above."],
        **_common(bill, note.rows),
    }


def breakable(text: str) -> str:
    """The text with places where a line may end within its very long words."""
    return _LONG_RUN.sub(rf"\g<0>{_BREAK}", text)


def day_words(moment: datetime) -> str:
    """'23 November 2026', by the clocks of India."""
    return date_format(timezone.localtime(moment), "j F Y")


def _common(bill: Invoice, rows: Sequence[TaxRow]) -> dict[str, Any]:
    is_taxed = bool(bill.seller.get("gstin"))
    is_business = bool(bill.buyer.get("company") or bill.buyer.get("gstin"))
    total = sum(row.gross for row in rows)
    return {
        "seller": _seller(bill.seller),
        "buyer_title": "Billed to" if is_business else "Billed and delivered to",
        "buyer": _buyer(bill) if is_business else _place(bill.buyer),
        "delivery": _place(bill.buyer) if is_business else [],
        "columns": _columns(bill, is_taxed=is_taxed),
        "rows": [_cells(place, row, bill) for place, row in enumerate(rows, 1)],
        "rate_columns": ["GST", "Taxable", *_taxes(bill)],
        "by_rate": _by_rate(rows, bill) if is_taxed else [],
        "sums": _sums(rows, bill) if is_taxed else [],
        "total": rupees(total),
        "words": in_words(total),
        "closing": f"{COMPUTER} {bill.seller.get('name', '')}",
    }


def _seller(seller: Mapping[str, str]) -> dict[str, str]:
    contact = (telephone(seller.get("phone", "")), seller.get("email", ""))
    seller = {key: breakable(text) for key, text in seller.items()}
    return {
        "shop": seller.get("shop", ""),
        "name": seller.get("name", ""),
        "address": seller.get("address", ""),
        "gstin": seller.get("gstin", ""),
        "contact": ", ".join(text for text in contact if text),
    }


def _buyer(bill: Invoice) -> Texts:
    """A business with its GSTIN. Of one that is at home in another State than where it has the
    goods sent, we know no more than that."""
    buyer = bill.buyer
    named = [buyer.get("company") or buyer.get("name", "")]
    if buyer.get("gstin"):
        named.append(f"GSTIN {buyer['gstin']}")
    is_there = buyer.get("state") == bill.place_of_supply
    there = _address(buyer) if is_there else [_state(bill.place_of_supply)]
    return [*map(breakable, named), *there]


def _place(buyer: Mapping[str, str]) -> Texts:
    return [*([breakable(buyer["name"])] if buyer.get("name") else []), *_address(buyer)]


def _address(buyer: Mapping[str, str]) -> Texts:
    city = f"{buyer.get('city', '')} {buyer.get('pincode', '')}".strip()
    lines = [buyer.get("addressLine1"), buyer.get("addressLine2"), city]
    return [breakable(line) for line in [*lines, _state(buyer.get("state", ""))] if line]


def _state(name: str) -> str:
    """'Karnataka (29)'."""
    return f"{name} ({state_code(name)})" if state_code(name) else name


def _supply(bill: Invoice) -> list[Texts]:
    return [["Place of supply", _state(bill.place_of_supply)], ["Reverse charge", "No"]]


def _paid_by(order: Order) -> str:
    if order.is_cod:
        return "In cash to the courier"
    return f"Online, {order.razorpay_payment_id}" if order.razorpay_payment_id else "Online"


def _taxes(bill: Invoice) -> Texts:
    return ["IGST"] if bill.is_inter_state else ["CGST", own_tax_name(bill.place_of_supply)]


def _columns(bill: Invoice, *, is_taxed: bool) -> Texts:
    taxed = ["Taxable ₹", *(f"{name} ₹" for name in _taxes(bill))] if is_taxed else []
    return ["#", "Goods", "HSN", "Quantity", *taxed, "Total ₹"]


def _cells(place: int, row: TaxRow, bill: Invoice) -> Texts:
    quantity = f"{row.quantity} {row.unit}" if row.quantity else ""
    taxed = [_plain(row.taxable), *_tax_cells(row, bill)] if bill.seller.get("gstin") else []
    return [str(place), breakable(row.name), row.hsn or "", quantity, *taxed, _plain(row.gross)]


def _tax_cells(row: TaxRow, bill: Invoice) -> Texts:
    """Each tax with its rate below it."""
    if bill.is_inter_state:
        return [f"{_plain(row.igst)}\n{row.rate} %"]
    half = half_of(row.rate)
    return [f"{_plain(row.cgst)}\n{half} %", f"{_plain(row.sgst)}\n{half} %"]


def _by_rate(rows: Iterable[TaxRow], bill: Invoice) -> list[Texts]:
    found: dict[str, list[TaxRow]] = {}
    for row in rows:
        found.setdefault(row.rate, []).append(row)
    return [
        [f"{rate} %", _plain(sum(r.taxable for r in same)), *_tax_sums(same, bill)]
        for rate, same in sorted(found.items(), key=lambda pair: float(pair[0]))
    ]


def _tax_sums(rows: Sequence[TaxRow], bill: Invoice) -> Texts:
    if bill.is_inter_state:
        return [_plain(sum(row.igst for row in rows))]
    return [_plain(sum(row.cgst for row in rows)), _plain(sum(row.sgst for row in rows))]


def _sums(rows: Sequence[TaxRow], bill: Invoice) -> list[Texts]:
    taxable = _plain(sum(row.taxable for row in rows))
    taxes = zip(_taxes(bill), _tax_sums(rows, bill), strict=True)
    return [["Taxable value", taxable], *([name, text] for name, text in taxes)]


def _plain(paise: int) -> str:
    return rupees(paise).replace("₹", "")
