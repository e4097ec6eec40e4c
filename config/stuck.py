"""What stands still though nothing is wrong enough for a flag: each app names in
`AppConfig.staff_stuck` a function that finds its share, by a bounded number of reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.module_loading import import_string

from config.staff import StaffMember


@dataclass(frozen=True)
class Stuck:
    """One thing that stands still, and where it is set going again."""

    title: str
    detail: str
    url: str
    button: str
    order_id: str = ""


def stuck_for(member: StaffMember) -> list[Stuck]:
    """What stands still, as far as this person's rights go."""
    names = [getattr(app, "staff_stuck", "") for app in apps.get_app_configs()]
    finders: list[Callable[[StaffMember], Iterable[Stuck]]] = [import_string(n) for n in names if n]
    return [found for finder in finders for found in finder(member)]


def few(found: list[Stuck], *, most: int, rest: Stuck) -> list[Stuck]:
    """The first of them, and one line for all the others."""
    return found if len(found) <= most else [*found[:most], rest]
