"""The code apps of the demo's staff. Their secrets stand here for all to read: they open
nothing but tables on this machine."""

import pyotp

SECRETS = {
    "owner@thirdball.example": "EQSU7SGYIKC27EGYAQ4GIW7YD5T22XSR",
    "manager@thirdball.example": "NNL243CK6FHNLXAS2OC7AXNA2XW6UOHR",
}


def shown_by_phones() -> dict[str, str]:
    """What each phone shows this moment, by whose it is."""
    return {email: pyotp.TOTP(secret).now() for email, secret in SECRETS.items()}
