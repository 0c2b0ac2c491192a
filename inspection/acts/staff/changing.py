"""A person or a team changes from a day on: asked for, decided, called off, and carried out when its day has come.

Whoever may import a roster decides alone, as with a roster. What an administrator asks for stands once somebody of the
office says yes: who hands out the codes to sign in does not also say who works here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlmodel import Session, col, select

from inspection.acts.staff.entries import PlannedPerson, PlannedTeam, entry_of, sealed_entry, standing_changes
from inspection.acts.staff.importing import refuse_promotion, refuse_takeover, team_row, user_row
from inspection.acts.written import wrong_in
from inspection.errors import AccessRefused, SettingsFault
from inspection.life_cycles import StaffChangeState
from inspection.store.core import new_id
from inspection.store.people import StaffChangeRow, TeamRow, UserRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, may

Entry = PlannedPerson | PlannedTeam
T = TypeVar("T", PlannedPerson, PlannedTeam)
_STREAM, _DECIDES = "roster", "staff.decide"
_MOST = 200  # changes that a list shows


@dataclass(frozen=True, kw_only=True)
class StaffChange:
    """A change as a list shows it: what of whom from which day; never a name or a number.

    state
        "asked" waits for a second person, "late" should have taken effect and could not, "off" was refused or called
        off.
    facts
        The entry without name, telephone and coordinates.
    """

    id: str
    kind: str
    subject: str
    starts_on: date
    state: StaffChangeState
    made_by: str
    made_at: datetime
    decided_by: str | None
    facts: Mapping[str, Any]


def plan_person(context: Context, entry: Mapping[str, Any], starts_on: date) -> StaffChange:
    """Let somebody join, move, get another role or leave, from a day on; today is at once.

    Errors: `SettingsFault` 040 naming the place of a mistake, 044 for a day that is over or a team that is none then;
    `AccessRefused`, 054 for a role above one's own.
    """
    person = _read(PlannedPerson, context, entry)
    with audited_transaction(context) as tx:
        return _planned(tx, person, starts_on)


def plan_team(context: Context, entry: Mapping[str, Any], starts_on: date, *, with_people: bool = False) -> StaffChange:
    """Let a team start, move, change or end, from a day on; today is at once.

    Arguments: `with_people` whether its members go with it to its district: all of them and the team, or nothing.
    Errors: those of `plan_person`.
    """
    team = _read(PlannedTeam, context, entry)
    with audited_transaction(context) as tx:
        made = _planned(tx, team, starts_on)
        for one in _members_elsewhere(tx, team) if with_people and not team.ends else ():
            _planned(tx, one, starts_on)
    return made


def decide_change(context: Context, change_id: str, *, yes: bool) -> StaffChange:
    """Say yes or no to a change that another person asked for.

    Errors: `AccessRefused` 041 for whoever asked for it, 086 for none that waits, 054 for a role above one's own.
    """
    with audited_transaction(context) as tx:
        row = tx.session.get(StaffChangeRow, change_id)
        giver = tx.require(
            "staff.decide",
            service=context.settings.service,
            done_by={"staff.change": row.made_by if row is not None else None},
        )
        if row is None or row.service != context.settings.service or row.decided_at or row.ended_at:
            raise AccessRefused("ACCESS-086")
        if yes:
            _refuse_unfit(tx.session, entry_of(context.store, row), giver)
            row.decided_by, row.decided_at = tx.by, tx.at
        else:
            row.ended_by, row.ended_at = tx.by, tx.at
        tx.add(row)
        tx.record(_DECIDES, row.id, stream=_STREAM, facts={"yes": yes, "kind": row.kind, "of": row.subject})
        _apply_due(tx, row.id)
        return _view(context, row)


def call_off_change(context: Context, change_id: str) -> None:
    """Take back a change that has not taken effect; a second time changes nothing.

    Errors: `AccessRefused` 086 for none, or one that has.
    """
    with audited_transaction(context) as tx:
        tx.require("staff.call_off", service=context.settings.service)
        row = tx.session.get(StaffChangeRow, change_id)
        if row is None or row.service != context.settings.service or row.applied_at:
            raise AccessRefused("ACCESS-086")
        if row.ended_at is not None:
            tx.mark_unchanged()
            return
        row.ended_by, row.ended_at = tx.by, tx.at
        tx.session.add(row)
        tx.record("staff.call_off", row.id, stream=_STREAM, facts={"kind": row.kind, "of": row.subject})


def list_changes(context: Context) -> list[StaffChange]:
    """Return what is asked for, what will change, and the last that did: the next first. The look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("staff.list", service=context.settings.service)
        tx.record("staff.list", context.by, stream="reading", facts={"kind": "staff_changes"})
        mine = select(StaffChangeRow).where(col(StaffChangeRow.service) == context.settings.service)
        newest = mine.order_by(col(StaffChangeRow.starts_on).desc(), col(StaffChangeRow.id).desc())
        return [_view(context, row) for row in tx.session.exec(newest.limit(_MOST))]


def apply_changes(context: Context) -> int:
    """Carry out what stands and whose day has come; returns how many. What cannot be carried out waits, and is late."""
    with audited_transaction(context) as tx:
        tx.require("staff.apply", service=context.settings.service)
        done = _apply_due(tx)
        if not done:
            tx.mark_unchanged()
    return done


