"""What staff say when they cancel an order."""

from django import forms

# What is sent is the sentence that the customer reads on the order's page.
REASONS = [
    ("You asked us to.", "The customer asked"),
    ("We cannot send the goods.", "We cannot send the goods"),
    ("We could not reach you about the address.", "The address is wrong, nobody answers"),
    ("It was ordered twice.", "Ordered twice by mistake"),
]


class CancelForm(forms.Form):
    """One of the reasons that a customer understands."""

    reason = forms.ChoiceField(
        choices=REASONS,
        label="Reason, the customer reads it",
        error_messages={
            "required": "Choose a reason; the customer reads it.",
            "invalid_choice": "Choose one of the reasons in the list.",
        },
        widget=forms.Select(attrs={"class": "form-select"}),
    )
