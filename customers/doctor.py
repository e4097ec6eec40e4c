"""What the doctor asks of the team: is there an owner, and does a password alone open no door?"""

from pynamodb.exceptions import PynamoDBException

from config.doctor.answers import Answer, Check, fault, ok, unseen
from config.doctor.place import is_live
from customers.models import Customer
from customers.rules import Role
from customers.services import roster
from customers.team_rules import needs_code_app

SAMPLE = ".example"  # the end of every address of the demo


def team() -> Answer:
    """An owner is there, whoever must have a code app has one, and nobody is of the demo."""
    try:
        people = [each for each in roster.everybody() if each.role and not each.disabled_at]
    except PynamoDBException as error:
        return unseen(f"The team cannot be read: {type(error).__name__}.")
    if not any(each.role == Role.OWNER for each in people):
        return fault("Nobody is the owner.", "manage.py create_staff EMAIL --role owner")
    if bare := [each for each in people if _is_bare(each)]:
        mend = "Shut them out until they have set it up: staff page Team."
        return fault(f"{len(bare)} of {len(people)} have no code app, and must.", mend)
    samples = [each for each in people if each.customer_id.endswith(SAMPLE)]
    if samples and is_live():
        mend = "Shut them out on the page Team: their passwords are known to everybody."
        return fault(f"{len(samples)} accounts of the demo may sign in.", mend)
    return ok(f"{len(people)} colleagues, an owner among them, and two steps for all who must.")


def _is_bare(person: Customer) -> bool:
    return (
        needs_code_app(person.role or "") and not person.totp_secret and bool(person.password_hash)
    )


CHECKS = (Check("Team", team),)
