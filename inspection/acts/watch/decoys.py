"""Decoys are made, listed and ended by whoever answers for the data, and by nobody else.

A decoy looks real to whoever opens it, and stands in no list: who finds it has looked for it. So it sets nothing in
motion, and nobody comes by it in their work.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import access, records
from inspection.acts.workplaces import KnownWorkplace, place_of
from inspection.control.filled import Control
from inspection.errors import DecoyFault
from inspection.sealing import keyed_hash
from inspection.store.controls import ControlRow, DraftRow
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow, DecoyRow
from inspection.store.referrals import ReferralRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction

_STREAM, _PURPOSE = "decoy", "audit"


@dataclass(frozen=True, kw_only=True)
class StandingDecoy:
    """A decoy as its list shows it, with everybody who looked at it and when."""

    id: str
    kind: str
    name: str = field(repr=False)
    district: str
    made_at: datetime
    ended_at: datetime | None
    looks: tuple[tuple[datetime, str], ...]


def make_control_decoy(context: Context, control: Control, *, of: str, place: str) -> str:
    """Make an invented control that stands in an inspector's name; returns the id of the decoy.

    It is concluded by the rules as a real one, so that it shows what a real one would.

    Arguments: `of` the inspector that seems to have made it; `place` the REFNIS code where it seems to have been.
    Errors: `DecoyFault` 101 for an id that is taken, 103 for no active inspector, 104 for one with a decision;
    `ControlFault` 419 for facts of a day to which no rules reach.
    """
    if control.suspicion is not None:
        raise DecoyFault("DECOY-104")
    app = context.app
    with audited_transaction(context) as tx:
        tx.require("decoy.make", service=app.settings.service)
        inspector = _inspector(tx.session, of, app.settings.service)
        where = place_of(tx.session, app, control.workplace, place, day_in_brussels(context.at))
        concluded = records.following(app, control, where.competence)
        key = keyed_hash(control, purpose="content", keys=app.store.keys)
        service = app.settings.service
        row = records.control_row(tx, control, inspector, where, concluded, key, service, is_invented=True)
        row.saved_at = control.left_at or control.entered_at
        return _put(tx, "control", row.id, row.district, access.values_of(app.store, "control", row))


def make_workplace_decoy(context: Context, place: KnownWorkplace) -> str:
    """Make an invented workplace that is found by its number as a real one; returns the id of the decoy.

    Errors: `DecoyFault` 101 for a number that the house knows.
    """
    with audited_transaction(context) as tx:
        tx.require("decoy.make", service=context.settings.service)
        values = {name: getattr(place, name) for name in WorkplaceRow.model_fields if hasattr(place, name)}
        return _put(tx, "workplace", place.id, place.district, {**values, "seen_on": place.seen_on.isoformat()})


def make_case_decoy(context: Context, reference: str, *, district: str) -> str:
    """Make a reference of a case that there is none of: it answers as a case that is for somebody else.

    Errors: `DecoyFault` 101 for a reference that a case has.
    """
    with audited_transaction(context) as tx:
        tx.require("decoy.make", service=context.settings.service)
        return _put(tx, "referral", reference.strip().upper(), district, {})


def end_decoy(context: Context, decoy_id: str) -> None:
    """End a decoy: nobody finds it any more; who looked at it stays in the trail. Errors: `DecoyFault` 102."""
    with audited_transaction(context) as tx:
        tx.require("decoy.end", service=context.settings.service)
        row = tx.session.get(DecoyRow, decoy_id)
        if row is None or row.ended_at is not None or row.service != context.settings.service:
            raise DecoyFault("DECOY-102")
        row.ended_at, row.ended_by = context.at, context.by
        tx.record("decoy.end", row.id, stream=_STREAM, purpose=_PURPOSE)


def decoys(context: Context) -> list[StandingDecoy]:
    """Return every decoy and who looked at it when, for the data officer; that this list was read is recorded too."""
    with audited_transaction(context) as tx:
        tx.require("decoy.list", service=context.settings.service)
        tx.record("decoy.list", context.by, stream="reading", purpose=_PURPOSE, facts={"kind": "decoys"})
        mine = select(DecoyRow).where(col(DecoyRow.service) == context.settings.service)
        looked = select(AuditEntryRow).where(col(AuditEntryRow.act) == access.LOOKED)
        looks = list(tx.session.exec(looked.order_by(col(AuditEntryRow.n))))
        return [_shown(tx, row, looks) for row in tx.session.exec(mine.order_by(col(DecoyRow.id)))]


def _shown(tx: AuditedTransaction, row: DecoyRow, looks: list[AuditEntryRow]) -> StandingDecoy:
    decoy = access.decoy_of(tx.store, row)
    return StandingDecoy(
        id=row.id,
        kind=decoy.kind,
        name=decoy.name,
        district=decoy.district,
        made_at=row.made_at,
        ended_at=row.ended_at,
        looks=tuple((one.at, one.who) for one in looks if one.subject == row.id),
    )


def _put(tx: AuditedTransaction, kind: str, name: str, district: str, values: dict[str, object]) -> str:
    key = access.name_key(tx.store, kind, name)
    taken = tx.session.exec(select(DecoyRow.id).where(col(DecoyRow.name_key) == key)).first()
    if taken is not None or _is_real(tx.session, kind, name):
        raise DecoyFault("DECOY-101")
    decoy = access.Decoy(new_id(), kind, name, district, tx.context.settings.service, values)
    tx.add(
        DecoyRow(
            id=decoy.id,
            service=decoy.service,
            name_key=key,
            mark=access.sealed_mark(tx.store, decoy),
            made_by=tx.by,
            made_at=tx.at,
        )
    )
    tx.record("decoy.make", decoy.id, stream=_STREAM, purpose=_PURPOSE)
    return decoy.id


def _is_real(session: Session, kind: str, name: str) -> bool:
    if kind == "referral":
        return session.exec(select(ReferralRow.id).where(col(ReferralRow.reference) == name)).first() is not None
    tables = (ControlRow, DraftRow) if kind == "control" else (WorkplaceRow,)
    return any(session.get(table, name) is not None for table in tables)


def _inspector(session: Session, user_id: str, service: str) -> UserRow:
    user = session.get(UserRow, user_id)
    if user is None or user.role not in ("inspector", "team_head") or user.service != service:
        raise DecoyFault("DECOY-103")
    return user
