"""Whom to ring at an office now: its duty number with the last test call, or that nobody knows one and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from sqlmodel import Session

from inspection.acts import alerts
from inspection.control.papers import OnCallTurn, needs_test_call, on_call_at
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

if TYPE_CHECKING:
    from sectors import Catalogue

Lack = Literal["no_roster", "nobody_on_duty"]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """How an office is rung at a moment.

    number
        Of the duty entry that answers now, else the office's own; None where nobody knows one, and none is guessed.
    is_of_roster
        Whether it stands in a roster that the office gave us; `role` and `rank` are then those of the entry.
    tried_at, is_stale
        When a test call reached it last, and whether that is too long ago.
    lack
        Why no duty entry answers now: the office gave us no roster, or its roster has nobody at this hour.
    switchboard
        The office's own number, where it is another one.
    """

    recipient: str
    number: str | None = None
    is_of_roster: bool = False
    role: str = ""
    rank: int = 0
    tried_at: datetime | None = None
    is_stale: bool = False
    lack: Lack | None = None
    switchboard: str | None = None


def duty_book(session: Session, app: AppContext, at: datetime) -> Callable[[str], Duty]:
    """Return a function from an office to how it is rung at a moment; the rosters are read once."""
    turns, catalogue = alerts.turns_of(session, app.settings.service), app.catalogue(day_in_brussels(at))

    @cache
    def of(recipient: str) -> Duty:
        return _duty([turn for turn in turns if turn.recipient == recipient], recipient, catalogue, at)

    return of


def _duty(turns: Sequence[OnCallTurn], recipient: str, catalogue: "Catalogue", at: datetime) -> Duty:
    known = catalogue.recipients.get(recipient)
    lines = [line.number for line in catalogue.on_call.values() if line.recipient == recipient and line.number]
    own = lines[0] if lines else (known.telephone if known else None)
    now = on_call_at(turns, at, catalogue.on_call_rules)
    if not now:
        return Duty(recipient=recipient, number=own, lack="nobody_on_duty" if turns else "no_roster")
    first = now[0]
    return Duty(
        recipient=recipient,
        number=first.number,
        is_of_roster=True,
        role=first.line.role,
        rank=first.line.rank,
        tried_at=first.reached_at,
        is_stale=needs_test_call(first, at, catalogue.on_call_rules),
        switchboard=own if own != first.number else None,
    )
