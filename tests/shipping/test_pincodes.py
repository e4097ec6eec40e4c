"""Where a pincode is, by the table that ships with the shop."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from customers.rules import STATES
from shipping.pincode_prefixes import prefixes_for
from shipping.pincodes import TABLE, Place, _places, place_of


@pytest.mark.parametrize(
    ("pincode", "city", "state"),
    [
        ("411038", "Pune", "Maharashtra"),
        ("560041", "Bengaluru", "Karnataka"),
        ("400053", "Mumbai", "Maharashtra"),
        ("400703", "Navi Mumbai", "Maharashtra"),
        ("110001", "New Delhi", "Delhi"),
        ("122002", "Gurugram", "Haryana"),
        ("201301", "Noida", "Uttar Pradesh"),
        ("160017", "Chandigarh", "Chandigarh"),
        ("160055", "Mohali", "Punjab"),
        ("600041", "Chennai", "Tamil Nadu"),
        ("605001", "Puducherry", "Puducherry"),
        ("673310", "Mahe", "Puducherry"),
        ("682016", "Kochi", "Kerala"),
        ("682555", "Lakshadweep", "Lakshadweep"),
        ("700091", "Kolkata", "West Bengal"),
        ("744101", "Port Blair", "Andaman and Nicobar Islands"),
        ("799001", "Agartala", "Tripura"),
        ("194101", "Leh", "Ladakh"),
        ("396210", "Daman", "Dadra and Nagar Haveli and Daman and Diu"),
        ("500034", "Hyderabad", "Telangana"),
        ("403001", "Panaji", "Goa"),
        ("431001", "Chhatrapati Sambhajinagar", "Maharashtra"),
    ],
)
def test_a_pincode_leads_to_its_city_and_state(pincode: str, city: str, state: str) -> None:
    assert place_of(pincode) == Place(city, state)


def test_a_new_pincode_of_a_known_part_is_of_the_place_around_it() -> None:
    assert place_of("411999") == Place("Pune", "Maharashtra")


@pytest.mark.parametrize("pincode", ["999999", "112001", "350001", "660001", "900099", "", "41"])
def test_six_digits_that_lead_nowhere_are_no_pincode(pincode: str) -> None:
    assert place_of(pincode) is None


def test_the_table_is_small_and_names_states_as_the_shop_does() -> None:
    assert TABLE.stat().st_size <= 60_000
    places = set(_places().values())
    assert {place.state for place in places} == set(STATES)
    assert max(len(place.city) for place in places) <= 30  # what Shiprocket takes


def test_the_fewest_prefixes_lead_every_pincode_to_its_place() -> None:
    pune, thane = Place("Pune", "Maharashtra"), Place("Thane", "Maharashtra")
    right = {f"4110{n:02}": {pune} for n in range(20)} | {"411050": {thane}, "411051": {thane}}
    right["411052"] = {pune, thane}  # as many of its offices are here as there
    assert prefixes_for(right) == {"411": pune, "41105": thane}


def test_the_command_says_how_much_of_a_directory_is_told_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "officename,pincode,district,statename",
        "Kothrud SO,411038,PUNE,MAHARASHTRA",
        "Paud BO,411038,PUNE,MAHARASHTRA",
        "Lost BO,411038,THANE,MAHARASHTRA",
        "Jayanagar SO,560041,Bengaluru Urban,KARNATAKA",
        "Wrong SO,110001,PUNE,MAHARASHTRA",
        "Nowhere SO,110002,NA,NA",
    ]
    directory = tmp_path / "directory.csv"
    directory.write_text("\n".join(rows))
    call_command("pincode_table", str(directory))
    told = capsys.readouterr().out
    assert "state: 2 of 3 right (66.67 %)" in told
    assert "city or district: 2 of 3 right" in told


def test_a_file_that_is_no_directory_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("name,price\nbat,5\n")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("pincode_table", str(tmp_path / "odd.csv"))
