"""What staff do here, in the words of the log: url name → what was done; '' is no act by itself."""

WORDS: dict[str, str] = {
    "chosen": "",  # leads on; what it does to orders it tells itself
    "packing": "started packing",
    "bill": "made the bill",
    "mail-again": "sent a mail once more",
    "settled": "settled a flag",
    "note": "wrote a note",
    "file": "took a list of orders as a file",
    "register-workbook": "took the GST register as a file",
    "register-sheet": "took a table of the GST register as a file",
}
