"""Amounts in words, as papers in India write them."""

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_STEPS = ((10**7, "crore"), (10**5, "lakh"), (1000, "thousand"), (100, "hundred"))


def in_words(amount_paise: int) -> str:
    """'Rupees one lakh twenty-three thousand and fifty paise only' of 12300050."""
    whole, part = divmod(amount_paise, 100)
    paise = f" and {_number(part)} paise" if part else ""
    return f"Rupees {_number(whole)}{paise} only"


def _number(count: int) -> str:
    for step, name in _STEPS:
        if count >= step:
            rest = count % step
            return f"{_number(count // step)} {name}" + (f" {_number(rest)}" if rest else "")
    if count < 20:
        return _ONES[count]
    tens, ones = divmod(count, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
