"""What the GST law makes of a sale: where it is supplied, and what tax lies inside each row of its
paper. Pure: no tables, no clock, no settings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.money import half_tax_within, spread
from customers.errors import NotAState
from customers.rules import STATES, state_of
from orders.gstin import state_in
from orders.paper_parts import TaxRow
from orders.rules import principal_of

NO_UNIT = "NA"  # of delivery and other charges, which are not counted
UNION_TERRITORIES = frozenset(
    {
        "Andaman and Nicobar Islands",
        "Chandigarh",
        "Dadra and Nagar Haveli and Daman and Diu",
        "Ladakh",
        "Lakshadweep",
    }
)


@dataclass(frozen=True)
class Item:
    """What a row is about, before its tax is worked out. `gross_paise` is what is paid for all of
    it, tax included; `rate` is the percentage inside."""

    name: str
    hsn: str | None
    unit: str
    quantity: int
    rate: str
    gross_paise: int


def place_of_supply(*, delivered_to: str, buyer_gstin: str, seller_state: str) -> str:
    """The State whose tax it is (india.md 4): of a business that has it sent elsewhere the State
    of its GSTIN, else where it is delivered; the seller's own where nothing can be read."""
    registered = state_in(buyer_gstin)
    if registered:
        return registered
    try:
        return state_of(delivered_to)
    except NotAState:
        return seller_state


def state_code(state: str) -> str:
    """The two digits of a State on papers, '' for none of ours."""
    return STATES.get(state, "")


def own_tax_name(state: str) -> str:
    """What the half that goes to the seller's own State is called there."""
    return "UTGST" if state in UNION_TERRITORIES else "SGST"


def with_charges(goods: Sequence[Item], charges: Sequence[tuple[str, int]]) -> list[Item]:
    """The goods and what was charged beside them (name, paise): a part of the same supply, with
    HSN and rate of the principal goods."""
    if not goods:
        return []
    main = goods[principal_of([item.gross_paise for item in goods])]
    return [*goods, *(_charge(name, paise, main) for name, paise in charges if paise)]


def made_to_sum(items: Sequence[Item], total_paise: int) -> list[Item]:
    """The items as they sum to what was paid. The earlier system kept totals that are more than
    the lines (another charge then) or less (a discount then, spread over them by value)."""
    over = total_paise - sum(item.gross_paise for item in items)
    if over >= 0:
        return with_charges(items, [("Other charges", over)])
    off = spread(-over, [item.gross_paise for item in items])
    return [
        replace(item, gross_paise=item.gross_paise - less)
        for item, less in zip(items, off, strict=True)
    ]


def rows_of(items: Sequence[Item], *, is_inter_state: bool) -> list[TaxRow]:
    """The rows of a tax invoice, each with its place in it."""
    return [
        row(
            item,
            place=place,
            half_paise=half_tax_within(item.gross_paise, item.rate),
            is_inter_state=is_inter_state,
        )
        for place, item in enumerate(items)
    ]


def row(item: Item, *, place: int, half_paise: int, is_inter_state: bool) -> TaxRow:
    """A row whose tax is twice `half_paise`: both halves of it for the Centre and the State, or all
    of it as IGST where the goods go to another State."""
    return TaxRow(
        place=place,
        name=item.name,
        hsn=item.hsn,
        unit=item.unit,
        quantity=item.quantity,
        rate=item.rate,
        gross=item.gross_paise,
        taxable=item.gross_paise - 2 * half_paise,
        cgst=0 if is_inter_state else half_paise,
        sgst=0 if is_inter_state else half_paise,
        igst=2 * half_paise if is_inter_state else 0,
    )


def is_charge(kept: TaxRow) -> bool:
    """Whether a row is delivery or the like, and no goods."""
    return kept.unit == NO_UNIT


def _charge(name: str, paise: int, main: Item) -> Item:
    return Item(
        name=name, hsn=main.hsn, unit=NO_UNIT, quantity=0, rate=main.rate, gross_paise=paise
    )
