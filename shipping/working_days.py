"""On which days couriers collect and deliver, in Pune and on the way. Pure.

Six days a week. Sundays and the days below are none: the three national holidays, and those of
Maharashtra's public holidays on which couriers in Pune do not come. Feasts that follow the moon
stand for 2026 as the state's notification of 9 December 2025 has them, for 2027 as almanacs do;
look them up again when the notification for 2027 is out.
"""

from datetime import date, timedelta

SUNDAY = 6
HOLIDAYS: dict[date, str] = {
    date(2026, 1, 26): "Republic Day",
    date(2026, 3, 3): "Holi",
    date(2026, 3, 19): "Gudhi Padwa",
    date(2026, 3, 21): "Ramzan Id",
    date(2026, 5, 1): "Maharashtra Day",
    date(2026, 8, 15): "Independence Day",
    date(2026, 9, 14): "Ganesh Chaturthi",
    date(2026, 10, 2): "Gandhi Jayanti",
    date(2026, 10, 20): "Dasara",
    date(2026, 11, 8): "Diwali, Laxmi Pujan",
    date(2026, 11, 10): "Diwali, Balipratipada",
    date(2026, 12, 25): "Christmas",
    date(2027, 1, 26): "Republic Day",
    date(2027, 3, 10): "Ramzan Id",
    date(2027, 3, 22): "Holi",
    date(2027, 4, 7): "Gudhi Padwa",
    date(2027, 5, 1): "Maharashtra Day",
    date(2027, 8, 15): "Independence Day",
    date(2027, 9, 4): "Ganesh Chaturthi",
    date(2027, 10, 2): "Gandhi Jayanti",
    date(2027, 10, 9): "Dasara",
    date(2027, 10, 29): "Diwali, Laxmi Pujan",
    date(2027, 10, 30): "Diwali, Balipratipada",
    date(2027, 12, 25): "Christmas",
}


def is_working_day(day: date) -> bool:
    """Whether couriers collect and deliver on this day."""
    return day.weekday() != SUNDAY and day not in HOLIDAYS


def working_day_from(day: date) -> date:
    """This day, or the next on which couriers work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_after(day: date, count: int = 1) -> date:
    """The `count`th working day after this one."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day
