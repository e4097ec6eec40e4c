"""What staff say of a payment whose order nobody knows: it goes back, or it is right as it is."""

from typing import Any

from django import forms

from payments.models import Payment
from payments.staff.refund_forms import MOST_WORDS, ReasonForm

REASONS = [
    ("", "Choose, or write below"),
    ("No order of the shop is known for this payment.", "Nobody knows what it is for"),
    ("The customer did not mean to pay.", "Paid by mistake"),
    ("It was paid twice.", "Paid twice"),
]


class GiveBackForm(ReasonForm):
    """Why all of it goes back."""

    reasons = REASONS

    def __init__(self, payment: Payment, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{payment.payment_id}-back-%s")
        self.fields["reason"].label = "Reason, kept with the payment"


class ExplainForm(forms.Form):
    """Why its money may stay."""

    why = forms.CharField(
        max_length=MOST_WORDS,
        label="What it is, and why the money stays",
        error_messages={
            "required": "Say what this payment is; whoever does the books reads it.",
            "max_length": f"Say it in {MOST_WORDS} signs or fewer.",
        },
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, payment: Payment, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{payment.payment_id}-stay-%s")

    def clean_why(self) -> str:
        """Spaces and line ends become single spaces."""
        return " ".join(str(self.cleaned_data["why"]).split())


def forms_for(payment: Payment) -> tuple[GiveBackForm, ExplainForm]:
    """The two forms, empty."""
    return GiveBackForm(payment), ExplainForm(payment)
