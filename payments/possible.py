"""Whether a filled-in checkout can be kept: somebody goes there, collects if need be, no later and
for no more than its page said."""

from collections.abc import Mapping

from orders.arrival import arrival_words
from payments.checkout_form import CheckoutForm
from payments.ways import Ways


def is_possible(sent: Mapping[str, str], form: CheckoutForm, ways: Ways) -> bool:
    """Whether somebody goes there, collects if need be, and no later than the page said. What is
    not comes back on the form; the days are said anew."""
    if ways.nobody_goes:
        form.add_error(form.where, ways.nobody_goes)
    elif form.is_for_cash and ways.no_cash:
        form.add_error("way", f"{ways.no_cash} Please pay now.")
    elif ways.is_news(_shown_days(sent, form), is_for_cash=form.is_for_cash):
        days = arrival_words(ways.promised_for(is_for_cash=form.is_for_cash))
        form.add_error(None, f"It now arrives {days}. If that suits you, send it once more.")
    return not form.errors


def shown_total(sent: Mapping[str, str], form: CheckoutForm) -> int:
    """The total in paise that the page showed for the chosen way; -1 for what is no number."""
    text = sent.get("total_cod" if form.is_for_cash else "total", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else -1


def _shown_days(sent: Mapping[str, str], form: CheckoutForm) -> str:
    return sent.get("promised_cod" if form.is_for_cash else "promised", "")
