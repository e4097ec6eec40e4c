"""What a product of the demo catalogue is: plain facts, prices in paise."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.rules import Category

IMPORTER = "Third Ball Sports Retail, 14 Court Road, Shivajinagar, Pune 411005 (demo)"
SCALE = "Third Ball scale of ten, from the makers' published figures"


@dataclass(frozen=True)
class DemoVariant:
    """One thing to choose; it costs what the product costs unless it has its own price."""

    sku: str
    options: Mapping[str, str]
    stock: int
    shelf: str
    price_paise: int | None = None


@dataclass(frozen=True)
class DemoProduct:
    """A product with everything that a page owes a shopper. One without variants has its stock
    itself, under its product id."""

    product_id: str
    category: Category
    brand: str
    name: str
    description: str
    price_paise: int
    mrp_paise: int
    stock: int
    hsn: str
    gst_rate: str
    country_of_origin: str
    manufacturer: str
    importer: str
    net_quantity: str
    weight_grams: int
    size_cm: str
    specs: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[DemoVariant, ...] = ()
    is_active: bool = True


@dataclass(frozen=True)
class Goods:
    """What kind of goods it is, for the tax and the parcel."""

    hsn: str
    gst_rate: str
    net_quantity: str
    weight_grams: int
    size_cm: str


@dataclass(frozen=True)
class Choice:
    """One variant before it has stock and a shelf: the end of its sku, its options, its price."""

    suffix: str
    options: Mapping[str, str]
    price_paise: int | None = None


def draw_lots(text: str, below: int) -> int:
    """A number from 0 that is always the same for this text."""
    return zlib.crc32(text.encode()) % below
