"""What staff say of a return's parcel when they open it, and of money that they paid by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from config.money import paise
from orders.models import Line, Order
from orders.return_parts import Return
from orders.return_rules import as_pieces
from orders.services.checking_in import Count, kept_here
from payments.staff.refund_forms import AMOUNT

MOST_WORDS = 300


@dataclass(frozen=True)
class Opened:
    """A line of the parcel: how many were asked back, and the fields for what was found."""

    line: Line
    asked: int
    good: forms.BoundField
    sound: forms.BoundField | None


class CheckInForm(forms.Form):
    """For each line: the pieces that are paid for, and those of them that go in stock; both are
    filled in as if all were well."""

    words = forms.CharField(
        required=False,
        max_length=MOST_WORDS,
        label="Words to the customer",
        error_messages={"max_length": f"Say it in {MOST_WORDS} signs or fewer."},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )

    def __init__(self, order: Order, back: Return, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.asked = {at: n for at, n in as_pieces(back.pieces).items() if at < len(order.lines)}
        for place, count in self.asked.items():
            name = order.lines[place].name
            self.fields[f"good_{place}"] = _number(f"Pieces of {name} to pay for", count)
            if most := min(count, kept_here(order.lines[place])):
                self.fields[f"sound_{place}"] = _number(f"Pieces of {name} for the shelf", most)

    def lines(self) -> Iterator[Opened]:
        """The lines of the parcel, each with its fields."""
        for place, count in self.asked.items():
            sound = f"sound_{place}"
            yield Opened(
                self.order.lines[place],
                count,
                self[f"good_{place}"],
                self[sound] if sound in self.fields else None,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for place in self.asked:
            if (given.get(f"sound_{place}") or 0) > (given.get(f"good_{place}") or 0):
                self.add_error(f"sound_{place}", "Not more than are paid for.")
        given["words"] = " ".join(str(given.get("words") or "").split())
        is_nothing = not any(given.get(f"good_{place}") for place in self.asked)
        if not self.errors and is_nothing and not given["words"]:
            self.add_error("words", "Nothing is paid back: say why, the customer reads it.")
        return given

    @property
    def count(self) -> Count:
        """What was found, where the form is valid."""
        given = self.cleaned_data
        return Count(
            good={at: int(given.get(f"good_{at}") or 0) for at in self.asked},
            sound={at: int(given.get(f"sound_{at}") or 0) for at in self.asked},
            words=given["words"],
        )


class PaidForm(forms.Form):
    """A payment that was made by hand: the bank's number of it, and how much it was."""

    amount = forms.CharField(
        max_length=20,
        label="Paid, ₹",
        error_messages={"required": "Write how much was paid."},
        widget=forms.TextInput(
            attrs={"class": "form-control num", "inputmode": "decimal", "autocomplete": "off"}
        ),
    )
    reference = forms.RegexField(
        r"\A[A-Za-z0-9-]{6,35}\Z",
        label="UPI or bank reference",
        error_messages={
            "required": "Write the reference of the payment.",
            "invalid": "Write the reference as the bank shows it: 6 to 35 letters and digits.",
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def clean_amount(self) -> int:
        """Paise."""
        text = self.cleaned_data["amount"]
        if not AMOUNT.fullmatch(text):
            raise forms.ValidationError("Write rupees, like 1,299 or 1299.50.")
        return paise(text)


def _number(label: str, most: int) -> forms.IntegerField:
    words = f"Between 0 and {most} pieces."
    return forms.IntegerField(
        min_value=0,
        max_value=most,
        initial=most,
        label=label,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
        widget=forms.NumberInput(attrs={"class": "form-control num"}),
    )
