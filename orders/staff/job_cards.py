"""The job cards of an order: what to glue onto what. Pure."""

from dataclasses import dataclass

from catalog.build import Role
from orders.models import Line, Order


@dataclass(frozen=True)
class JobCard:
    """One racket to be glued, so many times."""

    number: str
    rackets: int
    blade: Line
    forehand: Line
    backhand: Line

    @property
    def parts(self) -> list[tuple[str, Line]]:
        return [("Blade", self.blade), ("Forehand", self.forehand), ("Backhand", self.backhand)]


def job_cards_of(order: Order) -> list[JobCard]:
    """A card for each racket of the order of which something is still to be sent."""
    found: dict[str, dict[str, Line]] = {}
    for line in order.lines:
        if line.is_part and line.to_send > 0:
            found.setdefault(line.racket or "", {})[line.role or ""] = line
    return [
        JobCard(number, min(line.to_send for line in parts.values()), *_in_order(parts))
        for number, parts in found.items()
        if len(parts) == len(Role)
    ]


def _in_order(parts: dict[str, Line]) -> tuple[Line, Line, Line]:
    return parts[Role.BLADE], parts[Role.FOREHAND], parts[Role.BACKHAND]
