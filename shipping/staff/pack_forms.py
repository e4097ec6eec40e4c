"""What is on the packing table, as its form says: which pieces are in, how many boxes there are,
what lies in each, and what each weighs and measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.http import QueryDict

from orders.line_parts import glued_with
from orders.models import Order
from shipping.packing import PackedBox
from shipping.parcels import LONGEST_CM, MOST_GRAMS, Box, charged_grams
from shipping.services.measuring import expected_box

MOST_BOXES = 4
SIDES = ("length_cm", "breadth_cm", "height_cm")
_KEPT = ("box", "in")  # names of fields that go along with the order from page to page


class BoxForm(forms.Form):
    """Weight and size of one box."""

    grams = forms.IntegerField(min_value=1, max_value=MOST_GRAMS)
    length_cm = forms.IntegerField(min_value=1, max_value=LONGEST_CM)
    breadth_cm = forms.IntegerField(min_value=1, max_value=LONGEST_CM)
    height_cm = forms.IntegerField(min_value=1, max_value=LONGEST_CM)


@dataclass(frozen=True)
class Filled:
    """One box of the order: its form, what is expected of it, its pieces by line (None: all)."""

    number: int
    form: BoxForm
    expected: Box
    contents: Mapping[int, int] | None

    @cached_property
    def box(self) -> Box | None:
        """The box as it was typed; None while a number is missing or wrong."""
        if not self.form.is_valid():
            return None
        given = self.form.cleaned_data
        sides = sorted((given[side] for side in SIDES), reverse=True)
        return Box(given["grams"], *sides)

    @property
    def charged_grams(self) -> int:
        """What couriers charge for."""
        return charged_grams(self.box) if self.box else 0

    @property
    def volume_grams(self) -> int:
        """What the box counts by its volume."""
        if self.box is None:
            return 0
        return -(-self.box.length_cm * self.box.breadth_cm * self.box.height_cm // 5)

    def packed(self) -> PackedBox:
        """As dispatch takes it; only of a form that is valid."""
        given = self.form.cleaned_data
        return PackedBox(self.contents, given["grams"], *(given[side] for side in SIDES))


class TableForm:
    """The form of the packing table, from an address or a post; `wanted` is what is packed."""

    def __init__(self, data: QueryDict, order: Order, wanted: Mapping[int, int]) -> None:
        self.data, self.order, self.wanted = data, order, wanted

    @cached_property
    def got(self) -> dict[int, int]:
        """How many pieces of each line are in. A line that is ticked is in; one whose tick was
        taken away is out."""
        if "got" in self.data:
            told = _numbers(self.data.get("got", ""))
        else:
            ticked, scanned = set(self.data.getlist("line")), _numbers(self.data.get("scanned", ""))
            told = {p: n for p, n in scanned.items() if n < self.wanted.get(p, 0)}
            told |= {p: n for p, n in self.wanted.items() if str(p) in ticked}
        return {place: min(told.get(place, 0), most) for place, most in self.wanted.items()}

    @property
    def missing(self) -> list[int]:
        """The places of the lines that are not complete."""
        return [place for place, most in self.wanted.items() if self.got[place] < most]

    @cached_property
    def number_of_boxes(self) -> int:
        return min(max(_number(self.data.get("boxes", ""), 1), 1), MOST_BOXES)

    def split(self, box: int, place: int) -> int:
        """How many pieces of a line go into the second box or a later one; of a racket's parts as
        many as of its first, which alone is asked for."""
        asked = glued_with(self.order.lines, place)[0]
        return _number(self.data.get(f"in{box}-{asked}", ""), 0)

    def contents(self, number: int) -> dict[int, int]:
        """What lies in a box; the first holds what is in no other."""
        others = range(2, self.number_of_boxes + 1)
        if number > 1:
            return {place: self.split(number, place) for place in self.wanted}
        return {p: n - sum(self.split(box, p) for box in others) for p, n in self.wanted.items()}

    @cached_property
    def boxes(self) -> list[Filled]:
        """Every box; what was not typed is as expected."""
        return [self._filled(number) for number in range(1, self.number_of_boxes + 1)]

    def _filled(self, number: int) -> Filled:
        contents = self.contents(number) if self.number_of_boxes > 1 else None
        held = self.wanted if contents is None else contents
        expected = expected_box(self.order, {p: n for p, n in held.items() if n > 0})
        usual = {
            "grams": expected.grams,
            "length_cm": expected.length_cm,
            "breadth_cm": expected.breadth_cm,
            "height_cm": expected.height_cm,
        }
        prefix = f"box{number}"
        shown = self.data.get(f"{prefix}-expected", "")
        was = _numbers(shown) if shown else {}
        typed = {
            f"{prefix}-{name}": text
            for at, name in enumerate(usual)
            if (text := self.data.get(f"{prefix}-{name}", "")) and text != str(was.get(at, ""))
        }
        given = {f"{prefix}-{name}": str(value) for name, value in usual.items()} | typed
        return Filled(number, BoxForm(given, prefix=prefix), expected, contents)

    @property
    def courier_id(self) -> int | None:
        """The courier that was chosen, None for Shiprocket's choice."""
        return _number(self.data.get("courier", ""), 0) or None

    def kept(self) -> dict[str, str]:
        """What was said about boxes and courier, to be taken along."""
        names = [name for name in self.data if name.startswith(_KEPT) or name == "courier"]
        return {name: text for name in names if (text := self.data.get(name, ""))}


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _numbers(text: str) -> dict[int, int]:
    return {place: _number(part, 0) for place, part in enumerate(text.split("."))}
