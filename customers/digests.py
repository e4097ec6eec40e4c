"""What stands in the tables for a person or a secret that must not stand there itself."""

import hashlib

from config.keyed import keyed


def digest_of_secret(secret: str) -> str:
    """For what is random and long, as the token in a cookie: nobody finds it by guessing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def digest_of_person(text: str) -> str:
    """For an e-mail address or a telephone number, which could be guessed: nobody without the
    shop's key can tell whose it is. Anything typed may be asked, it is the same length."""
    return keyed("customers.digests", text).hex()[:32]
