"""What the doctor asks of the catalogue: can each product on sale be billed?"""

from pynamodb.exceptions import PynamoDBException

from catalog import gst
from catalog.shelf import ShelfProduct, shelf
from config import clock
from config.doctor.answers import Answer, Check, fault, ok, unseen, warn

MOST_NAMED = 5


def bills() -> Answer:
    """Every product on sale has an HSN and a GST rate that a bill can bear."""
    try:
        products = [*shelf().products.values()]
    except PynamoDBException as error:
        return unseen(f"The catalogue cannot be read: {type(error).__name__}.")
    if not products:
        return fault("Nothing is on sale.", "manage.py migrate_products FILE, or add products.")
    lacking = [product.product_id for product in products if not _has_tax(product)]
    if lacking:
        named = ", ".join(lacking[:MOST_NAMED]) + (" …" if len(lacking) > MOST_NAMED else "")
        mend = "Write HSN and GST rate on these products' pages; their orders get no bill."
        return warn(f"{len(lacking)} of {len(products)} have no HSN or rate: {named}.", mend)
    return ok(f"All {len(products)} products on sale can be billed.")


def _has_tax(product: ShelfProduct) -> bool:
    today = gst.day_of(clock.now())
    return bool(product.hsn) and gst.rate_of(product, product.price, today) is not None


CHECKS = (Check("HSN and rates", bills),)
