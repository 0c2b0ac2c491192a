"""What the story of a workplace is told with: plain values, and nothing about a person in any of them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from inspection.acts.stories.told import Told
from inspection.life_cycles import ControlOutcome
from inspection.targeting.model import Reason


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A visit that took place: one control, and what it led to.

    running
        Keys of its deadlines that run still, each with its last day.
    """

    control: str
    entered_at: datetime
    left_at: datetime | None
    team: str | None
    outcome: ControlOutcome
    led_to: Told
    running: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A visit of an approved week that no control answered; `is_over` where its day has passed."""

    code: str
    day: date
    start: float
    team: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class WeekReasons:
    """What the registers gave as reasons when a week was made; terms that people told are left out, with their points.

    points
        The sum of the terms that are shown.
    """

    week: str
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Linked:
    """Another workplace of the same employer, or at the same address."""

    workplace: str
    by: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a register said of the place when a week was made, with the register and the day of its snapshot."""

    fact: str
    value: str = field(repr=False)
    register: str
    as_of: date | None


@dataclass(frozen=True, kw_only=True)
class WorkplaceStory:
    """The whole story of a workplace, as whoever asks may know it.

    seen
        Its visits, the latest first.
    weeks
        Reasons over time, the latest week first; None for whoever is not shown reasons.
    closed
        (first day, last day) on which nobody may go there, without why; None for whoever plans no week.
    """

    workplace: str
    at: datetime
    district: str
    sector: str
    municipality: str
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    enterprise: str | None = field(default=None, repr=False)
    known: tuple[Known, ...] = ()
    seen: tuple[Seen, ...] = ()
    planned: tuple[Planned, ...] = ()
    links: tuple[Linked, ...] = ()
    weeks: tuple[WeekReasons, ...] | None = None
    closed: tuple[tuple[date, date], ...] | None = None
