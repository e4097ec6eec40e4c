"""The staff menu: what each app offers in `AppConfig.staff_menu`, cut to the person's rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.utils.module_loading import import_string

from config.staff import StaffMember


@dataclass(frozen=True)
class Count:
    """A number beside a menu entry: the function that finds it (by its dotted name, since apps
    are read before their models), what it counts, and the tint of its badge."""

    function: str
    words: str
    tint: str

    @property
    def value(self) -> int:
        """The number as it stands this moment."""
        found: int = import_string(self.function)()
        return found


@dataclass(frozen=True)
class Entry:
    """A page of the staff menu. `right` says who sees it; lower `rank` stands further left."""

    label: str
    url_name: str
    icon: str
    right: str
    rank: int
    count: Count | None = None

    @cached_property
    def namespace(self) -> str:
        """The room whose pages keep this entry lit: 'staff:orders'."""
        return self.url_name.rpartition(":")[0]


def menu_of(member: StaffMember) -> Sequence[Entry]:
    """What this person may open, from left to right."""
    offered = (entry for app in apps.get_app_configs() for entry in getattr(app, "staff_menu", ()))
    allowed = (entry for entry in offered if member.may(entry.right))
    return sorted(allowed, key=lambda entry: entry.rank)
