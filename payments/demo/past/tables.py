"""Many items at once: which of them are not there yet, and writing them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pynamodb.models import Model

WRITERS = 3  # at once
BATCH = 25  # items in one request
_M = TypeVar("_M", bound=Model)
Key = tuple[object, ...]


def absent(items: Sequence[_M]) -> Sequence[_M]:
    """Those of these items that are not in their tables."""
    there: set[tuple[type[Model], Key]] = set()
    for model, each in _by_model(items).items():
        keys = [_key_of(item) for item in each]
        wanted = [key if len(key) > 1 else key[0] for key in keys]
        there |= {(model, _key_of(row)) for row in model.batch_get(wanted, consistent_read=True)}
    return [item for item in items if (type(item), _key_of(item)) not in there]


def write_all(items: Iterable[Model]) -> None:
    """Write these items over whatever is there, several batches at a time."""
    batches = [
        each[start : start + BATCH]
        for each in _by_model(items).values()
        for start in range(0, len(each), BATCH)
    ]
    with ThreadPoolExecutor(WRITERS) as crew:
        list(crew.map(_write, batches))


def _write(items: Sequence[Model]) -> None:
    with type(items[0]).batch_write() as batch:
        for item in items:
            batch.save(item)


def _by_model(items: Iterable[_M]) -> dict[type[_M], list[_M]]:
    sorted_out: dict[type[_M], list[_M]] = defaultdict(list)
    for item in items:
        sorted_out[type(item)].append(item)
    return sorted_out


def _key_of(item: Model) -> Key:
    """The parts of an item's key, as its model reads them."""
    attributes = type(item).get_attributes().items()
    parts = [(name, each) for name, each in attributes if each.is_hash_key or each.is_range_key]
    parts.sort(key=lambda part: part[1].is_range_key)
    return tuple(getattr(item, name) for name, _ in parts)
