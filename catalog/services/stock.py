"""Stock as parts of other rooms' transactions: the condition stays beside the table it guards."""

from collections.abc import Mapping

from pynamodb.constants import NUMBER
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from catalog.errors import OutOfStock, ProductChanged
from catalog.models import Product
from catalog.shelf import ShelfProduct
from config.dynamo import Transaction


def take(tx: Transaction, product: ShelfProduct, wanted: Mapping[str, int]) -> None:
    """Add to the caller's transaction: take `wanted` (sku → pieces) of one product, at the prices
    that `product` shows, or nothing at all happens.

    Two variants of one product are one part: DynamoDB lets no item into a transaction twice.
    Refused with ProductChanged; the caller looks again and finds out what is no longer so.
    """
    stock_actions = [Product.stock.add(-sum(wanted.values()))]
    tx.update(
        Product(product.product_id, product.seller_id),
        actions=[*stock_actions, *_on_variants(product.product_id, wanted, sign=-1)],
        condition=_as_shown(product, wanted),
        or_else=ProductChanged(product.product_id),
    )


def give_back(
    tx: Transaction, *, product_id: str, seller_id: str, returned: Mapping[str, int]
) -> None:
    """Add to the caller's transaction: put `returned` (sku → pieces) back. Refused with
    ProductChanged where the product or a variant is no longer in the table."""
    condition: Condition = Product.product_id.exists()
    for sku in returned:
        if sku != product_id:
            condition &= Product.variants[sku].exists()
    tx.update(
        Product(product_id, seller_id),
        actions=[
            Product.stock.add(sum(returned.values())),
            *_on_variants(product_id, returned, sign=1),
        ],
        condition=condition,
        or_else=ProductChanged(product_id),
    )


def take_again(
    tx: Transaction, *, product_id: str, seller_id: str, wanted: Mapping[str, int]
) -> None:
    """Add to the caller's transaction: take what a paid order needs, at whatever today's price
    is. Refused with OutOfStock where a piece is missing."""
    condition: Condition = Product.product_id.exists()
    for sku, quantity in wanted.items():
        on_hand = Product.stock if sku == product_id else Product.variants[sku]["stock"]
        condition &= on_hand >= quantity
    tx.update(
        Product(product_id, seller_id),
        actions=[
            Product.stock.add(-sum(wanted.values())),
            *_on_variants(product_id, wanted, sign=-1),
        ],
        condition=condition,
        or_else=OutOfStock(product_id, product_id),
    )


def _on_variants(product_id: str, pieces: Mapping[str, int], *, sign: int) -> list[Action]:
    return [
        Product.variants[sku]["stock"].set(Product.variants[sku]["stock"] + sign * quantity)
        for sku, quantity in pieces.items()
        if sku != product_id
    ]


def _as_shown(product: ShelfProduct, wanted: Mapping[str, int]) -> Condition:
    """Still on sale, still at these prices, still enough of each."""
    condition: Condition = (Product.is_active.does_not_exist()) | (Product.is_active == True)  # noqa: E712
    for sku, quantity in wanted.items():
        variant = product.variant(sku)
        assert variant is not None  # noqa: S101 - the caller found the sku on this product
        if sku == product.product_id:
            condition &= (Product.stock >= quantity) & (Product.price == variant.price)
            continue
        path = Product.variants[sku]
        condition &= path["stock"] >= quantity
        condition &= path["isActive"].does_not_exist() | (path["isActive"] == True)  # noqa: E712
        condition &= _priced_at(sku, variant.price)
    return condition


def _priced_at(sku: str, price_paise: int) -> Condition:
    """A variant with a price of its own costs that; one without costs what the product costs."""
    own = Product.variants[sku]["price"]
    as_stored = {NUMBER: Product.price.serialize(price_paise)}
    inherited = own.does_not_exist() & (Product.price == price_paise)
    priced: Condition = inherited | (own == as_stored)
    return priced
