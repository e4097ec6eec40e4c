"""A parcel that nobody counted on any more is delivered after all: a person is told what to do."""

import pytest

from tests.shipping.bench import a_parcel, flags
from tests.shipping.office import Office
from tests.shipping.test_tracking import tell


@pytest.mark.parametrize(("ids", "was"), [((42, 12), "lost"), ((42, 9, 10), "back with us")])
def test_a_delivery_of_what_was_given_up_is_a_persons_riddle(
    office: Office, ids: tuple[int, ...], was: str
) -> None:
    parcel = a_parcel()
    before = tell(parcel, *ids).status
    parcel = tell(parcel, *ids, 7)
    assert parcel.status is before
    said = flags(parcel)["parcel"]
    assert f"was {was}, and now the courier says “Delivered”: the customer may have it." in said
    assert "the courier may have collected" in said
