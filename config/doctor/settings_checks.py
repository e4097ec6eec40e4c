"""Are the settings those of a shop that customers may come to?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from config.doctor.answers import Answer, fault, ok, unseen, warn, worst
from config.doctor.place import is_here, is_live
from config.requirements import LIVE, PUBLISHED, SHORTEST_KEY

SHORTEST_WORD = 16  # characters of a secret that two machines share
ADDRESSES = (
    "DYNAMODB_ENDPOINT",
    "RAZORPAY_BASE_URL",
    "RAZORPAY_CHECKOUT_URL",
    "SHIPROCKET_BASE_URL",
)
COMPANY = ("SHOP_LEGAL_NAME", "SHOP_ADDRESS", "SHOP_PHONE", "SHOP_EMAIL", "GRIEVANCE_OFFICER")
SAMPLES = ("(demo company)", "demo address", "demo officer", ".example", "+912000000000")
MAKE_ONE = 'Make one: python -c "import secrets; print(secrets.token_urlsafe(48))"'


def address() -> Answer:
    """SITE_URL is https, and the hosts are its own."""
    return worst([*_address_troubles()], if_none=f"The shop is at {settings.SITE_URL}.")


def _address_troubles() -> Iterator[Answer]:
    host, hosts = urlsplit(settings.SITE_URL).hostname or "", settings.ALLOWED_HOSTS
    if is_live() and not settings.IS_HTTPS:
        yield fault(f"SITE_URL is {settings.SITE_URL}.", "Give the shop an https:// address.")
    if any(each.startswith(("*", ".")) for each in hosts):
        yield fault("ALLOWED_HOSTS lets any name in.", f"Set ALLOWED_HOSTS={host}.")
    elif host not in hosts:
        yield fault(f"ALLOWED_HOSTS lacks {host}.", f"Add {host} to ALLOWED_HOSTS.")
    if settings.DEBUG:
        level = fault if is_live() else warn
        yield level("DEBUG is on: pages of errors show code and settings.", "Set DEBUG=false.")


def secrets() -> Answer:
    """Secrets are long, and nobody else's."""
    return worst([*_secret_troubles()], if_none="Long enough, and none is published.")


def _secret_troubles() -> Iterator[Answer]:
    short = fault if is_live() else unseen
    wanted = {
        "SECRET_KEY": (settings.SECRET_KEY, SHORTEST_KEY),
        "DIGEST_KEY": (settings.DIGEST_KEY, SHORTEST_KEY),
    }
    words = {f"RAZORPAY_WEBHOOK_SECRET ({n + 1})": each for n, each in _webhook_secrets()}
    words |= {"SHIPROCKET_WEBHOOK_TOKEN": settings.SHIPROCKET_WEBHOOK_TOKEN}
    if settings.SHIPROCKET_OLDER_TOKEN:
        words["SHIPROCKET_OLDER_TOKEN"] = settings.SHIPROCKET_OLDER_TOKEN
    if settings.METRICS_TOKEN:
        words["METRICS_TOKEN"] = settings.METRICS_TOKEN
    wanted |= {name: (value, SHORTEST_WORD) for name, value in words.items()}
    for name, (value, least) in wanted.items():
        if len(value) < least:
            yield short(f"{name} has fewer than {least} characters.", MAKE_ONE)
        if value in PUBLISHED:
            yield short(f"{name} is the sandbox's, which everybody knows.", MAKE_ONE)


def older_keys() -> Answer:
    """No secret that was replaced is taken any longer."""
    kept = {
        "SECRET_KEY_FALLBACKS": bool(settings.SECRET_KEY_FALLBACKS),
        "SHIPROCKET_OLDER_TOKEN": bool(settings.SHIPROCKET_OLDER_TOKEN),
        "RAZORPAY_WEBHOOK_SECRET (the second)": len(settings.RAZORPAY_WEBHOOK_SECRETS) > 1,
    }
    still = ", ".join(name for name, is_set in kept.items() if is_set)
    if not still:
        return ok("Only the newest are taken.")
    mend = 'Take it out when its time is over: "A key is replaced" in docs/operations/live.md.'
    return warn(f"Still taken beside the newest: {still}.", mend)


def _webhook_secrets() -> Iterator[tuple[int, str]]:
    yield from enumerate(settings.RAZORPAY_WEBHOOK_SECRETS)


def sandbox() -> Answer:
    """No sandbox stands behind a live site, and a trial says that it is one."""
    here = [name for name in ADDRESSES if is_here(str(getattr(settings, name) or ""))]
    if not is_live():
        return ok(f"A shop to try things: {len(here)} of {len(ADDRESSES)} services are sandboxes.")
    if here:
        names = ", ".join(here)
        return fault(f"On a live site these are on this machine: {names}.", "Take the lines out.")
    return ok("Nothing of the sandbox is left.")


def keys_of_money() -> Answer:
    """A site that customers can reach takes real money."""
    is_real = settings.RAZORPAY_KEY_ID.startswith(LIVE)
    if settings.IS_HTTPS and not is_real:
        return fault(
            "The site is public, but RAZORPAY_KEY_ID is a test key: orders look paid and are not.",
            "Put the live key and its webhook secret in, once the trial is over.",
        )
    return ok("Real money." if is_real else "Play money, on a site that is not public.")


def company() -> Answer:
    """What pages, mails and bills name is filled in, and none of it is a sample."""
    empty = [name for name in COMPANY if not getattr(settings, name).strip()]
    samples = [
        name for name in COMPANY if any(each in getattr(settings, name).lower() for each in SAMPLES)
    ]
    if empty:
        return fault(f"Empty: {', '.join(empty)}.", "The law wants them on pages and bills.")
    if samples:
        level = fault if is_live() else unseen
        return level(f"Of .env.example: {', '.join(samples)}.", "Write the company's own.")
    return ok(f"{settings.SHOP_LEGAL_NAME}, complete.")
