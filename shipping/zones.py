"""How long couriers from Pune usually take, by the first digits of the pincode. Pure.

Only for when Shiprocket cannot be asked: an estimate, and said as such. The ranges are wide enough
that a parcel by road is within them nearly always if it is delivered at the first attempt; a
promise adds to them what it adds to a courier's own days.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Zone:
    """A part of the country, and the days from the courier's visit to the door."""

    name: str
    fastest: int
    slowest: int


LOCAL = Zone("Pune", 1, 2)
NEAR = Zone("Maharashtra and Goa", 2, 5)
METRO = Zone("large cities", 3, 6)
REST = Zone("the rest of the country", 4, 7)
FAR = Zone("hills, islands and the North-East", 6, 11)

# The longest prefix wins; every other pincode is REST.
ZONES: dict[str, Zone] = {
    **dict.fromkeys(("411", "4121", "4122", "4123"), LOCAL),
    **dict.fromkeys(("40", "41", "42", "43", "44"), NEAR),
    **dict.fromkeys(("110", "122", "2013", "121"), METRO),  # Delhi and around
    **dict.fromkeys(("380", "395", "560", "500", "600", "700"), METRO),
    **dict.fromkeys(("18", "19", "172", "175", "176"), FAR),
    **dict.fromkeys(("737", "744", "78", "79"), FAR),
    **dict.fromkeys(("68255", "9"), FAR),  # Lakshadweep; army post offices
}


def zone_of(pincode: str) -> Zone:
    """The zone of a pincode."""
    for length in range(len(pincode), 0, -1):
        if (zone := ZONES.get(pincode[:length])) is not None:
            return zone
    return REST
