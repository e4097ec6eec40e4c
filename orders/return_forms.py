"""What a shopper says who sends goods back: first what and why, then in their own words and with
photos. Text in, clean values out."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from orders.line_parts import as_whole, glued_with
from orders.models import Line, Order
from orders.return_rules import (
    MOST_PHOTOS,
    PHOTO_MB,
    REASON_WORDS,
    WITH_PHOTO,
    Reason,
    came_late,
    may_return,
    pieces_left,
)
from orders.services.asking_back import Wish

MOST_WORDS = 500
LONGEST_BODY = MOST_PHOTOS * PHOTO_MB * 1_000_000 + 512 * 1024
_UPI = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}@[A-Za-z][A-Za-z0-9.-]{1,63}", re.ASCII)


class ChoiceForm(forms.Form):
    """Which lines, how many pieces of each, and why. A line of one piece is a tick, of more a
    number."""

    def __init__(self, order: Order, now: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self._left = pieces_left(order)
        self.places = [
            place
            for place, line in enumerate(order.lines)
            if may_return(order, line, now) and _leads(order, place) and self._most(place)
        ]
        for place in self.places:
            self.fields[f"line_{place}"] = _pieces(order.lines[place], self._most(place))
        self.fields["reason"] = _reason(order)
        self.order_fields([*(f"line_{place}" for place in self.places), "reason"])

    def lines(self) -> Iterator[tuple[Line, forms.BoundField]]:
        """The lines that can be chosen, each with its field."""
        return ((self.order.lines[place], self[f"line_{place}"]) for place in self.places)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["pieces"] = {}
        for place in self.places:
            count = int(given.get(f"line_{place}") or 0)
            given["pieces"] |= as_whole(self.order.lines, place, count, self._left)
        if not given["pieces"] and not self.errors:
            self.add_error(None, "Choose what you want to send back.")
        return given

    @property
    def wish(self) -> Wish:
        """What was chosen, where the form is valid."""
        return Wish(self.cleaned_data["pieces"], Reason(self.cleaned_data["reason"]))

    def chosen(self) -> list[tuple[str, str]]:
        """Names and values by which the next page says the same again."""
        names = [f"line_{place}" for place in self.places]
        pieces = [(name, str(n)) for name in names if (n := int(self.cleaned_data[name] or 0))]
        return [*pieces, ("reason", self.wish.reason.value)]

    def _most(self, place: int) -> int:
        """How many of a thing are left: of a racket as many as of its part of which most are."""
        return max(self._left[each] for each in glued_with(self.order.lines, place))


class PhotosField(forms.FileField):
    """Up to four files, in the order in which they were chosen."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files = [super(PhotosField, self).clean(each, initial) for each in data or []]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(f"Send {MOST_PHOTOS} photos or fewer.")
        if self.required and not files:
            raise forms.ValidationError("Please add a photo that shows what is wrong.")
        return files


class PhotosInput(forms.ClearableFileInput):
    """One field for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SendForm(ChoiceForm):
    """A valid choice, looked over, with all that staff need to answer."""

    def __init__(self, choice: ChoiceForm, now: Any, *args: Any) -> None:
        super().__init__(choice.order, now, *args)
        is_needed = choice.wish.reason in WITH_PHOTO
        self.fields["words"] = _words()
        self.fields["photos"] = _photos(is_needed=is_needed)
        if choice.order.is_cod:
            self.fields["upi"] = _upi()

    def asked_fields(self) -> list[forms.BoundField]:
        """The fields that are filled in on this page."""
        return [self[name] for name in ("photos", "words", "upi") if name in self.fields]

    def full_clean(self) -> None:
        """A field that is refused says so to those who do not see it, too."""
        super().full_clean()
        for name in self.errors.keys() & self.fields.keys():
            error_id = f"{self[name].auto_id}_error"
            tied = {"aria-invalid": "true", "aria-describedby": error_id}
            self.fields[name].widget.attrs |= tied

    def clean_upi(self) -> str:
        upi = str(self.cleaned_data["upi"]).strip()
        if not _UPI.fullmatch(upi):
            raise forms.ValidationError("Write it like ananya@okbank.")
        return upi

    def wish_with(self, photos: Sequence[str]) -> Wish:
        """The whole wish, with the names under which its photos are kept."""
        given = self.cleaned_data
        wish = self.wish
        return Wish(
            wish.pieces,
            wish.reason,
            words=" ".join(given["words"].split()),
            photos=tuple(photos),
            upi=given.get("upi", ""),
        )


def _leads(order: Order, place: int) -> bool:
    """Whether the line is asked for by itself: of a racket's parts only the first, for all."""
    return place == glued_with(order.lines, place)[0]


def _pieces(line: Line, left: int) -> forms.Field:
    if left == 1:
        return forms.BooleanField(required=False, label=line.name)
    words = f"Between 0 and {left} pieces."
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=left,
        label=f"Pieces of {line.name}",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0"}),
    )


def _reason(order: Order) -> forms.ChoiceField:
    reasons = [r for r in Reason if r is not Reason.TOO_LATE or came_late(order)]
    return forms.ChoiceField(
        label="Why do you send it back?",
        choices=[(reason.value, REASON_WORDS[reason]) for reason in reasons],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a reason."),
        widget=forms.RadioSelect,
    )


def _words() -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=MOST_WORDS,
        label="In your own words",
        error_messages={"max_length": f"Say it in {MOST_WORDS} signs or fewer."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _photos(*, is_needed: bool) -> PhotosField:
    return PhotosField(
        required=is_needed,
        label="Photos",
        help_text=f"Up to {MOST_PHOTOS}, JPEG, PNG or WebP, {PHOTO_MB} MB each. Only we see them.",
        error_messages={"required": "Please add a photo that shows what is wrong."},
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


def _upi() -> forms.CharField:
    return forms.CharField(
        max_length=130,
        label="Your UPI address",
        help_text="You paid in cash, so the money goes there. We forget it when all is paid.",
        error_messages={"required": "Write the UPI address to which the money shall go."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
