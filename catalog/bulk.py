"""A change of many products, planned line by line before it is made. Pure: no tables."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=30)
AT_ONCE = 10  # products between two looks at how far it is
MOST_PRODUCTS = 500  # of one change by hand
MOST_BYTES = 350_000  # of a plan, packed; DynamoDB's item ends at 400 KB


class Kind(StrEnum):
    """What is changed."""

    PRICES = "prices"
    STOCK = "stock"
    SALE = "sale"
    FILE = "file"


class Outcome(StrEnum):
    """What became of a product."""

    DONE = "done"
    LEFT = "left"  # as it was


RIGHTS: dict[Kind, str] = {
    Kind.PRICES: "products.edit",
    Kind.STOCK: "products.stock",
    Kind.SALE: "products.edit",
    Kind.FILE: "products.import",
}


@dataclass(frozen=True)
class Change:
    """What will become of one product: `fields` as an import writes them (None: taken away), and
    differences of `stock` by sku. It is made only while the product is of `version`; None: it is
    made anew. With a `refusal` nothing is done. `before` and `had` are what a person compares it
    with."""

    product_id: str
    seller_id: str
    name: str
    version: int | None
    fields: Mapping[str, str | None] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    stock: Mapping[str, int] = field(default_factory=dict)
    had: Mapping[str, int] = field(default_factory=dict)
    refusal: str = ""
    created_at: str | None = None

    @property
    def is_anything(self) -> bool:
        """Whether something is to be done."""
        return not self.refusal and (self.version is None or bool(self.fields or self.stock))


@dataclass(frozen=True)
class Plan:
    """Changes of products, each of another one, and what a person should know beside them."""

    changes: Sequence[Change]
    notes: Sequence[str] = ()
    same: int = 0  # products that are as they should be already

    @property
    def to_do(self) -> list[Change]:
        """What changes something."""
        return [change for change in self.changes if change.is_anything]

    @property
    def refused(self) -> list[Change]:
        """What is left as it is, with the reason."""
        return [change for change in self.changes if change.refusal]


def packed(plan: Plan) -> str:
    """The plan as it is kept, exactly."""
    changes = [asdict(change) for change in plan.changes]
    text = json.dumps({"changes": changes, "notes": list(plan.notes), "same": plan.same})
    return b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(kept: str) -> Plan:
    """The plan that was kept."""
    said = json.loads(zlib.decompress(b64decode(kept)))
    return Plan([Change(**change) for change in said["changes"]], said["notes"], said["same"])