def _planned(tx: AuditedTransaction, entry: Entry, starts_on: date) -> StaffChange:
    giver = tx.require("staff.change", service=entry.service)
    if starts_on < day_in_brussels(tx.at):
        raise SettingsFault("SETTING-044")
    _refuse_unfit(tx.session, entry, giver)
    if isinstance(entry, PlannedPerson):
        _refuse_no_team(tx, entry, starts_on)
    row_id = new_id()
    stands = may(giver, _DECIDES)
    row = StaffChangeRow(
        id=row_id,
        service=entry.service,
        kind="person" if isinstance(entry, PlannedPerson) else "team",
        subject=entry.id,
        starts_on=starts_on,
        entry=sealed_entry(tx.store, row_id, entry),
        made_by=tx.by,
        made_at=tx.at,
        decided_by=tx.by if stands else None,
        decided_at=tx.at if stands else None,
    )
    tx.add(row)
    facts = {"kind": row.kind, "of": entry.id, "from": starts_on.isoformat(), "stands": stands}
    tx.record("staff.change", row.id, stream=_STREAM, facts=facts)
    _apply_due(tx, row.id)
    return _view(tx.context, row)


def _read(kind: type[T], context: Context, entry: Mapping[str, Any]) -> T:
    try:
        return kind.model_validate({**entry, "service": context.settings.service})
    except ValidationError as fault:
        wrong = wrong_in(entry, fault)
        raise SettingsFault("SETTING-040", problem=wrong.problem, place=wrong.place) from None


def _refuse_unfit(session: Session, entry: Entry, giver: UserRow) -> None:
    is_person = isinstance(entry, PlannedPerson)
    refuse_takeover(session, entry.service, [entry.id] if is_person else [], [] if is_person else [entry.id])
    if isinstance(entry, PlannedPerson):
        refuse_promotion(session, [entry], giver)


def _refuse_no_team(tx: AuditedTransaction, person: PlannedPerson, starts_on: date) -> None:
    """Refuse a team that is not there on that day."""
    if person.team is None or person.leaves:
        return
    row = tx.session.get(TeamRow, person.team)
    is_there = row is not None and row.active
    for change in standing_changes(tx.session, person.service):
        if change.kind == "team" and change.subject == person.team and change.starts_on <= starts_on:
            entry = entry_of(tx.store, change)
            is_there = isinstance(entry, PlannedTeam) and not entry.ends
    if not is_there:
        raise SettingsFault("SETTING-044")


def _apply_due(tx: AuditedTransaction, only: str | None = None) -> int:
    """Carry out what is due, teams before the people of them on the same day; returns how many.

    Arguments: `only` the id of one change, for an act of somebody: what others asked for is the schedule's to do.
    """
    today = day_in_brussels(tx.at)
    standing = standing_changes(tx.session, tx.app.settings.service)
    due = [one for one in standing if one.starts_on <= today and only in (None, one.id)]
    due.sort(key=lambda one: (one.starts_on, one.kind != "team", one.id))
    return sum(_applied(tx, row) for row in due)


def _applied(tx: AuditedTransaction, row: StaffChangeRow) -> bool:
    entry = entry_of(tx.store, row)
    known: UserRow | TeamRow | None
    if isinstance(entry, PlannedTeam):
        known = tx.session.get(TeamRow, entry.id)
        if entry.ends:
            _left(known)
        else:
            tx.session.merge(team_row(entry, entry.shifts))
    else:
        known = tx.session.get(UserRow, entry.id)
        if entry.leaves:
            _left(known)
        elif (entry.team and not _is_active(tx.session, entry.team)) or _is_of_others(known, row.service):
            return False
        else:
            tx.session.merge(_with_known_name(tx, entry, known))
    row.applied_at = tx.at
    tx.session.add(row)
    tx.session.flush()
    tx.record("staff.apply", row.id, stream=_STREAM, facts={"kind": row.kind, "of": row.subject})
    return True


def _is_of_others(known: UserRow | None, service: str) -> bool:
    """Tell whether an id went to somebody of another service or of an office outside in the meantime."""
    return known is not None and (known.service != service or known.office is not None)


def _left(known: UserRow | TeamRow | None) -> None:
    if known is not None:
        known.active = False


def _is_active(session: Session, team: str) -> bool:
    row = session.get(TeamRow, team)
    return row is not None and row.active


def _with_known_name(tx: AuditedTransaction, entry: PlannedPerson, known: UserRow | None) -> UserRow:
    made = user_row(tx.store, entry, known)
    if made.name is None and known is not None:
        made.name = known.name
    return made


def _members_elsewhere(tx: AuditedTransaction, team: PlannedTeam) -> list[PlannedPerson]:
    """Return the members of a team as they go with it, without name and number: those that are known stay."""
    rows = tx.session.exec(select(UserRow).where(col(UserRow.active), col(UserRow.team_id) == team.id)).all()
    going = [row for row in rows if row.district not in (None, team.district)]
    return [_read(PlannedPerson, tx.context, _as_known(row) | {"district": team.district}) for row in going]


def _as_known(row: UserRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "role": row.role,
        "district": row.district,
        "team": row.team_id,
        "language": row.language,
        "thb_contact": row.thb_contact,
    }


def _view(context: Context, row: StaffChangeRow) -> StaffChange:
    entry = entry_of(context.store, row).model_dump(
        exclude={"id", "name", "telephone", "service", "office", "end", "breaks", "longest"}
    )
    return StaffChange(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        starts_on=row.starts_on,
        state=_state(row, day_in_brussels(context.at)),
        made_by=row.made_by,
        made_at=row.made_at,
        decided_by=row.decided_by,
        facts={key: value for key, value in entry.items() if value not in (None, (), {}, False, "")},
    )


def _state(row: StaffChangeRow, today: date) -> StaffChangeState:
    if row.ended_at is not None:
        return StaffChangeState.OFF
    if row.applied_at is not None:
        return StaffChangeState.DONE
    if row.decided_at is None:
        return StaffChangeState.ASKED
    return StaffChangeState.TO_COME if row.starts_on > today else StaffChangeState.LATE
