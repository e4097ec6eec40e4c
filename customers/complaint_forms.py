"""What people write when they complain, and what staff answer."""

from typing import Any

from django import forms

from config.ids import crockford
from customers.address_fields import kept, readable, with_letters
from customers.complaint_rules import ABOUT_WORDS, LONGEST, About, is_ticket
from customers.rules import customer_id_of

_MAIL = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
MISSING = {
    "email": "Write your e-mail address, for example name@example.in. The answer goes there.",
    "name": "Write your name.",
    "about": "Choose what it is about.",
    "words": "Write what is wrong and what you would like us to do.",
}
NO_ANSWER = "Write the answer. It is mailed as it stands here."


def new_ticket() -> str:
    """Made with the form, so that the form sent twice is one complaint."""
    return f"TC-{crockford(10)}"


class ComplaintForm(forms.Form):
    """A complaint of anybody, about an order or not."""

    ticket = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    name = forms.CharField(
        label="Full name", max_length=60, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="The ticket number and our answer go here.",
        widget=forms.EmailInput(_MAIL),
    )
    about = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose"), *((each.value, words) for each, words in ABOUT_WORDS.items())],
    )
    order_id = forms.CharField(
        label="Order number",
        max_length=60,
        required=False,
        help_text="It begins with TB- and stands in every mail about the order.",
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false"}),
    )
    words = forms.CharField(
        label="What is wrong, and what would you like us to do?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, field in self.fields.items():
            field.error_messages["required"] = MISSING.get(name, "")
            field.widget.attrs.pop("maxlength", None)

    def clean_ticket(self) -> str:
        ticket: str = self.cleaned_data["ticket"]
        return ticket if is_ticket(ticket) else new_ticket()

    def clean_name(self) -> str:
        return with_letters(self.cleaned_data["name"], "Write your name.")

    def clean_email(self) -> str:
        return kept(customer_id_of, self.cleaned_data["email"])

    def clean_about(self) -> About:
        return About(self.cleaned_data["about"])

    def clean_order_id(self) -> str:
        return "".join(self.cleaned_data["order_id"].split())

    def clean_words(self) -> str:
        return _seen(self.cleaned_data["words"], MISSING["words"])


class AnswerForm(forms.Form):
    """What one of us writes to somebody who complained."""

    text = forms.CharField(
        label="Answer",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5, "class": "form-control"}),
        error_messages={"required": NO_ANSWER},
    )

    def clean_text(self) -> str:
        return _seen(self.cleaned_data["text"], NO_ANSWER)


def _seen(text: str, hint: str) -> str:
    """The words as they can be read; where there are none to be seen, the hint."""
    words = readable(text)
    if not words:
        raise forms.ValidationError(hint)
    return words
