"""What the tests of dispatch and tracking stand on."""

from collections.abc import Iterator

import pytest

from tests.shipping.office import Office, open_office


@pytest.fixture
def office() -> Iterator[Office]:
    """Shiprocket, as `responses` plays it."""
    with open_office() as courier_office:
        yield courier_office
