"""What the tables tell of the shop: the worker's last pass, orders that wait, webhooks. Each room
lends its figures under the dotted name `AppConfig.figures`."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.module_loading import import_string
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from pynamodb.exceptions import PynamoDBException

from config.errors import ShopError

log = logging.getLogger(__name__)
GOOD_FOR = 60.0  # seconds: however often somebody asks, the tables are read once
UP = "shop_tables_answer"


@dataclass(frozen=True)
class Figure:
    """One number; `about` names its label and value where several numbers share a name."""

    name: str
    help: str
    value: float
    about: tuple[str, str] | None = None


Figures = Callable[[], Iterable[Figure]]
_lock = threading.Lock()
_seen: tuple[float, list[Figure]] | None = None


class OfTheTables(Collector):
    """The figures of all rooms, read at most once a minute. While the tables do not answer
    there are none of them but the one that says so: old figures would look like good news."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in figures():
            label, value = figure.about or ("", "")
            family = families.setdefault(
                figure.name,
                GaugeMetricFamily(figure.name, figure.help, labels=[label] if label else None),
            )
            family.add_metric([value] if label else [], figure.value)
        yield from families.values()


def figures() -> list[Figure]:
    """What every room tells, or only that the tables do not answer."""
    global _seen  # noqa: PLW0603 - of this process
    with _lock:  # one looks, the others wait for what it finds
        if _seen is None or time.monotonic() - _seen[0] > GOOD_FOR:
            found = _read()
            _seen = (time.monotonic(), found)
        return _seen[1]


def forget() -> None:
    """As in a new process."""
    global _seen  # noqa: PLW0603 - of this process
    _seen = None


def _read() -> list[Figure]:
    try:
        found = [figure for read in _of_rooms() for figure in read()]
    except (PynamoDBException, ShopError) as error:
        log.warning("The figures of the tables could not be read: %s", error)
        return [_up(0)]
    return [_up(1), *found]


def _up(value: float) -> Figure:
    return Figure(UP, "1 while the tables answer to those who ask for figures.", value)


def _of_rooms() -> Iterator[Figures]:
    for app in apps.get_app_configs():
        if name := getattr(app, "figures", ""):
            yield import_string(name)
