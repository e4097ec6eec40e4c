"""What staff do here, in the words of the log: url name → what was done."""

WORDS: dict[str, str] = {
    "facts": "changed a product",
    "stock": "changed the stock",
}
