"""Time as the tables keep it: aware UTC, to the millisecond, written as ISO 8601 with `Z`."""

from datetime import UTC, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment in UTC, cut to the milliseconds that the tables keep."""
    moment = timezone.now().astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_text(moment: datetime) -> str:
    """Write an aware moment as `2026-11-23T04:05:06.789Z`; a naive one is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read ISO 8601 with `Z` or an offset; a moment without either is taken for UTC."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def from_unix(seconds: int) -> datetime:
    """Razorpay's times: whole seconds since 1970 in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC)
