"""Weeks, days and moments: UTC inside, Europe/Brussels where people read.

The only place that asks the machine what time it is. Domain functions never call it: they are given `on` or `at`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from inspection.errors import SettingsFault

BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """Return this moment in UTC; for acts, flows and screens only."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day that it is in Brussels; for flows, screens and the command only."""
    return now().astimezone(BRUSSELS).date()


def day_in_brussels(moment: datetime) -> date:
    """Return the calendar day on which a moment falls in Brussels."""
    return moment.astimezone(BRUSSELS).date()


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment_of(day: date, minute: float) -> datetime:
    """Return the UTC moment that lies `minute` minutes after midnight of `day` in Brussels (beyond 1440: the next day).

    Counted on the wall clock, since a shift that starts at 20:00 does so on the night the clocks change as well. A time
    that the wall clock never shows (the hour that is skipped in spring) is the moment of the change, so that later
    minutes are never earlier moments.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=BRUSSELS) + timedelta(minutes=minute)
    moment = wall.astimezone(UTC)
    if moment.astimezone(BRUSSELS).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    return moment.replace(minute=0, second=0, microsecond=0)  # clocks are put forward at a whole hour


def clock_text(minute: float) -> str:
    """Return `minute` of a day as HH:MM; beyond midnight it starts again at 00:00."""
    whole = int(minute) % 1440
    return f"{whole // 60:02d}:{whole % 60:02d}"


def clock_in_brussels(moment: datetime) -> str:
    """Return the time of day at which a moment falls in Brussels, as HH:MM."""
    return f"{moment.astimezone(BRUSSELS):%H:%M}"


def moment_in_brussels(moment: datetime | None) -> str:
    """Return a moment as the command prints it, in the time of Brussels and sortable; nothing where there is none."""
    return f"{moment.astimezone(BRUSSELS):%Y-%m-%d %H:%M}" if moment else ""


def day_text(day: date) -> str:
    """Return a day as people write it here."""
    return f"{day:%d/%m/%Y}"


def moment_text(moment: datetime) -> str:
    """Return a moment as people write it here, in the time of Brussels."""
    return f"{moment.astimezone(BRUSSELS):%d/%m/%Y %H:%M}"


@dataclass(frozen=True, order=True)
class IsoWeek:
    """A week by ISO 8601, Monday to Sunday, written `2026-W49`."""

    year: int
    week: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.week, 1)

    @classmethod
    def parse(cls, text: str) -> "IsoWeek":
        """Read `2026-W49`; raises `SettingsFault` for anything else."""
        match = re.fullmatch(r"(\d{4})-W(\d{2})", text)
        try:
            if match:
                return cls(int(match[1]), int(match[2]))
        except ValueError:
            pass
        raise SettingsFault("SETTING-010", text=text)

    @classmethod
    def of(cls, day: date) -> "IsoWeek":
        """Return the week in which `day` lies."""
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @classmethod
    def after(cls, day: date) -> "IsoWeek":
        """Return the week after the one in which `day` lies: the one that is planned on that day."""
        return cls.of(day + timedelta(days=7))

    @classmethod
    def before(cls, day: date) -> "IsoWeek":
        """Return the week before the one in which `day` lies: the one that lists and accounts of that day tell of."""
        return cls.of(day - timedelta(days=7))

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days, Monday first."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02d}"
