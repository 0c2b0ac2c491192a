"""Who is away on which days: kept by whoever answers for them, read by those who plan; never why, of somebody ill."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from inspection.errors import AccessRefused, SettingsFault
from inspection.store.core import new_id
from inspection.store.people import StaffAbsenceRow, UserRow
from inspection.store.views import view_of
from inspection.trust import RANK, AuditedTransaction, Context, audited_transaction, is_within, require_permission

AwayKind = Literal["leave", "court", "training", "other"]
_STREAM = "roster"


@dataclass(frozen=True, kw_only=True)
class StaffAbsence:
    """Days on which somebody does not go out, both included."""

    id: str
    user_id: str
    kind: str
    first_day: date
    last_day: date
    made_by: str


def keep_absence(context: Context, user_id: str, kind: str, first_day: date, last_day: date) -> StaffAbsence:
    """Note that somebody is away; the next plan of those days counts without them, and one that stands is replanned.

    Errors: `AccessRefused` 086 for nobody of whom whoever asks answers; `SettingsFault` 045 for days the wrong way
    round, or an unknown kind.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("absence.keep", service=context.settings.service)
        user = answered_user(tx.session, asker, user_id)
        if last_day < first_day or kind not in get_args(AwayKind):
            raise SettingsFault("SETTING-045")
        return view_of(StaffAbsence, new_absence(tx, user.id, kind, first_day, last_day))


def end_absence(context: Context, absence_id: str) -> None:
    """Take back that somebody is away; a second time changes nothing.

    Errors: `AccessRefused` 086 for none of somebody of whom whoever asks answers.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("absence.end", service=context.settings.service)
        row = tx.session.get(StaffAbsenceRow, absence_id)
        user = tx.session.get(UserRow, row.user_id) if row is not None else None
        if row is None or user is None or not _answers_for(asker, user):
            raise AccessRefused("ACCESS-086")
        if row.ended_at is not None:
            tx.mark_unchanged()
            return
        ended(tx, row)


def answered_user(session: Session, asker: UserRow, user_id: str) -> UserRow:
    """Return somebody of whom whoever asks answers, inside an act that asked.

    Errors: `AccessRefused` 086 for anybody else.
    """
    user = session.get(UserRow, user_id)
    if user is None or not user.active or not _answers_for(asker, user):
        raise AccessRefused("ACCESS-086")
    return user


def new_absence(
    tx: AuditedTransaction, user_id: str, kind: str, first_day: date, last_day: date, *, source_key: str | None = None
) -> StaffAbsenceRow:
    """Note days of somebody inside an act that asked; `source_key` says from which event of a calendar they come."""
    row = StaffAbsenceRow(
        id=new_id(),
        service=tx.app.settings.service,
        user_id=user_id,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
        source_key=source_key,
        made_by=tx.by,
        made_at=tx.at,
    )
    tx.add(row)
    days = {"first": first_day.isoformat(), "last": last_day.isoformat()}
    tx.record("absence.keep", row.id, stream=_STREAM, facts={"of": user_id, **days})
    return row


def ended(tx: AuditedTransaction, row: StaffAbsenceRow) -> None:
    """Take days of somebody back inside an act that asked."""
    row.ended_by, row.ended_at = tx.by, tx.at
    tx.session.add(row)
    tx.record("absence.end", row.id, stream=_STREAM, facts={"of": row.user_id})


def list_absences(context: Context, first_day: date, last_day: date) -> list[StaffAbsence]:
    """Return who is away on any of some days, of the people of whom whoever asks answers; the look is recorded."""
    with audited_transaction(context) as tx:
        asker = tx.require("absence.list", service=context.settings.service)
        tx.record("absence.list", context.by, stream="reading", facts={"kind": "absences"})
        wanted = select(StaffAbsenceRow, UserRow).join(UserRow, col(UserRow.id) == col(StaffAbsenceRow.user_id))
        rows = tx.session.exec(
            wanted.where(*away_between(context.settings.service, first_day, last_day)).order_by(
                col(StaffAbsenceRow.first_day), col(StaffAbsenceRow.id)
            )
        )
        return [view_of(StaffAbsence, row) for row, user in rows if _answers_for(asker, user)]


def away_between(service: str, first_day: date, last_day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of absences that stand and take any of some days, both included."""
    return (
        col(StaffAbsenceRow.service) == service,
        col(StaffAbsenceRow.ended_at).is_(None),
        col(StaffAbsenceRow.first_day) <= last_day,
        col(StaffAbsenceRow.last_day) >= first_day,
    )


def may_be_away(context: Context) -> list[str]:
    """Return the ids of those whose days whoever asks keeps, for a page to offer them."""
    with context.store.read() as session:
        asker = require_permission(session, context, "absence.keep", service=context.settings.service)
        wanted = select(UserRow).where(col(UserRow.service) == asker.service, col(UserRow.active))
        return [one.id for one in session.exec(wanted.order_by(col(UserRow.id))) if _answers_for(asker, one)]


def _answers_for(asker: UserRow, user: UserRow) -> bool:
    """Tell whether somebody keeps another's days: a head for the people of their district, the office for all."""
    if user.service != asker.service or user.office is not None or user.role not in RANK or user.role == "system":
        return False
    return user.district is None or asker.role != "team_head" or is_within(asker, user.district)
