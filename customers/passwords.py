"""How staff passwords are kept and what makes one good enough."""

import re
import unicodedata

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

from customers.errors import WeakPassword

SHORTEST = 12
SHORTEST_REST = 6  # letters and digits that are neither of the shop nor of the person
# What whoever guesses tries first here, beside the shop's name and the person's address.
WORDS_OF_THE_SHOP = (
    "tabletennis",
    "pingpong",
    "thirdball",
    "password",
    "welcome",
    "owner",
    "manager",
    "packer",
    "support",
    "staff",
    "admin",
)
GUESSED = (
    "That password is mostly words that others try first: the shop, your address, a common password"
    " made longer. Take a few words that have nothing to do with each other."
)


class Argon2id(Argon2PasswordHasher):
    """Argon2id at OWASP's figures: some 30 ms and 19 MB a sign-in. Django's own default takes a
    second and 100 MB, which is an outage on two cores when a few people sign in at once."""

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1


def refuse_weak(password: str, *, of: str = "") -> None:
    """WeakPassword, with the reason, for one under twelve characters, on Django's list of the
    twenty thousand commonest, one of those made longer, or hardly more than the shop's own words
    and the address it is for."""
    for rule in (MinimumLengthValidator(SHORTEST), CommonPasswordValidator()):
        try:
            rule.validate(password)
        except ValidationError as error:
            raise WeakPassword(" ".join(error.messages)) from error
    if _is_lengthened(password) or len(_rest(password, of)) < SHORTEST_REST:
        raise WeakPassword(GUESSED)


def _is_lengthened(password: str) -> bool:
    """Whether a common one only got digits and signs around it, or was written several times."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return not core or any(_is_common(each) for each in {core, _once(core), _once(plain)})


def _once(text: str) -> str:
    """'abcabc' is 'abc': what the text says again and again."""
    return text[: (text + text).find(text, 1)]


def _is_common(text: str) -> bool:
    try:
        CommonPasswordValidator().validate(text)
    except ValidationError:
        return True
    return False


def _rest(password: str, of: str) -> str:
    """The letters and digits that are left without the words of the shop and of the person."""
    rest = _bare(password)
    own = [_bare(part) for part in (settings.SHOP_NAME, *re.split(r"[@._+-]", of))]
    for word in sorted({*WORDS_OF_THE_SHOP, *own}, key=len, reverse=True):
        if len(word) > 2:
            rest = rest.replace(word, "")
    return rest


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
