"""What somebody may do to a plan by hand, as plain values, and the reasons that they choose from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection.planning.problem import Key

BY_HAND = "taken_out_by_hand"  # why a required visit has no place that somebody took out


class EditReason(StrEnum):
    """Why a plan was changed by hand: a closed list, since a sentence may name somebody, and the list is kept open."""

    CLOSED_THEN = "closed_then"
    AGREED = "agreed"
    TOGETHER = "together"
    TEAM_LOAD = "team_load"
    SAFETY = "safety"
    ANOTHER_WEEK = "another_week"
    PLACE_FOUND = "place_found"


@dataclass(frozen=True, kw_only=True)
class Move:
    """Put a visit into a round, from another one or from none.

    place
        Position among the other stops of that round, 0 the first; None: where the way is shortest.
    earlier, later
        Minutes by which the team begins before its shift and ends after it on that day, as somebody grants them; rest
        and the longest day stay what they are.
    """

    visit: str
    team: str
    day: date
    place: int | None = None
    earlier: float = 0.0
    later: float = 0.0

    @property
    def key(self) -> Key:
        """Return the team-day that it goes to."""
        return self.team, self.day


@dataclass(frozen=True, kw_only=True)
class Swap:
    """Let two placed visits change places."""

    visit: str
    other: str


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Hold a placed visit to its team and day, or let go of it again."""

    visit: str
    holds: bool = True


@dataclass(frozen=True, kw_only=True)
class Drop:
    """Take a visit out of its round."""

    visit: str


Edit = Move | Swap | Pin | Drop


def visits_of(edit: Edit) -> tuple[str, ...]:
    """Return the visits that an edit names."""
    return (edit.visit, edit.other) if isinstance(edit, Swap) else (edit.visit,)
