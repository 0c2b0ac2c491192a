"""Named queries on what happened: complaints, controls, the deadlines that run, referrals, alerts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, or_, select

from inspection.life_cycles import AlertState, ClockState, ComplaintState
from inspection.store.controls import ClockRow, ControlRow, FindingRow
from inspection.store.core import Store
from inspection.store.orders import hidden_controls
from inspection.store.queries.asking import unsealed, where_given
from inspection.store.records import AlertRow
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralRow
from inspection.store.views import AlertView, ComplaintView, ControlView, DeliveryView, ReferralView, UserView, view_of
from inspection.store.weeks import ChosenRow, ComplaintRow, WorkplaceRow

# What inspectors wrote stays sealed where it is: a list shows none of it.
_WITHOUT_BODY = (defer(cast(Any, ControlRow.body)), defer(cast(Any, ControlRow.conclusion)))


def complaints(
    store: Store, district: str | None = None, state: str | None = None, service: str | None = None
) -> list[ComplaintView]:
    """Return complaints, the latest first, without text and source."""
    wanted = select(ComplaintRow).order_by(col(ComplaintRow.received_at).desc(), col(ComplaintRow.id))
    asked = ((ComplaintRow.district, district), (ComplaintRow.state, state), (ComplaintRow.service, service))
    with store.read() as session:
        return [
            view_of(
                ComplaintView,
                row,
                kept_at=row.decided_at if row.state == ComplaintState.KEPT else None,
                lane="ordinary",  # which one follows from the others: see `acts.workplaces.in_lanes`
            )
            for row in session.exec(where_given(wanted, *asked))
        ]


def controls(
    store: Store,
    district: str | None = None,
    workplace: str | None = None,
    service: str | None = None,
    reader: UserView | None = None,
    or_saved_by: str | None = None,
) -> list[ControlView]:
    """Return controls, the latest first, with nothing about persons.

    Arguments: `reader` who will see them: of what a magistrate ordered, only where that is permitted; `or_saved_by`
    whose own controls are returned as well where they lie in another district: one saves there in a joint action.
    """
    wanted = _standing(select(ControlRow), district, service, reader, or_saved_by)
    wanted = where_given(wanted, (ControlRow.workplace, workplace))
    with store.read() as session:
        found = session.exec(wanted.options(*_WITHOUT_BODY)).all()
        mine = wanted.with_only_columns(col(ControlRow.id)).order_by(None)
        counted = select(FindingRow.control_id, func.count()).group_by(col(FindingRow.control_id))
        findings = dict(session.exec(counted.where(col(FindingRow.control_id).in_(mine))).all())
        named = select(ReferralRow.control_id, ReferralRow.reference)
        references = dict(session.exec(named.where(col(ReferralRow.control_id).in_(mine))).all())
    return [
        view_of(
            ControlView,
            row,
            team=row.team_id,
            is_planned=row.visit_id is not None,
            findings=findings.get(row.id, 0),
            reference=references.get(row.id),
        )
        for row in found
    ]


def control_ids(
    store: Store, district: str | None, service: str, reader: UserView | None, or_saved_by: str, *, saved_by: str | None
) -> list[str]:
    """Return the ids of what `controls` returns, in the same order; `saved_by` those of one person only."""
    wanted = _standing(select(ControlRow.id), district, service, reader, or_saved_by)
    with store.read() as session:
        return list(session.exec(where_given(wanted, (ControlRow.saved_by, saved_by))))


def _standing(
    wanted: Any, district: str | None, service: str | None, reader: UserView | None, or_saved_by: str | None
) -> Any:
    """Return a query of the last version of each control that a reader may see, the latest first."""
    shown = col(ControlRow.id).not_in(hidden_controls(reader, "controls"))
    wanted = wanted.where(shown, col(ControlRow.continued_as).is_(None))
    wanted = wanted.order_by(col(ControlRow.entered_at).desc(), col(ControlRow.id))
    if district is not None:
        wanted = wanted.where(or_(col(ControlRow.district) == district, col(ControlRow.saved_by) == or_saved_by))
    return where_given(wanted, (ControlRow.service, service))


def control_body(store: Store, control_id: str) -> str:
    """Return a filled control as JSON, unsealed: only for a reader whose look was recorded; KeyError if unknown."""
    return unsealed(store, ControlRow, control_id, "body")


def control_conclusion(store: Store, control_id: str) -> str:
    """Return what followed from a control as JSON, unsealed; KeyError if unknown."""
    return unsealed(store, ControlRow, control_id, "conclusion")


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A legal deadline that runs; `due_on` is its last day."""

    id: str
    key: str
    control_id: str
    workplace: str
    district: str
    saved_by: str
    due_on: date
    asks: str


