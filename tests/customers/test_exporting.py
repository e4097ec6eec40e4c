"""What a person's copy has of their own item, and what it has not."""

from customers.models import Customer
from customers.services.exporting import NOT_THEIRS


def test_each_attribute_of_a_person_is_theirs_or_named_as_not() -> None:
    known = {attribute.attr_name for attribute in Customer.get_attributes().values()}
    theirs = "customerId email name phone createdAt updatedAt addressIds sessions role"
    assert known - NOT_THEIRS == {*theirs.split(), "disabledAt", "consent", "cart", "expiresAt"}
    assert known >= NOT_THEIRS
    assert {"notes", "recoveryCodes", "invitation", "passwordHash", "totpSecret"} <= NOT_THEIRS
