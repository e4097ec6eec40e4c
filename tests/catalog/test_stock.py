"""Stock in other rooms' transactions, for the largest order that there is."""

from decimal import Decimal
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from pynamodb.expressions.condition import Condition

from catalog import shelf
from catalog.errors import OutOfStock, ProductChanged
from catalog.models import Product
from catalog.services import stock
from catalog.shelf import ShelfProduct
from config.dynamo import TableMeta, transaction
from orders.rules import MOST_LINES
from tests.factories import a_product, an_order, stock_of

BOTH = pytest.mark.parametrize("engine", ["moto", pytest.param("server", marks=pytest.mark.server)])
SKUS = [f"SKU-{n:060d}" for n in range(MOST_LINES)]
OF_EACH = {sku: n % 20 + 1 for n, sku in enumerate(SKUS)}
MOST = 4096  # bytes of an expression; DynamoDB refuses a longer one


def a_large_product() -> ShelfProduct:
    """Forty variants of forty pieces, every other one with a price of its own."""
    own = [{}, {"price": 101_05}]
    variants = {sku: {"stock": 40} | own[n % 2] for n, sku in enumerate(SKUS)}
    a_product(product_id="shirt", variants=variants)
    return shelf.shelf().products["shirt"]


def spoil(key: str, value: Any) -> None:
    """Change an attribute of the product, by its path, behind the shop's back."""
    dynamodb: Any = boto3.resource(
        "dynamodb", region_name=TableMeta.region, endpoint_url=TableMeta.host
    )
    names = {f"#{n}": name for n, name in enumerate(key.split("."))}
    dynamodb.Table(Product.Meta.table_name).update_item(
        Key={"productId": "shirt", "sellerId": "third-ball"},
        UpdateExpression=f"SET {'.'.join(names)} = :v",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={":v": value},
    )


def take(product: ShelfProduct, wanted: dict[str, int]) -> None:
    with transaction() as tx:
        stock.take(tx, product, wanted)


def left() -> dict[str, int]:
    row = Product.get("shirt", "third-ball")
    assert row.stock == sum(variant.stock for variant in (row.variants or {}).values())
    return {sku: variant.stock for sku, variant in (row.variants or {}).items()}


@BOTH
def test_forty_variants_of_one_product_are_taken_given_back_and_taken_again(engine: str) -> None:
    a_large_product()
    taken = {sku: 40 - quantity for sku, quantity in OF_EACH.items()}
    an_order(wanted=OF_EACH)
    assert left() == taken
    with transaction() as tx:
        stock.give_back(tx, product_id="shirt", seller_id="third-ball", returned=OF_EACH)
    assert left() == dict.fromkeys(SKUS, 40)
    with transaction() as tx:
        stock.take_again(tx, product_id="shirt", seller_id="third-ball", wanted=OF_EACH)
    assert left() == taken


class Noting:
    """A transaction that only looks at what it is given."""

    def update(self, _: Any, *, condition: Condition, actions: list[Any], **__: Any) -> None:
        names: dict[str, str] = {}
        values: dict[str, Any] = {}
        self.condition = condition.serialize(names, values)
        self.sets = ", ".join(action.serialize(names, values) for action in actions)


@pytest.mark.parametrize("price", [None, 100_00])
def test_the_largest_expressions_fit_into_what_dynamodb_takes(price: int | None) -> None:
    a_product(product_id="shirt", variants={sku: {"price": price} for sku in SKUS})
    noted: Any = Noting()
    stock.take(noted, shelf.shelf().products["shirt"], OF_EACH)
    assert max(len(noted.condition), len(noted.sets)) < MOST - 200
    operators = [" AND ", " BETWEEN ", "=", "<>", "attribute_not_exists"]
    assert sum(map(noted.condition.count, operators)) < 300  # BETWEEN's own AND counted, too


REFUSED = [
    ("isActive", False),
    ("price", Decimal("500.01")),
    (f"variants.{SKUS[0]}.price", Decimal(500)),
    (f"variants.{SKUS[0]}.stock", Decimal(0)),
    (f"variants.{SKUS[0]}.isActive", False),
    (f"variants.{SKUS[1]}.price", Decimal("101.06")),
]


@BOTH
@pytest.mark.parametrize(("key", "value"), REFUSED)
def test_what_is_otherwise_than_shown_is_not_taken(engine: str, key: str, value: Any) -> None:
    product = a_large_product()
    spoil(key, value)
    with pytest.raises(ProductChanged):
        take(product, {SKUS[0]: 1, SKUS[1]: 1})
    assert Product.get("shirt", "third-ball").stock == 1600


@BOTH
@pytest.mark.parametrize("rupees", ["499.99500000001", "500.0000000003", "500.00499"])
def test_a_price_that_javascript_left_sells_as_it_reads(engine: str, rupees: str) -> None:
    a_product(product_id="shirt", stock=3)
    spoil("price", Decimal(rupees))
    shelf.forget()
    take(shelf.shelf().products["shirt"], {"shirt": 2})
    assert stock_of("shirt") == 1


@BOTH
def test_a_price_is_not_taken_for_one_paisa_less(engine: str) -> None:
    a_product(product_id="shirt", price=500_00)
    product = shelf.shelf().products["shirt"]
    spoil("price", Decimal("500.006"))
    with pytest.raises(ProductChanged):
        take(product, {"shirt": 1})


def test_what_is_taken_again_must_all_be_there() -> None:
    a_large_product()
    with pytest.raises(OutOfStock), transaction() as tx:
        stock.take_again(
            tx, product_id="shirt", seller_id="third-ball", wanted={SKUS[0]: 1, SKUS[1]: 41}
        )
