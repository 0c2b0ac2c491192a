"""What is said when a joint action is booked: where, by how many teams of which districts, when, and with whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from inspection.life_cycles import JointActionState

PartnerKind = Literal["police", "interpreter", "partner_service", "other_inspectorate"]


@dataclass(frozen=True, kw_only=True)
class FixedMoment:
    """One day and the minute of that day at which every team stands before the door."""

    day: date
    minute: float

    @property
    def days(self) -> tuple[date, ...]:
        """The one day."""
        return (self.day,)

    @property
    def windows(self) -> tuple[tuple[float, float], ...]:
        """The one minute, as a window."""
        return ((self.minute, self.minute),)


@dataclass(frozen=True, kw_only=True)
class FreeMoment:
    """Days of one week, and windows of the day in which it may start: the planner chooses a quarter of an hour."""

    days: tuple[date, ...]
    windows: tuple[tuple[float, float], ...]


Moment = FixedMoment | FreeMoment


@dataclass(frozen=True, kw_only=True)
class NewPartner:
    """An office that is asked to come.

    contact
        Of the office, never of a person: an id of the house's list of recipients, a telephone number, or the address of
        a shared mailbox.
    language
        Which an interpreter speaks, as ISO 639 writes it.
    """

    kind: PartnerKind
    contact: str
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewAction:
    """A joint action to book.

    district
        The one that leads: where the workplace is.
    shares
        District to the number of its teams; two teams or more in all.
    minutes, team_size, skills
        Those of the sector where none are given.
    languages
        Alternatives; empty: those in which the place's report may be drawn up.
    """

    workplace: str
    district: str
    sector: str
    shares: Mapping[str, int]
    moment: Moment
    minutes: float | None = None
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] | None = None
    team_size: int | None = None
    required: bool = True
    partners: tuple[NewPartner, ...] = field(default=())


@dataclass(frozen=True)
class Booked:
    """A joint action as it stands after an act; `waits_for` counts the partners that have not confirmed."""

    id: str
    reference: str
    state: JointActionState
    waits_for: int
