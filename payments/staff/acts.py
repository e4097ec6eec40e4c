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
    "reconcile-report": "took the result of the books as a file",
    "month-file": "took a month's payments as a file",
    "phone-order": "took an order by phone",
    "customer-copy": "took a copy of a customer's data",
    "customer-erasure": "had a customer's erasure begun",
    "erasure-asked": "wrote down that a customer wants to be erased",
    "customer-kept": "took a customer's erasure back",
}
