"""New variants of a product: which can be added, how they are written, and that their skus are
theirs alone."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from pynamodb.attributes import UnicodeAttribute
from pynamodb.constants import MAP
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from catalog.errors import SkuTaken, VariantRefused
from catalog.facts import NewVariant
from catalog.importing.keys import slug
from catalog.models import Product, Variant
from catalog.queries import skus_in_use
from catalog.rules import MOST_VARIANTS
from config.dynamo import TableMeta, Transaction

SOLD_AS_ONE = (
    "This product was in stock without variants, and orders may name it so. Duplicate it, give the"
    " copy its variants, and take this one off sale."
)


class SkuClaim(Model):
    """`#sku/<sku>`: this sku was given to a variant or a product."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}products"

    key = UnicodeAttribute(hash_key=True, attr_name="productId")
    range = UnicodeAttribute(range_key=True, attr_name="sellerId")


def may_have_more(row: Product) -> bool:
    """Whether variants can be added: to a product with some, or to one of which no piece was ever
    in stock, so that no order can name it without one."""
    return bool(row.variants) or (row.stock == 0 and row.stock_history == [])


def skus_for(product_id: str, choices: Sequence[Mapping[str, str]]) -> list[str]:
    """The skus of variants to which a person gives none: the product's id and the choices of each.
    Where that says too little, or stands for something else already, a digest makes it one."""
    plain = [f"{product_id[:65]}-{slug(' '.join(options.values()))[:45]}" for options in choices]
    times = Counter(plain)
    taken = skus_in_use(times)
    return [
        sku if times[sku] == 1 and sku not in taken else f"{sku}-{_digest(product_id, options)}"
        for sku, options in zip(plain, choices, strict=True)
    ]


def _digest(product_id: str, options: Mapping[str, str]) -> str:
    words = json.dumps([product_id, sorted(options.items())])
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def check(row: Product, added: Mapping[str, NewVariant]) -> None:
    """Raise VariantRefused or SkuTaken if one of these cannot be added."""
    if not may_have_more(row):
        raise VariantRefused(SOLD_AS_ONE)
    if len(row.variants or {}) + len(added) > MOST_VARIANTS:
        raise VariantRefused(f"A product may have {MOST_VARIANTS} variants.")
    for sku in sorted(skus_in_use(added)):
        raise SkuTaken(sku)


def actions(row: Product, added: Mapping[str, NewVariant]) -> list[Action]:
    """The new variants as parts of an update."""
    new = {sku: {MAP: Variant().serialize(as_variant(v))} for sku, v in added.items()}
    if not row.variants:
        return [Path(Product.variants).set({MAP: new})]
    return [Product.variants[sku].set(variant) for sku, variant in new.items()]


def condition(row: Product) -> Condition:
    """That the product may still have (more) variants."""
    if row.variants:
        there: Condition = Product.variants.exists()
        return there
    never: Condition = (Product.stock == 0) & (size(Product.stock_history) == 0)
    return never


def claim(tx: Transaction, skus: Iterable[str]) -> None:
    """Add to the caller's transaction: these skus are taken. Refused with SkuTaken."""
    for sku in skus:
        is_free = SkuClaim.key.does_not_exist()
        tx.put(SkuClaim(f"#sku/{sku}", "#"), condition=is_free, or_else=SkuTaken(sku))


def as_variant(new: NewVariant) -> Variant:
    """As the table keeps it: nothing of it is in stock yet."""
    return Variant(
        options=dict(new.options),
        stock=0,
        price=new.price,
        original_price=new.original_price,
        shelf=new.shelf or None,
        low_level=new.low_level,
        is_active=True,
    )
