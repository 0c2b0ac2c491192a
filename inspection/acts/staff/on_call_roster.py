"""Duty rosters of the offices that are rung: taken in, tried by a test call, and noted as absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inspection.acts.alerts import turns_of
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.control.papers import Turn, answers_at, is_stale
from inspection.errors import ReferralFault
from inspection.sealing import sha256_of
from inspection.store.core import new_id
from inspection.store.protection import DutyAbsenceRow, DutyRosterRow, DutyTestRow, DutyTurnRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded
from sectors.rules import CLOCK, NUMBER, Catalogue, DutyRole, Hours

TestOutcome = Literal["reached", "no_answer"]


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DutyTurn(_Input):
    """A number of a role from a day on, never of a named person; `rank` 2 is the deputy of 1."""

    role: DutyRole
    number: str = Field(pattern=NUMBER)
    valid_from: date
    valid_until: date | None = None
    rank: int = Field(default=1, ge=1, le=9)
    areas: tuple[str, ...] = ()
    hours: Hours | None = None
    days: tuple[int, ...] = ()
    starts: str | None = Field(default=None, pattern=CLOCK)
    ends: str | None = Field(default=None, pattern=CLOCK)

    @model_validator(mode="after")
    def _has_an_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        if (self.starts is None) != (self.ends is None):
            raise ValueError("starts and ends come together")
        if any(not 0 <= day <= 6 for day in self.days):
            raise ValueError("days are 0 (Monday) to 6 (Sunday)")
        return self


class DutyRoster(_Input):
    """The whole roster of one office: it takes the place of the one before."""

    recipient: str
    source: str = Field(min_length=1)
    turns: tuple[DutyTurn, ...] = Field(min_length=1, max_length=500)


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """A line of the rosters that stand, as people read it.

    answers_now, is_stale
        Whether it answers at the moment of looking, and whether its last answered test call is too long ago.
    """

    id: str
    recipient: str
    role: str
    rank: int
    number: str
    areas: tuple[str, ...]
    hours: str | None
    days: tuple[int, ...]
    starts: str | None
    ends: str | None
    valid_from: date
    valid_until: date | None
    absent_until: datetime | None
    reached_at: datetime | None
    answers_now: bool
    is_stale: bool


def import_duty(
    roster: Mapping[str, Any], by: str, *, at: datetime | None = None, office: Office | None = None
) -> DutyRoster:
    """Take in the roster of one office whole.

    Errors: `ReferralFault` 740 for a roster that cannot be read, 741 for an office or area that the rules do not have;
    `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    read = _read(roster)
    _refuse_unknown(read, here.catalogue(day_in_brussels(at)))
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "duty.import", service=here.settings.service)
        row = DutyRosterRow(
            id=new_id(),
            service=here.settings.service,
            recipient=read.recipient,
            source=read.source,
            imported_by=by,
            imported_at=at,
        )
        trail.session.add(row)
        trail.session.flush()
        trail.session.add_all([_turn_row(row.id, turn) for turn in read.turns])
        facts = {"recipient": read.recipient, "turns": len(read.turns), "sha256": sha256_of(read)}
        trail.record("duty.import", row.id, stream="duty", facts=facts)
    return read


def list_duty(
    by: str, *, recipient: str | None = None, at: datetime | None = None, office: Office | None = None
) -> list[OnDuty]:
    """Return the rosters that stand, office by office; they hold roles and numbers of offices only."""
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "duty.list", service=here.settings.service)
        trail.idle()
        return [_view(turn, here, at) for turn in turns_of(trail.session, here.settings.service, recipient=recipient)]


def note_test_call(
    turn_id: str, outcome: TestOutcome, by: str, *, at: datetime | None = None, office: Office | None = None
) -> OnDuty:
    """Record a test call of a number; it counts for the same number in later rosters of the office too.

    Errors: `ReferralFault` 742 for a turn of no standing roster; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "duty.test", service=here.settings.service)
        turn = _standing(trail, here, turn_id)
        tested = DutyTestRow(
            id=new_id(),
            service=here.settings.service,
            recipient=turn.recipient,
            number=turn.number,
            outcome=outcome,
            tested_by=by,
            tested_at=at,
        )
        trail.session.add(tested)
        trail.record("duty.test", turn.id, stream="duty", facts={"recipient": turn.recipient, "outcome": outcome})
        trail.session.flush()
        return _view(_standing(trail, here, turn_id), here, at)


def note_absence(
    turn_id: str,
    starts_at: datetime,
    ends_at: datetime,
    by: str,
    *,
    at: datetime | None = None,
    office: Office | None = None,
) -> OnDuty:
    """Record that a turn is not answered for some time: the deputy is rung first.

    Errors: `ReferralFault` 742 for a turn of no standing roster, 743 for an end before the start; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    if ends_at <= starts_at:
        raise ReferralFault("REFER-743")
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "duty.absence", service=here.settings.service)
        turn = _standing(trail, here, turn_id)
        trail.session.add(
            DutyAbsenceRow(
                id=new_id(), turn_id=turn.id, starts_at=starts_at, ends_at=ends_at, recorded_by=by, recorded_at=at
            )
        )
        trail.record("duty.absence", turn.id, stream="duty", facts={"recipient": turn.recipient})
        trail.session.flush()
        return _view(_standing(trail, here, turn_id), here, at)


def stale_duty(at: datetime | None = None, *, office: Office | None = None) -> list[OnDuty]:
    """Return the numbers in force whose last answered test call is too long ago, or never was."""
    here, at = office or this_office(), at or now()
    with here.store.read() as session:
        views = [_view(turn, here, at) for turn in turns_of(session, here.settings.service)]
    day = day_in_brussels(at)
    return [one for one in views if one.is_stale and one.valid_from <= day <= (one.valid_until or day)]


def _read(roster: Mapping[str, Any]) -> DutyRoster:
    try:
        return DutyRoster.model_validate(roster)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ReferralFault("REFER-740", problem=first["msg"], place=place or "roster") from None


def _refuse_unknown(read: DutyRoster, catalogue: Catalogue) -> None:
    areas = {office.area for office in catalogue.offices}
    unknown = {area for turn in read.turns for area in turn.areas} - areas
    if read.recipient not in catalogue.recipients or unknown:
        raise ReferralFault("REFER-741", unknown=", ".join(sorted(unknown)) or read.recipient)


def _standing(trail: Trail, here: Office, turn_id: str) -> Turn:
    for turn in turns_of(trail.session, here.settings.service):
        if turn.id == turn_id:
            return turn
    raise ReferralFault("REFER-742")


def _turn_row(roster_id: str, turn: DutyTurn) -> DutyTurnRow:
    return DutyTurnRow(
        id=new_id(),
        roster_id=roster_id,
        role=turn.role,
        rank=turn.rank,
        areas=list(turn.areas),
        number=turn.number,
        valid_from=turn.valid_from,
        valid_until=turn.valid_until,
        hours=turn.hours,
        days=list(turn.days) or None,
        starts=_minutes(turn.starts),
        ends=_minutes(turn.ends),
    )


def _minutes(clock: str | None) -> int | None:
    return None if clock is None else int(clock[:2]) * 60 + int(clock[3:])


def _view(turn: Turn, here: Office, at: datetime) -> OnDuty:
    rules, line = here.catalogue(day_in_brussels(at)).duty_rules, turn.line
    return OnDuty(
        id=turn.id,
        recipient=turn.recipient,
        role=line.role,
        rank=line.rank,
        number=turn.number,
        areas=line.areas,
        hours=line.hours,
        days=line.days,
        starts=line.starts,
        ends=line.ends,
        valid_from=turn.valid_from,
        valid_until=line.valid_until,
        absent_until=max((end for start, end in turn.absent if start <= at < end), default=None),
        reached_at=turn.reached_at,
        answers_now=answers_at(turn, at, rules),
        is_stale=is_stale(turn, at, rules),
    )
