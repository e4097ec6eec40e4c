"""How payments are put into words, on pages, in flags and in mails."""

from config.money import rupees

HOME = "INR"
# ISO 4217; all others that Razorpay takes have two digits after the point.
_DIGITS = dict.fromkeys(("CLP", "JPY", "KRW", "UGX", "VND", "XAF", "XOF", "XPF"), 0)
_DIGITS |= dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "OMR", "TND"), 3)
_REASONS = {
    "authorisation": "the bank did not agree to the payment",
    "chargeback": "the customer asked the bank for the money back",
    "credit_not_processed": "a promised refund did not come",
    "duplicate_processing": "it was charged twice",
    "fraud": "the customer says it was not them",
    "goods_or_services_not_as_described": "the goods are not as described",
    "goods_or_services_not_received_or_partially_received": "the goods did not arrive, or not all",
    "incorrect_amount": "another amount was charged",
    "pre_arbitration": "the bank asks a second time",
    "retrieval": "the bank wants to see papers",
}


def money_words(amount: int, currency: str = HOME) -> str:
    """An amount in the smallest unit of its currency, as a person reads it: '₹1,299.00', or
    'USD 12.99' where an odd payment brought no rupees."""
    if currency == HOME:
        return rupees(amount)
    digits = _DIGITS.get(currency, 2)
    sign, plain = "-" if amount < 0 else "", str(abs(amount)).rjust(digits + 1, "0")
    point = len(plain) - digits
    part = f".{plain[point:]}" if digits else ""
    return f"{currency} {sign}{int(plain[:point]):,}{part}"


def reason_words(code: str) -> str:
    """Why the bank disputes a payment, from Razorpay's reason code; a code that we do not know is
    shown with its words apart."""
    return _REASONS.get(code, code.replace("_", " "))
