"""Whom to ring at a moment: the rosters that offices gave us, laid over the numbers of the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from inspection.control.papers import OnCallTurn, on_call_at
from inspection.life_cycles import OnCallTestOutcome
from inspection.store.protection import OnCallAbsenceRow, OnCallRosterRow, OnCallTestRow, OnCallTurnRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, require_in_service
from sectors.rules.on_call import OnCallLine

if TYPE_CHECKING:
    from sectors import Catalogue

MAGISTRATE = "magistrate_on_duty"


@dataclass(frozen=True, kw_only=True)
class Ring:
    """An office to ring, with the number and the turn that answer at that moment; both None where nobody knows them."""

    recipient: str
    number: str | None = None
    turn_id: str | None = None


def turns_of(session: Session, service: str, *, recipient: str | None = None) -> list[OnCallTurn]:
    """Return the turns of the rosters that stand: of each office the one that was taken in last."""
    wanted = select(OnCallRosterRow).where(col(OnCallRosterRow.service) == service).order_by(col(OnCallRosterRow.id))
    if recipient is not None:
        wanted = wanted.where(col(OnCallRosterRow.recipient) == recipient)
    standing = {row.recipient: row for row in session.exec(wanted)}
    rosters = {row.id: row for row in standing.values()}
    rows = session.exec(
        select(OnCallTurnRow).where(col(OnCallTurnRow.roster_id).in_(sorted(rosters))).order_by(col(OnCallTurnRow.id))
    ).all()
    absent, reached = _absences(session, rows), _reached(session, service)
    return [_turn(row, rosters[row.roster_id], absent, reached) for row in rows]


@dataclass(frozen=True, kw_only=True)
class OnCallDays:
    """The rules of some days with the rosters laid over them: the numbers that anybody is shown or rings.

    A role and office that has a roster with a line on a day shows its roster alone.

    absent
        From when until when nobody answers a line of a roster, by its key; without one it always answers.
    """

    rules: "Mapping[date, Catalogue]"
    absent: Mapping[str, Sequence[tuple[datetime, datetime]]]


def on_call_of_days(context: Context, days: Iterable[date]) -> OnCallDays:
    """Return whom to ring on some days; the rosters are read once for all of them."""
    require_in_service(context, "on_call.list")
    with context.store.read() as session:
        turns = turns_of(session, context.settings.service)
    return OnCallDays(
        rules={day: _laid_over(context.app.catalogue(day), turns) for day in days},
        absent={turn.line.key: turn.absent for turn in turns if turn.absent},
    )


def number_on_call(context: Context, recipient: str) -> str | None:
    """Return the number under which an office answers at a moment, as whoever rings it should be shown it.

    None where nobody knows one: then the service gives it, and no other number is guessed.
    """
    require_in_service(context, "on_call.list")
    with context.store.read() as session:
        return ring_office(session, context.app, recipient, context.at).number


def ring_office(session: Session, app: AppContext, recipient: str, at: datetime, *, deputy: bool = False) -> Ring:
    """Return the number of an office at a moment; of its deputy where that is asked and there is one."""
    catalogue = app.catalogue(day_in_brussels(at))
    mine = on_call_at(turns_of(session, app.settings.service, recipient=recipient), at, catalogue.on_call_rules)
    deputies = [turn for turn in mine if turn.line.rank > 1]
    for turn in deputies if deputy and deputies else mine:
        return _ring(turn)
    known = catalogue.recipients.get(recipient)
    lines = [line for line in catalogue.on_call.values() if line.recipient == recipient and line.number]
    return Ring(recipient=recipient, number=lines[0].number if lines else (known.telephone if known else None))


def ring_magistrate(session: Session, app: AppContext, area: str, at: datetime) -> Ring:
    """Return the magistrate on duty in an area of the routing table; without a roster its auditorate."""
    catalogue = app.catalogue(day_in_brussels(at))
    offices = {office.area: office for office in catalogue.offices}[area]
    on_duty = (offices.labour_auditorate, offices.public_prosecutor)
    turns = [t for t in turns_of(session, app.settings.service) if t.line.role == MAGISTRATE and t.recipient in on_duty]
    found = on_call_at(turns, at, catalogue.on_call_rules, area=area)
    return _ring(found[0]) if found else ring_office(session, app, offices.labour_auditorate, at)


def _ring(turn: OnCallTurn) -> Ring:
    return Ring(recipient=turn.recipient, number=turn.number, turn_id=turn.id)


def _laid_over(catalogue: "Catalogue", turns: Iterable[OnCallTurn]) -> "Catalogue":
    lines = {
        f"turn:{turn.id}": turn.line
        for turn in turns
        if turn.valid_from <= catalogue.day and (turn.line.valid_until or catalogue.day) >= catalogue.day
    }
    taken = {(line.role, line.recipient) for line in lines.values()}
    kept = {key: line for key, line in catalogue.on_call.items() if (line.role, line.recipient) not in taken}
    return catalogue.model_copy(update={"on_call": {**kept, **lines}})


def _absences(session: Session, turns: Iterable[OnCallTurnRow]) -> Mapping[str, list[tuple[datetime, datetime]]]:
    ids = sorted(turn.id for turn in turns)
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in session.exec(select(OnCallAbsenceRow).where(col(OnCallAbsenceRow.turn_id).in_(ids))):
        found.setdefault(row.turn_id, []).append((row.starts_at, row.ends_at))
    return found


def _reached(session: Session, service: str) -> Mapping[tuple[str, str], datetime]:
    """Return when each number of an office was last reached by a test call."""
    wanted = select(OnCallTestRow).where(
        col(OnCallTestRow.service) == service, col(OnCallTestRow.outcome) == OnCallTestOutcome.REACHED
    )
    rows = session.exec(wanted.order_by(col(OnCallTestRow.tested_at)))
    return {(row.recipient, row.number): row.tested_at for row in rows}


def _turn(
    row: OnCallTurnRow,
    roster: OnCallRosterRow,
    absent: Mapping[str, list[tuple[datetime, datetime]]],
    reached: Mapping[tuple[str, str], datetime],
) -> OnCallTurn:
    reached_at = reached.get((roster.recipient, row.number))
    line: Mapping[str, Any] = {
        "key": row.id,
        "role": row.role,
        "recipient": roster.recipient,
        "areas": tuple(row.areas),
        "number": row.number,
        "rank": row.rank,
        "hours": row.hours,
        "days": tuple(row.days or ()),
        "starts": _clock(row.starts),
        "ends": _clock(row.ends),
        "valid_until": row.valid_until,
        "source": roster.source,
        "confidence": "H" if reached_at else "M",
    }
    return OnCallTurn(
        id=row.id,
        recipient=roster.recipient,
        line=OnCallLine.model_validate(line),
        number=row.number,
        valid_from=row.valid_from,
        absent=tuple(absent.get(row.id, ())),
        reached_at=reached_at,
    )


def _clock(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
