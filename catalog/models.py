"""The products table (design.md 3)."""

from typing import cast

from django.conf import settings
from pynamodb.attributes import Attribute, BooleanAttribute, ListAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from config.attributes import (
    DecimalTextAttribute,
    IntAttribute,
    LooseTextAttribute,
    Part,
    PartMapAttribute,
    RupeesAttribute,
    TextMapAttribute,
    TimeAttribute,
    optional,
)
from config.dynamo import TableMeta


class Variant(Part):
    """One thing that can be put into a cart; its key in the map is the sku."""

    options = optional(TextMapAttribute())
    stock = IntAttribute(default=0)
    price = optional(RupeesAttribute())
    image = optional(UnicodeAttribute())
    is_active = BooleanAttribute(attr_name="isActive", default=True)
    shelf = optional(UnicodeAttribute())
    low_level = optional(IntAttribute(attr_name="lowLevel"))
    original_price = optional(RupeesAttribute(attr_name="originalPrice"))


class StockChange(Part):
    """One change of stock by a person or an import; sales are not kept here."""

    at = TimeAttribute()
    by = UnicodeAttribute()
    sku = UnicodeAttribute()
    change = IntAttribute()
    reason = UnicodeAttribute()


class CategoryIndex(GlobalSecondaryIndex["Product"]):
    """A category's products by name."""

    class Meta(TableMeta):
        index_name = "CategoryIndex"
        projection = AllProjection()

    category = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(range_key=True)


class BrandIndex(GlobalSecondaryIndex["Product"]):
    """A brand's products by name."""

    class Meta(TableMeta):
        index_name = "BrandIndex"
        projection = AllProjection()

    brand = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(range_key=True)


class Product(Model):
    """A product with its variants. One without variants is its own single variant, with
    sku = `productId`. With variants, `stock` is always the sum of theirs."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}products"

    product_id = UnicodeAttribute(hash_key=True, attr_name="productId")
    seller_id = UnicodeAttribute(range_key=True, attr_name="sellerId")
    name = UnicodeAttribute()
    category = UnicodeAttribute()
    brand = UnicodeAttribute()
    price = RupeesAttribute(default=0)  # of an item that has none: it is not on sale
    original_price = optional(RupeesAttribute(attr_name="originalPrice"))
    description = optional(UnicodeAttribute())
    image = optional(UnicodeAttribute())
    stock = IntAttribute(default=0)
    is_active = BooleanAttribute(attr_name="isActive", default=True)
    created_at = optional(TimeAttribute(attr_name="createdAt"))
    updated_at = optional(TimeAttribute(attr_name="updatedAt"))

    images = optional(cast("Attribute[list[str]]", ListAttribute(of=UnicodeAttribute)))
    image_words = optional(TextMapAttribute(attr_name="imageWords"))
    specs = optional(TextMapAttribute())
    variants = optional(PartMapAttribute(Variant))
    rating = optional(DecimalTextAttribute())
    review_count = optional(IntAttribute(attr_name="reviewCount"))
    hsn = optional(LooseTextAttribute())
    gst_rate = optional(DecimalTextAttribute(attr_name="gstRate"))
    country_of_origin = optional(UnicodeAttribute(attr_name="countryOfOrigin"))
    manufacturer = optional(UnicodeAttribute())
    importer = optional(UnicodeAttribute())
    net_quantity = optional(LooseTextAttribute(attr_name="netQuantity"))
    weight_grams = optional(IntAttribute(attr_name="weightGrams"))
    size_cm = optional(LooseTextAttribute(attr_name="sizeCm"))
    stock_history = optional(ListAttribute(attr_name="stockHistory", of=StockChange))
    low_level = optional(IntAttribute(attr_name="lowLevel"))
    imported = optional(TextMapAttribute())
    last_edit = optional(TextMapAttribute(attr_name="lastEdit"))
    retired_at = optional(TimeAttribute(attr_name="retiredAt"))
    version = IntAttribute(default=0)

    by_category = CategoryIndex()
    by_brand = BrandIndex()

    @property
    def title(self) -> str:
        """'Butterfly Viscaria'; without what an item of the earlier system does not have."""
        return " ".join(filter(None, (self.brand, self.name))) or self.product_id


class CatalogueVersion(Model):
    """`#catalogue`: a number that grows with every change a person or an import makes, so that
    each process knows when its copy of the catalogue is old."""

    class Meta(TableMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}products"

    KEY = "#catalogue"

    product_id = UnicodeAttribute(hash_key=True, attr_name="productId")
    seller_id = UnicodeAttribute(range_key=True, attr_name="sellerId")
    version = IntAttribute(default=0)
