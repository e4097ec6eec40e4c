"""What the doctor asks of bills: is what the law wants on them there?"""

import re

from django.conf import settings

from config.doctor.answers import Answer, Check, fault, ok, unseen, warn
from config.doctor.place import is_live
from orders.errors import NotAGstin
from orders.gstin import gstin_of, state_in

PINCODE = re.compile(r"\b[1-9][0-9]{5}\b")


def bills() -> Answer:
    """GSTIN, State and address agree."""
    given = settings.SHOP_GSTIN
    if not PINCODE.search(settings.SHOP_ADDRESS):
        return fault("SHOP_ADDRESS has no pincode.", "Write the address as it stands on bills.")
    if not given:
        return warn("Without SHOP_GSTIN bills show no tax.", "Fill it in once registered.")
    try:
        number = gstin_of(given)
    except NotAGstin:
        wrong = fault if is_live() else unseen
        return wrong("SHOP_GSTIN is no GSTIN: a sample, or mistyped.", "Copy it once more.")
    if state_in(number) != settings.SHOP_STATE:
        said = f"SHOP_GSTIN is of {state_in(number)}, SHOP_STATE is {settings.SHOP_STATE}."
        return fault(said, "Correct the one that is wrong: it decides CGST or IGST.")
    return ok(f"GSTIN of {settings.SHOP_STATE}, address with pincode.")


CHECKS = (Check("Bills", bills),)
