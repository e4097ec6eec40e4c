"""What somebody counts who opens a parcel that came back."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from shipping.goods_back import CameBack


class GoodsInForm(forms.Form):
    """Of each line how many pieces are sound; all of them, unless somebody writes fewer, and none
    of a racket's parts, which are glued, unless somebody writes more."""

    def __init__(self, offered: Sequence[CameBack], data: Any = None) -> None:
        super().__init__(data)
        self.offered = offered
        self.fields = {f"line_{each.place}": _pieces(each) for each in offered}

    def full_clean(self) -> None:
        """A field that is refused says so to those who do not see it, too."""
        super().full_clean()
        for name in self.errors.keys() & self.fields.keys():
            told = f"{self[name].id_for_label}_error"
            self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": told}

    def lines(self) -> Iterator[tuple[CameBack, forms.BoundField]]:
        """Each line with its field."""
        return ((each, self[f"line_{each.place}"]) for each in self.offered)

    @property
    def sound(self) -> dict[int, int]:
        """Place of the order's line → sound pieces, where the form is valid."""
        return {each.place: self.cleaned_data[f"line_{each.place}"] for each in self.offered}


def _pieces(each: CameBack) -> forms.IntegerField:
    words = f"Write from 0 to {each.pieces}."
    return forms.IntegerField(
        min_value=0,
        max_value=each.pieces,
        initial=0 if each.line.is_part else each.pieces,
        label=f"Sound pieces of {each.line.name}",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
        widget=forms.NumberInput(attrs={"class": "form-control num", "inputmode": "numeric"}),
    )