@dataclass(frozen=True, kw_only=True)
class WorkplaceView:
    """A workplace as last known, unsealed: only for a reader whose look was recorded."""

    id: str
    district: str
    sector: str
    refnis: str | None
    canton: str | None
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


def running_clocks(
    store: Store,
    until: date,
    district: str | None = None,
    service: str | None = None,
    reader: UserView | None = None,
) -> list[ClockView]:
    """Return the deadlines that run and end on `until` or before, the earliest first.

    Arguments: `reader` who will see them: of controls that a magistrate ordered, only where that is permitted.
    """
    wanted = (
        select(ClockRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(ClockRow.control_id))
        .where(col(ClockRow.state) == ClockState.RUNNING, col(ClockRow.due_on) <= until)
        .where(col(ControlRow.id).not_in(hidden_controls(reader, "clocks")))
        .order_by(col(ClockRow.due_on), col(ClockRow.id))
    )
    if district is not None:
        wanted = wanted.where(col(ControlRow.district) == district)
    if service is not None:
        wanted = wanted.where(col(ControlRow.service) == service)
    with store.read() as session:
        return [
            view_of(
                ClockView,
                clock,
                control_id=control.id,
                workplace=control.workplace,
                district=control.district,
                saved_by=control.saved_by,
            )
            for clock, control in session.exec(wanted)
        ]


def workplace(store: Store, workplace_id: str) -> WorkplaceView | None:
    """Return what is known of a workplace, or None."""
    with store.read() as session:
        row = session.get(WorkplaceRow, workplace_id)
    if row is None:
        return None
    words = ((name, getattr(row, name)) for name in ("name", "address"))
    opened = {name: store.unseal(f"workplace.{name}", row.id, sealed) if sealed else None for name, sealed in words}
    return view_of(WorkplaceView, row, **opened)


def openly_known(reader: UserView | None, service: str) -> ColumnElement[bool]:
    """Return the condition that whoever looks may know of a workplace: a week chose it, or a control was made there.

    Of whatever a magistrate ordered the place is remembered too, so that a control finds its offices; that alone would
    tell of the order.

    Arguments: `reader` who looks: a control that was ordered counts only where it is permitted.
    """
    chosen = select(ChosenRow.id).where(col(ChosenRow.workplace) == col(WorkplaceRow.id))
    visited = select(ControlRow.id).where(
        col(ControlRow.workplace) == col(WorkplaceRow.id),
        col(ControlRow.service) == service,
        col(ControlRow.id).not_in(hidden_controls(reader, "controls")),
    )
    return or_(chosen.exists(), visited.exists())


def referrals(store: Store, district: str | None = None) -> list[ReferralView]:
    """Return referrals with their deliveries, the latest first."""
    wanted = select(ReferralRow).order_by(col(ReferralRow.year).desc(), col(ReferralRow.serial).desc())
    with store.read() as session:
        found = session.exec(where_given(wanted, (ReferralRow.district, district)))
        return [_referral(session, row) for row in found]


def deliveries(store: Store, *, reference: str | None = None, recipient: str | None = None) -> list[DeliveryView]:
    """Return deliveries in the order in which they were queued."""
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    asked = ((ReferralRow.reference, reference), (DeliveryRow.recipient, recipient))
    with store.read() as session:
        return [_delivery(delivery, referral) for delivery, referral in session.exec(where_given(wanted, *asked))]


def alerts(store: Store, *, service: str | None = None) -> list[AlertView]:
    """Return the open alerts, the oldest first."""
    wanted = select(AlertRow).order_by(col(AlertRow.raised_at), col(AlertRow.id))
    asked = ((AlertRow.state, AlertState.OPEN), (AlertRow.service, service))
    with store.read() as session:
        return [view_of(AlertView, row) for row in session.exec(where_given(wanted, *asked))]


def _referral(session: Session, row: ReferralRow) -> ReferralView:
    mine = select(DeliveryRow).where(col(DeliveryRow.referral_id) == row.id).order_by(col(DeliveryRow.id))
    found: Iterable[DeliveryRow] = session.exec(mine.options(WITHOUT_BUNDLE))
    return view_of(ReferralView, row, deliveries=tuple(_delivery(d, row) for d in found))


def _delivery(row: DeliveryRow, referral: ReferralRow) -> DeliveryView:
    of_referral = {name: getattr(referral, name) for name in ("reference", "district", "service")}
    return view_of(DeliveryView, row, transports=tuple(row.transports), **of_referral)
