"""Staff for the tests."""

from config import clock
from customers.models import Customer
from customers.services.accounts import create_staff
from customers.services.signing_in import sign_in

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
