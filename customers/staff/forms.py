"""What staff type in to sign in."""

from django import forms


class SignInForm(forms.Form):
    """An e-mail address and a password, taken as they are; only the service judges them."""

    email = forms.CharField(max_length=254, label="E-mail")
    password = forms.CharField(max_length=1024, strip=False, label="Password")
