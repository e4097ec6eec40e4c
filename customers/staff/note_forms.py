"""A note on a customer or an order. Text in, clean text out."""

from collections.abc import Mapping
from typing import Any

from django import forms

from customers.address_fields import readable

MOST_SIGNS = 500


class NoteForm(forms.Form):
    """What somebody wants colleagues to know."""

    text = forms.CharField(
        label="Add a note",
        max_length=MOST_SIGNS,
        error_messages={
            "required": "Write the note first.",
            "max_length": f"Say it in {MOST_SIGNS} signs or fewer.",
        },
        widget=forms.Textarea({"class": "form-control", "rows": 2, "data-key": "m"}),
    )

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(given, auto_id="note_%s")
        # A browser would cut what is too long without a word; the server says so.
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_text(self) -> str:
        text = readable(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError("Write the note first.")
        return text
