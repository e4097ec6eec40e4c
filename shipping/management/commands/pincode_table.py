"""`manage.py pincode_table FILE [--write]`: how right our table of pincodes is."""

import csv
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from customers.errors import NotAState
from shipping.pincode_directory import SLIPS, offices_in, places_of
from shipping.pincode_prefixes import prefixes_for
from shipping.pincodes import TABLE, Place, place_of


class Command(BaseCommand):
    """Measures the table against India Post's directory, or derives it anew. Safe to repeat."""

    help = "Measure shipping/data/pincodes.csv against India Post's directory of post offices."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the directory: CSV or lines of JSON")
        parser.add_argument("--write", action="store_true", help="derive the table anew from it")

    def handle(self, **options: Any) -> None:
        try:
            right = places_of(offices_in(options["file"]))
        except (OSError, ValueError, KeyError, NotAState) as trouble:
            raise CommandError(f"This directory cannot be read: {trouble}") from trouble
        if options["write"]:
            sound = {pincode: right[pincode] for pincode in right.keys() - SLIPS}
            _write(prefixes_for(sound))
            self.stdout.write(f"Written: {TABLE.name}. Start the shop anew to use it.")
        else:
            self._measure(right)

    def _measure(self, right: Mapping[str, Set[Place]]) -> None:
        told = {pincode: place_of(pincode) for pincode in right}
        cities = sum(told[pincode] in places for pincode, places in right.items())
        states = sum(
            getattr(told[pincode], "state", None) in {place.state for place in places}
            for pincode, places in right.items()
        )
        for what, count in (("state", states), ("city or district", cities)):
            share = 100 * count / len(right)
            self.stdout.write(f"{what}: {count} of {len(right)} right ({share:.2f} %)")
        self.stdout.write(f"{TABLE.name}: {TABLE.stat().st_size} bytes")


def _write(rows: Mapping[str, Place]) -> None:
    prefixes: defaultdict[Place, list[str]] = defaultdict(list)
    for prefix, place in sorted(rows.items()):
        prefixes[place].append(prefix)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["state", "city", "prefixes"])
        for place in sorted(prefixes, key=lambda each: (each.state, each.city)):
            table.writerow([place.state, place.city, " ".join(prefixes[place])])
