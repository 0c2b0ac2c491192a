"""Deputies: who stands in for somebody absent, from a day to a day, with that person's role and district.

A head names them for their people, and anybody outside the house for themselves. Nobody is given more than whoever
names them has, and what somebody has as a deputy they do not pass on.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inspection.errors import AccessRefused
from inspection.store.core import OUTSIDE_ROLES, new_id
from inspection.store.people import DeputyRow, UserRow
from inspection.time_of import day_in_brussels
from inspection.trust import RANK, Asker, AuditedTransaction, Context, asker_of, audited_transaction, is_within

_STREAM = "rights"
_OF_SERVICE = (
    select(DeputyRow, UserRow)
    .join(UserRow, col(UserRow.id) == col(DeputyRow.absent_id))
    .where(col(DeputyRow.service) == bindparam("service"))
    .order_by(col(DeputyRow.id))
)


DeputyState = Literal["to come", "now", "over", "ended"]


@dataclass(frozen=True, kw_only=True)
class Deputy:
    """Somebody who stands in for somebody else; `state` is "to come", "now", "over" or "ended"."""

    id: str
    absent: str
    deputy: str
    first_day: date
    last_day: date
    state: DeputyState


def name_deputy(context: Context, absent: str, deputy: str, first_day: date, last_day: date) -> str:
    """Let somebody stand in for somebody absent, on some days, both included; returns the id of that.

    Errors: `AccessRefused` 087 for days that are over, the wrong way round or too many; 085 for whom
    whoever asks does not answer, or who cannot stand in for the absent one, told alike.
    """
    rules, today = context.app.catalogue(day_in_brussels(context.at)).identity, day_in_brussels(context.at)
    longest = timedelta(days=rules.deputy_longest_days - 1)
    if not first_day <= last_day <= first_day + longest or last_day < today:
        raise AccessRefused("ACCESS-087", days=rules.deputy_longest_days)
    with audited_transaction(context) as tx:
        asker = tx.require("deputy.name", service=context.settings.service)
        _refuse_unfit(tx.session, asker, absent, deputy)
        row = DeputyRow(
            id=new_id(),
            service=asker.service,
            absent_id=absent,
            deputy_id=deputy,
            first_day=first_day,
            last_day=last_day,
            made_by=context.by,
            made_at=context.at,
        )
        tx.add(row)
        facts = {"absent": absent, "deputy": deputy, "first": str(first_day), "last": str(last_day)}
        tx.record("deputy.name", row.id, stream=_STREAM, facts=facts)
    return row.id


def end_deputy(context: Context, deputy_id: str) -> None:
    """Let a deputy stand in no longer, from now on; a second time changes nothing.

    Errors: `AccessRefused` 085 for one that is unknown, or of whom whoever asks does not answer.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("deputy.end", service=context.settings.service)
        row = tx.session.get(DeputyRow, deputy_id)
        absent = tx.session.get(UserRow, row.absent_id) if row is not None else None
        if row is None or absent is None or row.service != asker.service or not _answers_for(asker, absent):
            raise AccessRefused("ACCESS-085")
        if row.ended_at is not None:
            tx.mark_unchanged()
            return
        row.ended_at, row.ended_by = context.at, context.by
        tx.session.add(row)
        tx.record("deputy.end", row.id, stream=_STREAM)


def list_deputies(context: Context) -> list[Deputy]:
    """Return who stands in for whom, of one's service or one's own office; the look is recorded."""
    with audited_transaction(context) as tx:
        return list(deputies_in(tx, asker_of(tx.session, context, "deputy.list")))


def deputies_in(tx: AuditedTransaction, asker: Asker) -> tuple[Deputy, ...]:
    """Return who stands in for whom inside the transaction of a page that shows more; the look is recorded."""
    reader = asker.require("deputy.list", service=tx.context.settings.service)
    tx.record("deputy.list", tx.by, stream="reading", facts={"kind": "deputies"})
    return tuple(_view(row, tx.context) for row in _shown(tx, reader))


def _shown(tx: AuditedTransaction, reader: UserRow) -> list[DeputyRow]:
    rows = tx.session.exec(_OF_SERVICE, params={"service": reader.service})
    return [row for row, absent in rows if reader.office is None or absent.office == reader.office]


def _view(row: DeputyRow, context: Context) -> Deputy:
    on = day_in_brussels(context.at)
    state: DeputyState = "to come" if on < row.first_day else "now" if on <= row.last_day else "over"
    return Deputy(
        id=row.id,
        absent=row.absent_id,
        deputy=row.deputy_id,
        first_day=row.first_day,
        last_day=row.last_day,
        state="ended" if row.ended_at is not None else state,
    )


def _refuse_unfit(session: Session, asker: UserRow, absent_id: str, deputy_id: str) -> None:
    absent, deputy = session.get(UserRow, absent_id), session.get(UserRow, deputy_id)
    if absent is None or deputy is None or absent.id == deputy.id:
        raise AccessRefused("ACCESS-085")
    is_fit = absent.active and deputy.active and absent.service == deputy.service == asker.service
    if not is_fit or not _answers_for(asker, absent) or not _can_stand_in(deputy, absent):
        raise AccessRefused("ACCESS-085")


def _answers_for(asker: UserRow, absent: UserRow) -> bool:
    """Tell whether somebody may say who stands in for another: for themselves, or a head for people not above them."""
    if asker.id == absent.id:
        return True
    if asker.role in OUTSIDE_ROLES or absent.role not in RANK or asker.role not in RANK:
        return False
    return RANK[asker.role] >= RANK[absent.role] and (absent.district is None or is_within(asker, absent.district))


def _can_stand_in(deputy: UserRow, absent: UserRow) -> bool:
    """Tell whether two are of one kind: of the house's field and office, or of one office outside in one role.

    Who watches the house stands in for nobody whom they watch, and nobody stands in for them.
    """
    if absent.role in OUTSIDE_ROLES:
        return (deputy.role, deputy.office) == (absent.role, absent.office)
    watched = {"inspector", "team_head", "supervisor", "direction"}
    return absent.role in watched and deputy.role in watched
