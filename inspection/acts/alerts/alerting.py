"""Alerts: raised once for each kind, subject and step, however often somebody looks.

One about a state ends by itself, in the act that ends the state: what is over asks nobody to look at it any more.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from inspection.acts.alerts.on_call import Ring
from inspection.errors import StoreFault
from inspection.life_cycles import AlertState
from inspection.store.core import new_id
from inspection.store.people import UserRow
from inspection.store.queries import alerts
from inspection.store.records import AlertRow
from inspection.store.views import AlertView
from inspection.time_of import day_in_brussels
from inspection.trust import (
    AuditedTransaction,
    Context,
    answers_alike,
    audited_transaction,
    is_within,
    require_in_service,
    stood_in_for,
)


def raise_alert(
    tx: AuditedTransaction,
    kind: str,
    subject: str,
    step: int,
    district: str,
    service: str,
    *,
    role: str,
    user: str | None = None,
    rings: Ring | None = None,
) -> bool:
    """Raise an alert inside an act; returns False when this kind, subject and step was raised before.

    One that ended by itself waits again: what it told of has come back.

    Arguments: `rings` whom the reader is to ring, with the turn of the roster that had the number then.
    """
    mine = col(AlertRow.kind) == kind, col(AlertRow.subject) == subject, col(AlertRow.step) == step
    known = tx.session.exec(select(AlertRow).where(*mine)).first()
    if known is not None and not has_ended(known):
        return False
    row = AlertRow(
        id=known.id if known else new_id(),
        kind=kind,
        subject=subject,
        step=step,
        service=service,
        district=district,
        for_role=role,
        for_user=user,
        raised_at=tx.at,
        state=AlertState.OPEN,
        rings=rings.recipient if rings else None,
        duty_turn=rings.turn_id if rings else None,
    )
    tx.session.merge(row)  # the one that ended, or a new one
    facts = {"kind": kind, "step": step, "role": role, **({"rings": rings.recipient} if rings else {})}
    tx.record("alert.raise", subject, stream="alert", facts=facts)
    return True


def end_alerts(tx: AuditedTransaction, *which: ColumnElement[bool]) -> int:
    """End inside an act the open alerts that conditions name; returns how many.

    Nobody saw them, so no name is noted: by that, `raise_alert` knows that the same is told again if it comes back.
    """
    wanted = select(AlertRow).where(col(AlertRow.state) == AlertState.OPEN, *which).order_by(col(AlertRow.id))
    found = tx.session.exec(wanted).all()
    for alert in found:
        alert.state, alert.seen_at = AlertState.SEEN, tx.at
        tx.record("alert.close", alert.subject, stream="alert", facts={"kind": alert.kind, "step": alert.step})
    return len(found)


def end_alerts_about(tx: AuditedTransaction, kind: str, *subjects: str) -> int:
    """End inside an act the open alerts of a kind about some subjects, on every step; returns how many."""
    return end_alerts(tx, col(AlertRow.kind) == kind, col(AlertRow.subject).in_(subjects))


def has_ended(alert: AlertRow) -> bool:
    """Tell whether an alert ended by itself, before anybody saw it."""
    return alert.state == AlertState.SEEN and alert.seen_by is None


def not_ended() -> ColumnElement[bool]:
    """Return whether an alert waits or was seen by somebody, as a condition of a query: it is not told again."""
    return or_(col(AlertRow.state) == AlertState.OPEN, col(AlertRow.seen_by).is_not(None))


def alerts_for(context: Context) -> list[AlertView]:
    """Return the open alerts that wait for somebody: by name, else for their role where they work.

    Whoever stands in for somebody absent has theirs too.
    """
    require_in_service(context, "alert.see")
    with context.store.read() as session:
        people = whose_alerts(session, context)
    return [one for one in alerts(context.store, service=context.settings.service) if is_for(one, people)]


def whose_alerts(session: Session, context: Context) -> list[UserRow]:
    """Return whoever acts, and those they stand in for today: what waits for one of these waits for them."""
    user = session.get(UserRow, context.by)
    return [] if user is None else [user, *stood_in_for(session, user, day_in_brussels(context.at))]


def is_for(alert: AlertView, people: Sequence[UserRow]) -> bool:
    """Tell whether an alert is for one of these people: named, or of their role and place where it names nobody."""
    if alert.for_user is not None:
        return any(alert.for_user == one.id for one in people)
    return any(alert.for_role == one.role and is_within(one, alert.district) for one in people)


@answers_alike("alert.see", "STORE-060")
def see_alert(context: Context, alert_id: str) -> None:
    """Note that somebody has seen an alert and takes it on."""
    with audited_transaction(context) as tx:
        alert = tx.session.get(AlertRow, alert_id)
        if alert is None:
            raise StoreFault("STORE-060")
        mine = [one.id for one in whose_alerts(tx.session, context)]
        district = None if alert.for_user in mine else alert.district  # one's own, wherever the control was
        tx.require("alert.see", district=district, service=alert.service)
        if alert.state == AlertState.SEEN:
            tx.mark_unchanged()
            return
        alert.state, alert.seen_by, alert.seen_at = AlertState.SEEN, context.by, context.at
        tx.record("alert.see", alert.subject, stream="alert", facts={"kind": alert.kind, "step": alert.step})
