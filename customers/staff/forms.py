"""What staff type in to sign in, to join and to look after their own sign-in."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from config.errors import ShopError
from customers.address_fields import with_letters
from customers.codes import DIGITS
from customers.rules import Role, customer_id_of
from customers.team_errors import PasswordsDiffer

NOT_A_CODE = "The code has six digits. The app on your phone shows it."


class StaffField(BoundField):
    """A field that looks like those of the staff pages, and shows when it is to be mended."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        look = (widget or self.field.widget).attrs.get("class", "form-control")
        return built | {"class": f"{look} is-invalid" if self.errors else look}


class StaffForm(forms.Form):
    """A form of such fields."""

    bound_field_class = StaffField


def _password(label: str, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        max_length=1024,
        strip=False,
        label=label,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(StaffForm):
    """An e-mail address and a password, taken as they are: only the service judges them."""

    email = forms.CharField(
        max_length=254,
        label="E-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = _password("Password", "current-password")


class AppCodeForm(StaffForm):
    """The six digits that the app shows, with the blanks that people type."""

    code = forms.CharField(
        label="6 digits from the authenticator app",
        max_length=40,
        help_text="Changes every 30 seconds. Each code works once.",
        error_messages={"required": NOT_A_CODE, "max_length": NOT_A_CODE},
        widget=forms.TextInput(
            {
                "class": "form-control scan",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        code = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
        if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(NOT_A_CODE)
        return code


class RecoveryForm(StaffForm):
    """One of the ten codes for a day without the phone."""

    recovery = forms.CharField(
        label="One of your ten recovery codes",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "e.g. 4H7K-9QXM"}),
    )


class SetUpForm(AppCodeForm):
    """The first code of a new app, and the shop's own word for which secret it is."""

    ticket = forms.CharField(max_length=400, widget=forms.HiddenInput)


class PasswordForm(StaffForm):
    """The password until now, and the new one twice."""

    old = _password("Password until now", "current-password")
    new = _password("New password", "new-password")
    again = _password("New password, once more", "new-password")

    def clean(self) -> dict[str, Any]:
        return _twice_the_same(self, "new")


class WelcomeForm(StaffForm):
    """What somebody who follows a link says of themselves."""

    name = forms.CharField(
        label="Your name, as colleagues read it",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = _password("Password", "new-password")
    again = _password("Password, once more", "new-password")
    key = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        hint = "Please write the name as it is said, with letters."
        return with_letters(self.cleaned_data["name"], hint)

    def clean(self) -> dict[str, Any]:
        return _twice_the_same(self, "password")


class InviteForm(StaffForm):
    """Who is to join, and as what. `roles`: those that who invites may lead."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["role"] = role_field(roles)

    def clean_email(self) -> str:
        try:
            return customer_id_of(self.cleaned_data["email"])
        except ShopError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RoleForm(StaffForm):
    """Another role for a colleague."""

    def __init__(self, *args: Any, roles: Sequence[Role], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["role"] = role_field(roles)


def role_field(roles: Sequence[Role]) -> forms.ChoiceField:
    """A choice among these roles."""
    return forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.value.capitalize()) for role in roles],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def _twice_the_same(form: forms.Form, name: str) -> dict[str, Any]:
    got: dict[str, Any] = form.cleaned_data
    if name in got and "again" in got and got[name] != got["again"]:
        form.add_error("again", str(PasswordsDiffer()))
    return got
