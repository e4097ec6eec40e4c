"""What staff do here, in the words of the log: url name → what was done."""

WORDS: dict[str, str] = {
    "facts": "changed a product",
    "stock": "changed the stock",
    "new": "created a product",
    "pictures": "added pictures",
    "picture-place": "put the pictures in another order",
    "picture-words": "wrote what a picture shows",
    "picture-removal": "removed a picture",
    "bulk-typed": "",
    "bulk-prices": "",
    "bulk-stock": "",
    "bulk-sale": "",
    "bulk-begin": "changed many products",
    "bulk-next": "",
    "csv-in": "",
}
