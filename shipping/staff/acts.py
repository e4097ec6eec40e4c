"""What staff do here, in the words of the log: url name → what was done; '' is no act by itself."""

WORDS: dict[str, str] = {
    "dispatch": "dispatched an order",  # from the order's page and from the bench
    "address": "changed the address of an order",
    "return-answer": "answered a return",
    "return-way": "chose how a return comes back",
    "collected": "said what the courier collected",
    "call-off": "called a parcel off",
    "goods-in": "checked in what came back",
    "scan": "",  # a piece in the box; an order that comes onto the table tells itself
    "aside": "set an order aside",
    "found": "said that the goods are complete",
    "batches": "began a batch of dispatches",
    "batch-next": "",  # the browser goes on with the batch that was begun
}
