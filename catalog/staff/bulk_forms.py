"""What staff say of many products at once."""

import re
from typing import Any

from django import forms

from catalog.bulk_plans import How, Pricing
from config.money import paise

_SELECT = {"class": "form-select w-auto"}
_NUMBER = {"class": "form-control num w-auto", "size": "7", "autocomplete": "off"}
_PERCENT = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*%?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?\s*₹?\s*[0-9][0-9,]{0,10}(?:\.[0-9]{1,2})?", re.ASCII)
MOST_UP, MOST_DOWN = 300_00, -90_00  # hundredths of a percent
HOWS = [
    (How.PERCENT.value, "by percent"),
    (How.RUPEES.value, "by rupees"),
    (How.SET.value, "to one price"),
]
PRICE_HELP = "Say by how much, like -10 or 2.5; or to which price, like 1,299."


class PricesForm(forms.Form):
    """A change of prices: -10 percent, 50 rupees more, all to 1,299."""

    how = forms.ChoiceField(choices=HOWS, label="Change prices", widget=forms.Select(attrs=_SELECT))
    value = forms.CharField(
        label="By or to",
        max_length=20,
        error_messages={"required": PRICE_HELP},
        widget=forms.TextInput(attrs=_NUMBER | {"inputmode": "text", "placeholder": "-10"}),
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, prefix="prices")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "how" in given and "value" in given:
            try:
                given["pricing"] = _pricing(How(given["how"]), given["value"].strip())
            except ValueError:
                self.add_error("value", PRICE_HELP)
        return given

    @property
    def title(self) -> str:
        """'Prices by -10 %'."""
        how, value = How(self.cleaned_data["how"]), self.cleaned_data["value"].strip().rstrip("% ")
        words = {How.PERCENT: f"by {value} %", How.RUPEES: f"by ₹{value}", How.SET: f"to ₹{value}"}
        return f"Prices {words[how]}".replace("₹₹", "₹").replace("₹-", "-₹")


def _pricing(how: How, text: str) -> Pricing:
    """Raises ValueError for what is no such change, and for one that changes nothing."""
    if how is How.PERCENT:
        found = _PERCENT.fullmatch(text)
        amount = paise(found[1]) if found else 0
        if not amount or not MOST_DOWN <= amount <= MOST_UP:
            raise ValueError(text)
        return Pricing(how, amount)
    amount = paise(text.replace(" ", "")) if _AMOUNT.fullmatch(text) else 0
    if not amount or (how is How.SET and amount < 0):
        raise ValueError(text)
    return Pricing(how, amount)
