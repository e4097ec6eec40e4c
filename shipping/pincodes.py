"""Where a pincode is: city and state, from a table that ships with the shop. Pure."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "pincodes.csv"


@dataclass(frozen=True)
class Place:
    """The city or district of a pincode, and its state as `customers.rules.STATES` names it."""

    city: str
    state: str


def place_of(pincode: str) -> Place | None:
    """Where the six digits lead, by the longest prefix that the table knows; None where there is
    no such pincode."""
    places = _places()
    for length in range(len(pincode), 2, -1):
        if (place := places.get(pincode[:length])) is not None:
            return place
    return None


def is_army_post(pincode: str) -> bool:
    """Whether it is a post office of the forces: those begin with 9, and are on no map."""
    return pincode.startswith("9")


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    """Prefix → place. A row of the table is a state, a city, and its prefixes."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {
            prefix: place
            for row in csv.DictReader(table)
            for place in [Place(row["city"], row["state"])]
            for prefix in row["prefixes"].split()
        }
