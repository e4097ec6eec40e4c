"""What staff answer to a return. Text in, clean values out."""

from typing import Any

from django import forms

MOST_WORDS = 300
ACTS = ("fetch", "post", "decline")


class AnswerForm(forms.Form):
    """Yes or no, and words that the customer reads; a no needs them."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    words = forms.CharField(
        required=False,
        max_length=MOST_WORDS,
        label="Words to the customer",
        error_messages={"max_length": f"Say it in {MOST_WORDS} signs or fewer."},
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["words"] = " ".join(str(given.get("words") or "").split())
        if given.get("act") == "decline" and not given["words"] and "words" not in self.errors:
            self.add_error("words", "Say why: the customer reads it.")
        return given

    @property
    def complaint(self) -> str:
        """What is wrong with it, in a sentence."""
        words = self.errors.get("words")
        return str(words[0]) if words else "Press one of the buttons."
