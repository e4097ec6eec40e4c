"""What a customer says when cancelling an order."""

from typing import Any

from django import forms

from customers.address_fields import one_line

MOST_WORDS = 200
ASKED = "You asked for it"
# What is sent is how the sentence goes on that stands in the order's story.
REASONS = [
    ("", "I would rather not say"),
    ("it was ordered by mistake", "I ordered it by mistake"),
    ("it comes too late", "It comes too late"),
    ("another size or kind is wanted", "I want another size or kind"),
    ("the address was wrong", "The address is wrong"),
    ("it costs less elsewhere", "It costs less elsewhere"),
]


class CancelForm(forms.Form):
    """Why, if the customer cares to say: one of the list, own words, or both."""

    reason = forms.ChoiceField(
        required=False,
        choices=REASONS,
        label="Why",
        error_messages={"invalid_choice": "Choose one of the reasons in the list."},
    )
    words = forms.CharField(
        required=False,
        max_length=MOST_WORDS,
        label="In your own words",
        error_messages={"max_length": f"Say it in {MOST_WORDS} signs or fewer."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut what is too long without a word; the server says so.
        self.fields["words"].widget.attrs.pop("maxlength", None)

    @property
    def sentence(self) -> str:
        """'You asked for it: it comes too late. “I leave on Friday”': what the order keeps."""
        given = self.cleaned_data
        head = f"{ASKED}: {given['reason']}." if given["reason"] else f"{ASKED}."
        words = one_line(given["words"])
        return f"{head} “{words}”" if words else head
