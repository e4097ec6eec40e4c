"""The word that somebody types who wants to be forgotten."""

from django import forms

WORD = "ERASE"


class EraseForm(forms.Form):
    """Typed, not ticked: nobody presses this by mistake."""

    word = forms.CharField(
        label=f"Type {WORD} to go on",
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": f"Type the word {WORD}."},
    )

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip().upper() != WORD:
            raise forms.ValidationError(f"Type the word {WORD}.")
        return WORD
