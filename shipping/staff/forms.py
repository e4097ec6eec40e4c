"""What staff say when they dispatch an order from its page: who carries it, and how heavy it is."""

from typing import Any

from django import forms

from shipping.packing import PackedBox
from shipping.parcels import LONGEST_CM, MOST_GRAMS

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
