"""A file of products that staff send."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from catalog.importing.files import read_csv
from catalog.importing.values import Reading, Unreadable
from catalog.services.sheet import MOST_ROWS

MOST_MB = 4
LONGEST_BODY = (MOST_MB * 1024 + 64) * 1024  # with what a form has around it


class FileForm(forms.Form):
    """One CSV file; `reading` is what it says."""

    file = forms.FileField(
        label="CSV file",
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty.",
        },
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Reading:
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(f"A file may have {MOST_MB} MB. Split it in two.")
        try:
            reading = read_csv(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "This file is not UTF-8. Save it as “CSV UTF-8” and send it again."
            ) from None
        except Unreadable as why:
            raise forms.ValidationError(f"This file cannot be read: {why}.") from why
        if len(reading.rows) > MOST_ROWS:
            raise forms.ValidationError(f"A file may have {MOST_ROWS} rows. Split it in two.")
        if not reading.rows:
            raise forms.ValidationError("There is no product in this file.")
        return reading
