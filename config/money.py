"""Money: whole paise inside the shop, text at both ends. `Decimal` lives here and nowhere else."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

# Nine hundred thousand million rupees at most, and no power of ten: `1e999990` is eight letters
# and a number that no machine has room for. Exact in the 28 digits that Decimal reckons with.
WRITTEN = re.compile(r"[+-]?(\d{1,12}(\.\d{0,16})?|\.\d{1,16})", re.ASCII)
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
LONGEST = 30  # digits before the point; DynamoDB's numbers go to 1E+125, no money does


def paise(text: str) -> int:
    """Read rupees as staff or an outside service write them: '₹1,299.50' is 129950.

    Raises ValueError for text that is no amount or has parts of a paisa.
    """
    plain = text.replace(",", "").replace("₹", "").strip()
    if not WRITTEN.fullmatch(plain):
        raise ValueError(f"{text[:40]!r} is not an amount in rupees")
    exact = Decimal(plain) * 100
    if exact != exact.to_integral_value():
        raise ValueError(f"{text!r} has parts of a paisa")
    return int(exact)


def stored_paise(text: str) -> int:
    """Read rupees as they stand in a table, to the nearest paisa, half up: JavaScript left sums
    like '3899.9700000000003'. Only for reading what is there; what is written is exact.

    Raises ValueError for what is no plain number.
    """
    return int((_stored(text) * 100).to_integral_value(ROUND_HALF_UP))


def half_a_paisa_around(amount_paise: int) -> tuple[str, str]:
    """The least and the most rupees that `stored_paise` reads as this: 100 is 0.995 to 1.005."""
    exact = Decimal(amount_paise)
    half = Decimal("0.5")
    return format((exact - half) / 100, "f"), format((exact + half) / 100, "f")


def stored_whole(text: str) -> int:
    """Read a whole number as it stands in a table, to the nearest, half up: pieces, or paise that
    a float worked out. Raises ValueError for what is no plain number."""
    return int(_stored(text).to_integral_value(ROUND_HALF_UP))


def _stored(text: str) -> Decimal:
    plain = text.strip()
    if not PLAIN.fullmatch(plain) or (number := Decimal(plain)).adjusted() > LONGEST:
        raise ValueError(f"{text[:40]!r} is no plain number")
    return number


def plain_rupees(amount_paise: int) -> str:
    """Write paise as a bare number of rupees, exactly: 129950 is '1299.5', 129900 is '1299'."""
    sign = "-" if amount_paise < 0 else ""
    whole, part = divmod(abs(amount_paise), 100)
    return f"{sign}{whole}.{part:02d}".rstrip("0").rstrip(".") if part else f"{sign}{whole}"


def rupees(amount_paise: int) -> str:
    """Write paise the Indian way: 12345600 is '₹1,23,456.00'."""
    sign = "-" if amount_paise < 0 else ""
    whole, part = divmod(abs(amount_paise), 100)
    head, tail = str(whole)[:-3], str(whole)[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return f"{sign}₹{','.join([*groups, tail])}.{part:02d}"


def short_rupees(amount_paise: int) -> str:
    """As `rupees`, without the paise where there are none: '₹1,23,456'."""
    return rupees(amount_paise).removesuffix(".00")


def half_tax_within(gross_paise: int, percent: str) -> int:
    """Half of the GST inside a price that includes it, rounded half up to the paisa: the CGST of a
    sale within the State, and its SGST. `percent` is text as the tables keep it ('5', '2.5')."""
    rate = Decimal(percent)
    half = Decimal(gross_paise) * rate / (2 * (100 + rate))
    return int(half.quantize(Decimal(1), ROUND_HALF_UP))


def tax_within(gross_paise: int, percent: str) -> int:
    """The GST inside a price that includes it: two equal halves, so always an even number of
    paise, and the same wherever the goods go."""
    return 2 * half_tax_within(gross_paise, percent)


def half_of(percent: str) -> str:
    """Half of a rate: '2.5' of '5', '9' of '18'."""
    return format((Decimal(percent) / 2).normalize(), "f")


def is_worth_at_most(gross_paise: int, percent: str, most_paise: int) -> bool:
    """Whether a price that includes this much tax is at most so much before tax, exactly."""
    return Decimal(gross_paise) * 100 <= most_paise * (100 + Decimal(percent))


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Share out whole paise (or pieces) by weight; what the division leaves over goes one by one
    to those who lost most by it, the first among equals. The shares sum to the amount; none is
    larger than its weight while the amount is not larger than all of them."""
    whole = sum(weights)
    if whole <= 0:
        return [0 for _ in weights]
    shares, rests = zip(*(divmod(amount * weight, whole) for weight in weights), strict=True)
    most_lost = sorted(range(len(weights)), key=lambda place: -rests[place])
    lucky = set(most_lost[: amount - sum(shares)])
    return [share + (place in lucky) for place, share in enumerate(shares)]
