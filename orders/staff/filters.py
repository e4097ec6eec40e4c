"""What a list of orders is narrowed to: when they were placed, how they are paid, whether they need
a person. It stands in the address of the list, so a filtered list can be kept and sent on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from pynamodb.expressions.condition import Condition

from config.form_renderer import FixedChoiceField, FixedSelect
from orders.models import Order
from orders.rules import COD, PaymentStatus

FIRST, LAST = date(2015, 1, 1), date(2099, 12, 31)  # no day is so far off that the clock ends
DAY, WEEK = timedelta(days=1), timedelta(days=6)  # today and the six days before it
NO_DAY = "Write a day as 2026-11-23."
WHEN = [("", "Any day"), ("today", "Today"), ("week", "Last 7 days"), ("dates", "From, to")]
PAYMENT = [
    ("", "Any payment"),
    ("razorpay", "Paid through Razorpay"),
    ("cod", "Cash on delivery"),
    ("unpaid", "Not paid"),
]
_MONEY_CAME = ("captured", "refunded", "partially_refunded")
_NO_MONEY = (PaymentStatus.CREATED, PaymentStatus.AUTHORIZED, PaymentStatus.FAILED)


@dataclass(frozen=True)
class Wanted:
    """The first and the last day on which it was placed (None: any), and what else it must be."""

    first: date | None = None
    last: date | None = None
    payment: str = ""
    is_flagged: bool = False

    def placed(self) -> Condition | None:
        """The condition on the range of the index; None where any day will do."""
        if self.first is None and self.last is None:
            return None
        begin, end = _midnight(self.first or FIRST), _midnight((self.last or LAST) + DAY)
        return Order.created_at.between(begin, end - timedelta(milliseconds=1))

    def condition(self) -> Condition | None:
        """The condition on what the index finds; None where all of it will do."""
        wanted = [each for each in (_paid(self.payment), self._flagged()) if each is not None]
        if not wanted:
            return None
        return wanted[0] if len(wanted) == 1 else wanted[0] & wanted[1]

    def _flagged(self) -> Condition | None:
        return Order.attention[0].exists() if self.is_flagged else None

    @property
    def is_anything(self) -> bool:
        """Whether the list is not narrowed."""
        return self == ANY

    def __str__(self) -> str:
        return f"{self.first}/{self.last}/{self.payment}/{self.is_flagged}"


ANY = Wanted()


def _paid(payment: str) -> Condition | None:
    """How it is paid. What the earlier system sold has no payment method, and was never cash."""
    cash: Condition = Order.payment_method == COD
    no_cash: Condition = Order.payment_method.does_not_exist() | (Order.payment_method != COD)
    match payment:
        case "cod":
            return cash
        case "razorpay":
            came: Condition = no_cash & Order.payment_status.is_in(*_MONEY_CAME)
            return came
        case "unpaid":
            waits = Order.payment_status.is_in(*(each.value for each in _NO_MONEY))
            unpaid: Condition = no_cash & (Order.payment_status.does_not_exist() | waits)
            return unpaid
    return None


def _midnight(day: date) -> datetime:
    """When the day begins in India."""
    return timezone.make_aware(datetime.combine(day, time()))


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(
        required=False,
        label=label,
        validators=[MinValueValidator(FIRST, NO_DAY), MaxValueValidator(LAST, NO_DAY)],
        error_messages={"invalid": NO_DAY},
        widget=forms.DateInput({"type": "date", "class": "form-control w-auto"}, "%Y-%m-%d"),
    )


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    widget = FixedSelect({"class": "form-select w-auto", "aria-label": label})
    return FixedChoiceField(
        required=False,
        label=label,
        choices=choices,
        error_messages={"invalid_choice": "Choose from the list."},
        widget=widget,
    )


class FilterForm(forms.Form):
    """The filters above a list. What cannot be read narrows nothing, and is said."""

    when = _choice("Placed", WHEN)
    payment = _choice("Payment", PAYMENT)
    flagged = forms.BooleanField(
        required=False,
        label="Needs a person",
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    courier = forms.CharField(required=False, max_length=80)
    first = _day_field("From")
    last = _day_field("To")

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(given, auto_id="filter_%s")
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        got = super().clean() or self.cleaned_data
        first, last = got.get("first"), got.get("last")
        if got.get("when") == "dates" and first and last and last < first:
            self.add_error("last", "The second day lies before the first.")
            got.pop("first", None)
        return got

    def wanted(self, today: date) -> Wanted:
        """What the list is narrowed to."""
        got = self.cleaned_data
        first, last = _days(got, today)
        return Wanted(first, last, got.get("payment", ""), got.get("flagged", False))

    @property
    def courier_name(self) -> str:
        """The courier whose parcels are wanted, '' for any."""
        return str(self.cleaned_data.get("courier", ""))

    @property
    def complaint(self) -> str:
        """What is wrong with it, '' if nothing is."""
        return " ".join(str(errors[0]) for errors in self.errors.values())

    @property
    def in_address(self) -> str:
        """What of it stands in the address of the list's further pages."""
        kept = {name: text for name, text in self.data.items() if self._counts(name, text)}
        return urlencode(kept)

    def _counts(self, name: str, text: str) -> bool:
        is_a_day = name in ("first", "last")
        is_idle = is_a_day and self.data.get("when") != "dates"
        return name in self.fields and bool(text) and not is_idle


def _days(got: Mapping[str, Any], today: date) -> tuple[date | None, date | None]:
    match got.get("when"):
        case "today":
            return today, today
        case "week":
            return today - WEEK, today
        case "dates":
            return got.get("first"), got.get("last")
    return None, None
