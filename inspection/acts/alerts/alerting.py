"""Alerts: raised once for each kind, subject and step, however often somebody looks."""

from datetime import datetime

from sqlmodel import col, select

from inspection.acts.alerts.on_call import Ring
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.errors import StoreFault
from inspection.store.core import new_id
from inspection.store.records import Alert
from inspection.time_of import now
from inspection.trust import Trail, ask, recorded


def raise_alert(
    trail: Trail,
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

    Arguments: `rings` whom the reader is to ring, with the turn of the roster that had the number then.
    """
    known = select(Alert.id).where(col(Alert.kind) == kind, col(Alert.subject) == subject, col(Alert.step) == step)
    if trail.session.exec(known).first() is not None:
        return False
    trail.session.add(
        Alert(
            id=new_id(),
            kind=kind,
            subject=subject,
            step=step,
            service=service,
            district=district,
            for_role=role,
            for_user=user,
            raised_at=trail.at,
            state="open",
            rings=rings.recipient if rings else None,
            duty_turn=rings.turn_id if rings else None,
        )
    )
    facts = {"kind": kind, "step": step, "role": role, **({"rings": rings.recipient} if rings else {})}
    trail.record("alert.raise", subject, stream="alert", facts=facts)
    return True


def see_alert(alert_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> None:
    """Note that somebody has seen an alert and takes it on."""
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        alert = trail.session.get(Alert, alert_id)
        if alert is None:
            raise StoreFault("STORE-060")
        district = None if alert.for_user == by else alert.district  # one's own, wherever the control was
        ask(trail.session, by, "alert.see", district=district, service=alert.service)
        if alert.state == "seen":
            trail.idle()
            return
        alert.state, alert.seen_by, alert.seen_at = "seen", by, at
        trail.record("alert.see", alert.subject, stream="alert", facts={"kind": alert.kind, "step": alert.step})
