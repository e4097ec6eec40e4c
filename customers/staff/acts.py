"""What staff do here, in the words of the log: url name → what was done."""

WORDS: dict[str, str] = {
    "complaint-acknowledgement": "acknowledged a complaint",
    "complaint-answers": "answered a complaint",
    "complaint-settlement": "settled a complaint",
}
