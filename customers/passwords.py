"""How staff passwords are kept and what makes one good enough."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

from customers.errors import WeakPassword

SHORTEST = 12


class Argon2id(Argon2PasswordHasher):
    """Argon2id at OWASP's figures: some 30 ms and 19 MB a sign-in. Django's own default takes a
    second and 100 MB, which is an outage on two cores when a few people sign in at once."""

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1


def refuse_weak(password: str) -> None:
    """WeakPassword, with the reason, for one under twelve characters or on Django's list of the
    twenty thousand commonest."""
    for rule in (MinimumLengthValidator(SHORTEST), CommonPasswordValidator()):
        try:
            rule.validate(password)
        except ValidationError as error:
            raise WeakPassword(" ".join(error.messages)) from error
