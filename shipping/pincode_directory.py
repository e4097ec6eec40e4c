"""India Post's directory of post offices, read into the place of every pincode. Pure but for
reading the files; only the making of the shop's own table of prefixes needs it."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from customers.rules import state_of
from shipping.pincodes import TABLE, Place, is_army_post

NAMES = TABLE.parent / "names.csv"
# In the midst of another state, by a slip of the directory: Adilabad, Bikaner, Mehsana, Ariyalur,
# Agartala.
SLIPS = frozenset({"504346", "334002", "384316", "612906", "799001"})
_SMALL = {"And": "and", "Of": "of"}
_OLD_STATES = {
    "THE DADRA AND NAGAR HAVELI AND DAMAN AND DIU": "Dadra and Nagar Haveli and Daman and Diu"
}
Office = tuple[str, str, str]  # pincode, state, district


def offices_in(path: Path) -> Iterator[Office]:
    """The post offices of the directory, a CSV as the government publishes it or lines of JSON;
    those without a state are passed over."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        is_json = file.read(1) == "{"
        file.seek(0)
        rows: Iterable[dict[str, Any]] = (
            (json.loads(line) for line in file) if is_json else csv.DictReader(file)
        )
        for row in rows:
            given = {str(name).lower(): str(text or "") for name, text in row.items()}
            pincode, district = given["pincode"], given["district"].upper()
            state = (given.get("state") or given.get("statename") or "").upper()
            if state not in {"", "NA"}:
                yield pincode, state, district


def places_of(offices: Iterable[Office]) -> dict[str, set[Place]]:
    """Each pincode's place: the state and the district of most of its offices. A tie leaves
    several, and each is right."""
    counted: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for pincode, state, district in offices:
        if not is_army_post(pincode):
            counted[pincode][state, district] += 1
    names = _names()
    return {
        pincode: {_named(pincode, state, district, names) for state, district in _most(found)}
        for pincode, found in counted.items()
    }


def _most(found: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    states: Counter[str] = Counter()
    for (state, _), count in found.items():
        states[state] += count
    first = {state for state, count in states.items() if count == max(states.values())}
    theirs = {pair: count for pair, count in found.items() if pair[0] in first}
    return [pair for pair, count in theirs.items() if count == max(theirs.values())]


def _names() -> dict[tuple[str, str], dict[str, str]]:
    """(state, district) → prefix → what people call it; '' is the whole district."""
    names: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for prefix in row["prefixes"].split() or [""]:
                names[row["state"].upper(), row["district"].upper()][prefix] = row["city"]
    return dict(names)


def _named(
    pincode: str, state: str, district: str, names: Mapping[tuple[str, str], Mapping[str, str]]
) -> Place:
    known = names.get((state, district), {})
    fitting = [prefix for prefix in known if pincode.startswith(prefix)]
    city = known[max(fitting, key=len)] if fitting else _written(district)
    return Place(city, state_of(_OLD_STATES.get(state, state)))


def _written(district: str) -> str:
    return " ".join(_SMALL.get(word, word) for word in district.title().split())
