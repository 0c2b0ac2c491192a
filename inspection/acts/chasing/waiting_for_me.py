"""What waits for whoever works: alerts, answers that are overdue, deadlines that are near; and what alerts speak of."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from inspection.acts import access, alerts
from inspection.acts.chasing.chasing import Overdue, overdue
from inspection.life_cycles import AlertState
from inspection.store import queries
from inspection.store.orders import order_references
from inspection.store.policy import ReportProposalRow
from inspection.store.queries import ActionView, ClockView
from inspection.store.records import AlertRow, DataBreachRow, ErasureRow
from inspection.store.referrals import FollowUpRow
from inspection.store.views import AlertView, ControlView, DeliveryView
from inspection.trust import Context

_KIND = "waiting"
_OPEN = select(AlertRow.subject).where(col(AlertRow.state) == AlertState.OPEN)


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody."""

    alerts: Sequence[AlertView]
    overdue: Sequence[Overdue]
    clocks: Sequence[ClockView]


@dataclass(frozen=True)
class Subjects:
    """What alerts may speak of, as far as whoever looks may know of it.

    orders, referrals, house
        Their references, by id; `house` those of erasures and breaches of personal data.
    reports
        Kind and period of each draft that waits, by id.
    follow_ups
        The control of which each is, by id.
    """

    controls: Sequence[ControlView]
    clocks: Sequence[ClockView]
    actions: Sequence[ActionView]
    deliveries: Sequence[DeliveryView]
    orders: Mapping[str, str]
    referrals: Mapping[str, str]
    follow_ups: Mapping[str, str]
    house: Mapping[str, str]
    reports: Mapping[str, tuple[str, str]]


def what_waits(context: Context, until: date, *, again: access.ListLook | None = None) -> Waiting:
    """Return what waits for somebody where they work; deadlines as far as `until`.

    Ordered work that is not for these eyes is left out. `again` as for `look_at_list`.
    """
    place, service = access.look_at_list(context, _KIND, None, again=again)
    hidden, reader = access.hidden_from(context), queries.user(context.store, context.by)
    late = [
        one
        for one in overdue(context)
        if one.service == service and place in (None, one.district) and one.reference not in hidden
    ]
    clocks = queries.running_clocks(context.store, until, place, service, reader)
    return Waiting(alerts.alerts_for(context), late, clocks)


def subjects_of_alerts(context: Context, *, again: access.ListLook | None = None) -> Subjects:
    """Return what alerts may speak of, for a screen that names it; it belongs to the look at what waits."""
    place, service = access.look_at_list(context, _KIND, None, again=again)
    store, hidden, reader = context.store, access.hidden_from(context), queries.user(context.store, context.by)
    referrals = [one for one in queries.referrals(store, place) if all(d.service == service for d in one.deliveries)]
    controls = queries.controls(store, place, service=service, reader=reader)
    return Subjects(
        controls=controls,
        clocks=queries.running_clocks(store, date.max, place, service, reader),
        actions=queries.actions(store, district=place, service=service),
        deliveries=[one for one in queries.deliveries(store) if one.service == service and one.reference not in hidden],
        orders=order_references(store, reader) if reader else {},
        referrals={one.id: one.reference for one in referrals if one.reference not in hidden},
        follow_ups=_follow_ups(context, {one.id for one in controls}),
        house=_of_the_house(context, service),
        reports=_reports(context, service),
    )


def _of_the_house(context: Context, service: str) -> dict[str, str]:
    """Return the references of the erasures and breaches that an open alert speaks of: codes, which name nobody."""
    with context.store.read() as session:
        return {
            id_: reference
            for table in (ErasureRow, DataBreachRow)
            for id_, reference in session.exec(
                select(table.id, table.reference).where(col(table.id).in_(_OPEN), col(table.service) == service)
            )
        }


def _reports(context: Context, service: str) -> dict[str, tuple[str, str]]:
    """Return kind and period of the drafts of reports that an open alert speaks of."""
    drafts = select(ReportProposalRow.id, ReportProposalRow.kind, ReportProposalRow.key).where(
        col(ReportProposalRow.id).in_(_OPEN), col(ReportProposalRow.service) == service
    )
    with context.store.read() as session:
        return {id_: (kind, key) for id_, kind, key in session.exec(drafts)}


def _follow_ups(context: Context, controls: Set[str]) -> dict[str, str]:
    """Return the control of each follow-up that an open alert speaks of, of some controls; ended ones too."""
    wanted = select(FollowUpRow.id, FollowUpRow.control_id).where(col(FollowUpRow.id).in_(_OPEN))
    with context.store.read() as session:
        return {id_: control for id_, control in session.exec(wanted) if control in controls}
