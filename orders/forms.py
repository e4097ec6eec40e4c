"""What the cart's forms send."""

from django import forms

from orders.cart import LONGEST_KEY, quantity_from
from orders.errors import BadQuantity


class LineForm(forms.Form):
    """A sku, or the key of a racket, and how many of it."""

    sku = forms.CharField(max_length=LONGEST_KEY)
    quantity = forms.CharField(max_length=20, required=False)

    def clean_quantity(self) -> int:
        """A whole number from 1 to 20 in ASCII digits; one if nothing was sent."""
        try:
            return quantity_from(self.cleaned_data["quantity"] or "1")
        except BadQuantity as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
