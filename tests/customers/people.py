"""Staff for the tests."""

from config import clock
from config.staff import StaffMember
from customers.models import Customer
from customers.rules import rights_of
from customers.services import own_sign_in, team
from customers.services.accounts import create_staff
from customers.services.signing_in import sign_in
from tests.staff import a_colleague

PASSWORD = "three balls in the bag"


def a_packer(
    email: str = "rohit@thirdball.example", role: str = "packer", password: str = PASSWORD
) -> Customer:
    return create_staff(
        email=email, role=role, name="Rohit Gaikwad", password=password, now=clock.now()
    )


def signed_in(email: str = "rohit@thirdball.example", password: str = PASSWORD) -> str:
    """The cookie of a new session."""
    return sign_in(email, password, network="198.51.100.7", device="pytest")


def shut_out(email: str) -> None:
    """As the owner does it."""
    owner = a_colleague("owner")
    by = StaffMember(owner.customer_id, "Owner", "owner", rights_of("owner"))
    team.shut_out(Customer.get(email, email), by=by)


def sign_out_everywhere(email: str) -> None:
    """As staff."""
    own_sign_in.end_devices(Customer.get(email, email))
