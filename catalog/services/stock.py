"""Stock as parts of other rooms' transactions: the condition stays beside the table it guards."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pynamodb.constants import NUMBER
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from catalog.errors import OutOfStock, ProductChanged
from catalog.models import Product
from catalog.shelf import ShelfProduct
from config import money
from config.dynamo import Transaction


def take(
    tx: Transaction,
    product: ShelfProduct,
    wanted: Mapping[str, int],
    *,
    returned: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Add to the caller's transaction: take `wanted` (sku → pieces) of one product, at the prices
    that `product` shows, while `returned` of it come back; or nothing at all happens.

    Two variants of one product are one part, and so are taking and giving back: DynamoDB lets no
    item into a transaction twice. Refused with ProductChanged; the caller looks again and finds
    out what is no longer so.
    """
    net = {sku: wanted.get(sku, 0) - returned.get(sku, 0) for sku in {**wanted, **returned}}
    others = returned.keys() - wanted.keys() - {product.product_id}
    there = [Product.variants[sku].exists() for sku in others]
    tx.update(
        Product(product.product_id, product.seller_id),
        actions=[
            Product.stock.add(-sum(net.values())),
            *_on_variants(product.product_id, net, sign=-1),
        ],
        condition=_All([*_as_shown(product, wanted, net), *there]),
        or_else=ProductChanged(product.product_id),
    )


def give_back(
    tx: Transaction, *, product_id: str, seller_id: str, returned: Mapping[str, int]
) -> None:
    """Add to the caller's transaction: put `returned` (sku → pieces) back. Refused with
    ProductChanged where the product or a variant is no longer in the table."""
    variants = [Product.variants[sku].exists() for sku in returned if sku != product_id]
    tx.update(
        Product(product_id, seller_id),
        actions=[
            Product.stock.add(sum(returned.values())),
            *_on_variants(product_id, returned, sign=1),
        ],
        condition=_All([Product.product_id.exists(), *variants]),
        or_else=ProductChanged(product_id),
    )


def take_again(
    tx: Transaction, *, product_id: str, seller_id: str, wanted: Mapping[str, int]
) -> None:
    """Add to the caller's transaction: take what a paid order needs, at whatever today's price
    is. Refused with OutOfStock where a piece is missing."""
    enough = [
        (Product.stock if sku == product_id else Product.variants[sku]["stock"]) >= quantity
        for sku, quantity in wanted.items()
    ]
    tx.update(
        Product(product_id, seller_id),
        actions=[
            Product.stock.add(-sum(wanted.values())),
            *_on_variants(product_id, wanted, sign=-1),
        ],
        condition=_All([Product.product_id.exists(), *enough]),
        or_else=OutOfStock(product_id, product_id),
    )


def _on_variants(product_id: str, pieces: Mapping[str, int], *, sign: int) -> list[Action]:
    return [
        Product.variants[sku]["stock"].set(Product.variants[sku]["stock"] + sign * quantity)
        for sku, quantity in pieces.items()
        if sku != product_id
    ]


def _as_shown(
    product: ShelfProduct, wanted: Mapping[str, int], net: Mapping[str, int]
) -> list[Condition]:
    """Still on sale, still at these prices, still enough of each for what leaves in the end."""
    conditions: list[Condition] = [Path(Product.is_active) != False]  # noqa: E712 - an absent one is on sale, too
    base_paise = None
    for sku in wanted:
        variant = product.variant(sku)
        assert variant is not None  # noqa: S101 - the caller found the sku on this product
        if sku == product.product_id:
            base_paise = variant.price
            conditions.append(Product.stock >= net[sku])
            continue
        path = Product.variants[sku]
        conditions += [path["stock"] >= net[sku], path["isActive"] != False]  # noqa: E712
        if variant.has_own_price:
            conditions.append(_reads_as(path["price"], variant.price))
        else:
            base_paise = variant.price
            conditions.append(path["price"].does_not_exist())
    if base_paise is not None:
        conditions.append(_reads_as(Path(["price"]), base_paise))
    return conditions


def _reads_as(stored: Path, price_paise: int) -> Condition:
    """The price in the table, to the nearest paisa, as `RupeesAttribute` reads it: JavaScript left
    floats like 3899.9700000000003."""
    lowest, highest = money.half_a_paisa_around(price_paise)
    return stored.between({NUMBER: lowest}, {NUMBER: highest})


class _All(Condition):
    """All of these, without a bracket around each pair: forty variants of one product must fit
    into the 4 KB, and the 300 operators, that DynamoDB allows one expression."""

    def __init__(self, conditions: list[Condition]) -> None:
        super().__init__("AND", *conditions)

    def serialize(self, *placeholders: dict[str, Any]) -> str:
        return " AND ".join(each.serialize(*placeholders) for each in self.values)
