"""What staff type in to sign in."""

from typing import Any

from django import forms


class SignInForm(forms.Form):
    """An e-mail address and a password, taken as they are: only the service judges them."""

    email = forms.CharField(
        max_length=254,
        label="E-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        max_length=1024,
        strip=False,
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, field in self.fields.items():
            wrong = self.is_bound and name in self.errors
            field.widget.attrs["class"] = f"form-control{' is-invalid' if wrong else ''}"
