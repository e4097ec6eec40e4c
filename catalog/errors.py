"""The ways the catalogue says no."""

from config.errors import Conflict, NotFound, ShopError


class ProductNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We do not have this product. It may have been renamed or taken off.")


class UnknownSku(ShopError):
    def __init__(self, sku: str) -> None:
        super().__init__("One of the items is not in our catalogue any more.")
        self.sku = sku


class OutOfStock(Conflict):
    def __init__(self, sku: str, name: str, left: int = 0) -> None:
        text = (
            f"Only {left} of “{name}” left. Please lower the quantity."
            if left > 0
            else f"“{name}” has just been sold out. Please take it out of the cart."
        )
        super().__init__(text)
        self.sku, self.name, self.left = sku, name, left


class NotOnSale(Conflict):
    def __init__(self, sku: str, name: str) -> None:
        super().__init__(f"“{name}” is not on sale any more. Please take it out of the cart.")
        self.sku, self.name = sku, name


class ProductChanged(Conflict):
    """Price, activity or stock of a line is not what the caller read; the caller reads again."""

    def __init__(self, product_id: str) -> None:
        super().__init__("The product has just changed. Please look at it again.")
        self.product_id = product_id


class EditedMeanwhile(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this product while you were editing it. Your text is kept in"
            " the form; look at the present values and save again."
        )


class StockTooLow(Conflict):
    def __init__(self, sku: str) -> None:
        super().__init__(f"There are not that many of {sku} left to take off.")
        self.sku = sku


class CountedAlready(Conflict):
    def __init__(self, sku: str) -> None:
        super().__init__(f"This form was sent twice. Stock of {sku} was changed once.")
        self.sku = sku


class SkuTaken(Conflict):
    def __init__(self, sku: str) -> None:
        super().__init__(f"The SKU {sku} is in use already. Choose another.")
        self.sku = sku


class VariantRefused(ShopError):
    """A new variant cannot be one of this product; the text says why."""


class ProductIdTaken(Conflict):
    def __init__(self, product_id: str) -> None:
        super().__init__(
            f"There is a product under the address {product_id} already. Give this one another."
        )
        self.product_id = product_id


class PictureRefused(ShopError):
    """A file is no picture that we can show; the text says which would be."""


class PictureNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("We do not have this picture.")
