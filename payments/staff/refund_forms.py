"""What staff say when they give money back, or let it stay: text in, clean values out."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django import forms

from config.ids import crockford
from config.money import paise
from payments.refund_rules import Wanted
from payments.staff.refund_offer import Offer, OfferedLine

MOST_WORDS = 200  # signs of a reason
AMOUNT = re.compile(r"₹?\s*[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?", re.ASCII)
_KEY = re.compile(r"rf-[0-9A-Z]{14}-[0-9a-f]{12}", re.ASCII)
_TICK = {"class": "form-check-input"}
# What is sent is the sentence that the customer reads on the order's page.
REASONS = [
    ("", "Choose, or write below"),
    ("You sent it back.", "The customer sent it back"),
    ("It arrived damaged.", "It arrived damaged"),
    ("It was missing from the parcel.", "It was missing from the parcel"),
    ("It was not what you ordered.", "We sent the wrong thing"),
    ("We cannot send it.", "We cannot send it"),
    ("We agreed on this with you.", "Agreed with the customer"),
]


class ReasonForm(forms.Form):
    """Why: a sentence of the list, own words, or both; `why` is what is kept of it."""

    reasons = REASONS
    reason = forms.ChoiceField(
        required=False,
        label="Reason, the customer reads it",
        error_messages={"invalid_choice": "Choose one of the reasons in the list."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = forms.CharField(
        required=False,
        max_length=MOST_WORDS,
        label="In your own words",
        error_messages={"max_length": f"Say it in {MOST_WORDS} signs or fewer."},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asks_why: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = self.reasons  # type: ignore[attr-defined]
        self._asks_why = asks_why

    def full_clean(self) -> None:
        """A field that is refused says so to those who do not see it, too."""
        super().full_clean()
        for name in self.errors.keys() & self.fields.keys():
            error_id = f"{self[name].id_for_label}_error"
            tied = {"aria-invalid": "true", "aria-describedby": error_id}
            self.fields[name].widget.attrs |= tied

    def clean(self) -> dict[str, Any]:
        """Spaces and line ends of what was written become single spaces."""
        given = self.cleaned_data
        said = f"{given.get('reason', '')} {given.get('words', '')}"
        given["why"] = " ".join(said.split())
        is_silent = not given["why"] and not {"reason", "words"} & self.errors.keys()
        if self._asks_why and is_silent:
            self.add_error("reason", "Choose a reason, or write one.")
        return given


class RefundForm(ReasonForm):
    """What of one payment goes back, and why. A line of one piece is a tick, of more a number."""

    def __init__(self, offer: Offer, data: Any = None, *, asks_why: bool = True) -> None:
        super().__init__(data, auto_id=f"{offer.payment.payment_id}-%s", asks_why=asks_why)
        self.offer = offer
        self.fields = _fields(offer) | self.fields

    def lines(self) -> Iterator[tuple[OfferedLine, forms.BoundField]]:
        """The lines that can be chosen, each with its field."""
        return ((line, self[f"line_{line.place}"]) for line in self.offer.lines)

    def clean_amount(self) -> int | None:
        """Paise; None where no amount was written."""
        text = self.cleaned_data["amount"]
        if not text:
            return None
        if not AMOUNT.fullmatch(text):
            raise forms.ValidationError("Write rupees, like 1,299 or 1299.50.")
        return paise(text)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        lines = {each.place: int(given.get(f"line_{each.place}") or 0) for each in self.offer.lines}
        amount, is_all = given.get("amount"), bool(given.get("everything"))
        has_lines = any(lines.values()) or bool(given.get("delivery"))
        if has_lines + (amount is not None) + is_all > 1:
            self.add_error(None, "Choose lines, or an amount, or all of it: one of the three.")
        given["wanted"] = Wanted(
            is_full=is_all,
            lines={place: count for place, count in lines.items() if count},
            with_delivery=bool(given.get("delivery")),
            amount_paise=amount,
            back_in_stock=bool(given.get("stock")),
        )
        return given

    @property
    def is_chosen(self) -> bool:
        """Whether it says what goes back; it may still lack the reason."""
        return self.is_bound and not self.errors.keys() - {"reason", "words"}

    @property
    def wanted(self) -> Wanted:
        """What was chosen, where `is_chosen`."""
        chosen: Wanted = self.cleaned_data["wanted"]
        return chosen


def _fields(offer: Offer) -> dict[str, forms.Field]:
    fields = {f"line_{line.place}": _pieces(line) for line in offer.lines}
    if offer.delivery_paise:
        fields["delivery"] = _tick("Delivery")
    if offer.has_amount:
        fields["amount"] = _amount()
    if offer.has_all:
        fields["everything"] = _tick("Or all that is left")
    if offer.has_stock:
        fields["stock"] = _tick("Put the goods back in stock")
    return fields


def _amount() -> forms.CharField:
    typed = {"class": "form-control num", "inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(
        required=False,
        max_length=20,
        label="Or an amount, ₹",
        widget=forms.TextInput(attrs=typed),
    )


def _pieces(line: OfferedLine) -> forms.Field:
    if line.left == 1:
        return _tick(line.name)
    words = f"Between 0 and {line.left} pieces."
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=line.left,
        label=f"Pieces of {line.name}",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
        widget=forms.NumberInput(attrs={"class": "form-control num", "placeholder": "0"}),
    )


def _tick(label: str) -> forms.BooleanField:
    return forms.BooleanField(required=False, label=label, widget=forms.CheckboxInput(attrs=_TICK))


def new_key(payment_id: str, wanted: Wanted) -> str:
    """The key of a refund that is being previewed. It holds what was previewed, so that nothing
    else can be given back with it."""
    return f"rf-{crockford(14)}-{_digest(payment_id, wanted)}"


def is_key_of(key: str, payment_id: str, wanted: Wanted) -> bool:
    """Whether this key was made for a preview of just this."""
    return bool(_KEY.fullmatch(key)) and key.endswith(_digest(payment_id, wanted))


def _digest(payment_id: str, wanted: Wanted) -> str:
    parts = (
        payment_id,
        wanted.is_full,
        sorted(wanted.lines.items()),
        wanted.with_delivery,
        wanted.amount_paise,
        wanted.back_in_stock,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
