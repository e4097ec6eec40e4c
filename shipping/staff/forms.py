"""What staff say when they dispatch an order from its page: who carries it, and how heavy it is."""

import re
from typing import Any

from django import forms

from config.money import paise
from shipping.packing import PackedBox
from shipping.parcels import LONGEST_CM, MOST_GRAMS

_AMOUNT = re.compile(r"₹?\s*[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?", re.ASCII)
_WRITE_RUPEES = "Write what the courier collected in rupees, like 1,299 or 499.50; 0 for nothing."
MEASURES = ("grams", "length_cm", "breadth_cm", "height_cm")


class DispatchForm(forms.Form):
    """Everything may be left out: then Shiprocket chooses, and the catalogue's measures count."""

    courier = forms.IntegerField(required=False, min_value=1)
    grams = forms.IntegerField(required=False, min_value=1, max_value=MOST_GRAMS)
    length_cm = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_CM)
    breadth_cm = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_CM)
    height_cm = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_CM)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        measures = [given.get(name) for name in MEASURES]
        if any(measures) and not all(measures) and not self.errors:
            raise forms.ValidationError("Weight and all three sides, please.")
        return given

    @property
    def boxes(self) -> list[PackedBox] | None:
        """The one box with all that is to be sent, if it was measured."""
        grams, length, breadth, height = (self.cleaned_data[name] for name in MEASURES)
        return [PackedBox(None, grams, length, breadth, height)] if grams else None

    @property
    def complaint(self) -> str:
        """What is wrong with it, in a sentence."""
        most = f"1 g to {MOST_GRAMS // 1000} kg, and sides of 1 to {LONGEST_CM} cm"
        general = [str(error) for error in self.non_field_errors()]
        return " ".join(general) or f"Whole numbers, please: {most}. Nothing was dispatched."


class CollectedForm(forms.Form):
    """What a courier collected at the door, in rupees; 0 where it was nothing."""

    amount = forms.CharField(
        max_length=20,
        error_messages=dict.fromkeys(("required", "max_length"), _WRITE_RUPEES),
    )

    def clean_amount(self) -> int:
        """Paise."""
        text = self.cleaned_data["amount"]
        if not _AMOUNT.fullmatch(text):
            raise forms.ValidationError(_WRITE_RUPEES)
        return paise(text)

    @property
    def complaint(self) -> str:
        """What is wrong with it, '' for nothing."""
        return next((str(errors[0]) for errors in self.errors.values()), "")
