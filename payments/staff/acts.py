"""What staff do here, in the words of the log: url name → what was done."""

WORDS: dict[str, str] = {
    "cancel": "cancelled an order",
    "refund": "gave money back",
    "return-check-in": "checked in a return",
    "return-paid": "wrote down a return paid by hand",
    "give-back": "gave back a payment of nobody",
    "explain": "explained a payment of nobody",
    "reconcile-run": "had the books compared",
    "reconcile-mends": "had the books mended",
    "phone-order": "took an order by phone",
    "customer-copy": "took a copy of a customer's data",
    "customer-erasure": "had a customer erased",
    "customer-kept": "took a customer's erasure back",
}
