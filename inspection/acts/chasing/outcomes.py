"""What offices were to say later: how a case went on, and the call that they promised."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from inspection.acts import orders, outbox
from inspection.acts.alerts import Alarm, Whose, alarm, registrars, rung
from inspection.life_cycles import DeliveryState
from inspection.referral.outcomes import next_outcome_due
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import (
    WITHOUT_BUNDLE,
    CallRow,
    DeliveryRow,
    OutcomeToldRow,
    ReferralRow,
    TakenOnRow,
)
from inspection.time_of import day_in_brussels, moment_of, months_later
from inspection.trust import AppContext, Context, audited_transaction

if TYPE_CHECKING:
    from sectors import Catalogue

_ASK = "outcome.ask"
_TOGETHER = 500  # ids in one question to the database


@dataclass(frozen=True)
class OutcomeDue:
    """An office of a magistrate that is asked how a case went on: by which delivery it took it on, and which time."""

    delivery: DeliveryRow
    referral: ReferralRow
    day: date
    months: int


def outcomes_due(session: Session, app: AppContext, at: datetime) -> list[OutcomeDue]:
    """Return every asking of an outcome whose day has come and that no outcome answers yet.

    Looked for among moments and codes only, in two reads: thousands of cases stand in the months that are asked about,
    and hardly one of them is due on a day.
    """
    today = day_in_brussels(at)
    catalogue = app.catalogue(today)
    told, found = _told(session), {}
    for id_, referral, recipient, answered_at in _taken_on(session, catalogue, today):
        since = day_in_brussels(answered_at)
        due = next_outcome_due(since, told.get((referral, recipient), ()), today, catalogue.deadlines)
        if due is not None and due[0] <= today:
            found[id_] = due
    return [
        OutcomeDue(row, referral, *found[row.id])
        for row, referral in _with_case(session, sorted(found))
        if outbox.last_to_each(session, referral)[row.recipient].message not in ("withdrawal", "recall")
    ]


def missing_outcomes(app: AppContext, due: Iterable[OutcomeDue], at: datetime) -> Iterable[Alarm]:
    """Tell the coordination, once for each asking, of an outcome that was asked for and did not come.

    Nobody outside is chased for it: it is asked on the portal, and the magistrate tells what may be told.
    """
    today = day_in_brussels(at)
    late = timedelta(days=app.catalogue(today).deadlines.outcome_late_days)
    for one in due:
        if today > one.day + late:
            yield alarm("outcome_missing", one.delivery.id, one.months, one.referral, "supervisor")


def to_ask(session: Session, due: Sequence[OutcomeDue]) -> list[OutcomeDue]:
    """Return what is to be asked now and was not asked before, as the trail says."""
    asked = _asked(session, sorted({one.delivery.id for one in due}))
    return [one for one in due if (one.delivery.id, one.months) not in asked]


def ask_outcomes(context: Context, due: Sequence[OutcomeDue]) -> None:
    """Record that outcomes are asked; the portal shows it, and nothing else does."""
    if not due:
        return
    with audited_transaction(context) as tx:
        tx.require("deadlines.chase", service=context.settings.service)
        for one in due:
            facts = {"recipient": one.delivery.recipient, "months": one.months}
            tx.record(_ASK, one.delivery.id, stream="referral", facts=facts)


def missed_promises(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Tell the head of the team of a promised call that nobody noted, once for each promise that holds."""
    minutes = app.catalogue(day_in_brussels(at)).deadlines.ring_back_late_minutes
    broken = list(_broken(session, at - timedelta(minutes=minutes)))
    registered = registrars(session)
    for delivery, rings_back_at, control, whose in broken:
        step = int(rings_back_at.timestamp() // 60)
        yield alarm("ring_back_missed", delivery, step, whose, *rung(control, registered))


def _taken_on(session: Session, catalogue: "Catalogue", today: date) -> Iterator[tuple[str, str, str, datetime]]:
    """Yield delivery, referral, office and moment of the first reports that magistrates' offices took on so long ago
    that something may be asked.
    """
    rules = catalogue.deadlines
    offices = {one.id for one in catalogue.recipients.values() if one.kind in orders.MAGISTRATES}
    of_case = {reason for reason, share in catalogue.shares.items() if share.is_of_case}
    since = moment_of(months_later(today, -rules.outcome_chased_months), 0)
    until = moment_of(months_later(today, -rules.outcome_months[0]) + timedelta(days=1), 0)
    wanted: Any = (  # six columns: the types of `select` end at four
        select(DeliveryRow.id, DeliveryRow.referral_id, DeliveryRow.recipient, DeliveryRow.answered_at)
        .where(col(DeliveryRow.answered_at) >= since, col(DeliveryRow.answered_at) < until)
        .where(col(DeliveryRow.ended_at).is_(None))
        .add_columns(col(DeliveryRow.state), col(DeliveryRow.reason), col(DeliveryRow.supplements))
        .order_by(col(DeliveryRow.answered_at), col(DeliveryRow.id))
    )
    for id_, referral, recipient, answered_at, state, reason, supplements in session.exec(wanted):
        is_taken_on = state == DeliveryState.ACKNOWLEDGED and supplements is None
        if is_taken_on and recipient in offices and reason in of_case:
            yield id_, referral, recipient, answered_at


def _told(session: Session) -> Mapping[tuple[str, str], list[tuple[str, date]]]:
    """Return what was told of each case by each office: each outcome with its day."""
    found: dict[tuple[str, str], list[tuple[str, date]]] = {}
    wanted = select(
        OutcomeToldRow.referral_id, OutcomeToldRow.recipient, OutcomeToldRow.outcome, col(OutcomeToldRow.told_on)
    )
    for referral, recipient, outcome, told_on in session.exec(wanted):
        found.setdefault((referral, recipient), []).append((outcome, told_on))
    return found


def _with_case(session: Session, ids: Sequence[str]) -> Iterator[tuple[DeliveryRow, ReferralRow]]:
    """Yield deliveries, each with its referral, in the order of their ids."""
    for start in range(0, len(ids), _TOGETHER):
        wanted = (
            select(DeliveryRow, ReferralRow)
            .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
            .where(col(DeliveryRow.id).in_(ids[start : start + _TOGETHER]))
            .order_by(col(DeliveryRow.id))
            .options(WITHOUT_BUNDLE)
        )
        yield from session.exec(wanted).all()


def _asked(session: Session, deliveries: Sequence[str]) -> set[tuple[str, int]]:
    mine = select(AuditEntryRow).where(
        col(AuditEntryRow.stream) == "referral",
        col(AuditEntryRow.act) == _ASK,
        col(AuditEntryRow.subject).in_(deliveries),
    )
    return {(entry.subject, entry.facts["months"]) for entry in session.exec(mine)} if deliveries else set()


def _broken(session: Session, before: datetime) -> Iterator[tuple[str, datetime, str, Whose]]:
    """Yield the broken promises: delivery, promised moment, the control of the case and whose it is."""
    wanted = _broken_promises(before).join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
    more = (col(ReferralRow.control_id), col(ReferralRow.district), col(ReferralRow.service))
    for delivery, rings_back_at, control, *whose in session.exec(wanted.add_columns(*more)):
        yield delivery, rings_back_at, control, Whose(*whose)


def _broken_promises(before: datetime) -> Any:
    """Return the query of what each office said last of each case, its moment to ring back passed, and no call since.

    Asked in the database, of its indexes: the promises that were kept are as many as the cases ever taken on.
    """
    later, its, ringing, rung_by = aliased(TakenOnRow), aliased(DeliveryRow), aliased(CallRow), aliased(DeliveryRow)
    said_since = (
        select(later.id)
        .join(its, col(its.id) == col(later.delivery_id))
        .where(col(its.referral_id) == col(DeliveryRow.referral_id), col(its.recipient) == col(DeliveryRow.recipient))
        .where(col(its.ended_at).is_(None))
        .where(
            or_(
                col(later.noted_at) > col(TakenOnRow.noted_at),
                and_(col(later.noted_at) == col(TakenOnRow.noted_at), col(later.id) > col(TakenOnRow.id)),
            )
        )
    )
    rung_since = (
        select(ringing.id)
        .join(rung_by, col(rung_by.id) == col(ringing.delivery_id))
        .where(col(rung_by.referral_id) == col(DeliveryRow.referral_id))
        .where(col(rung_by.recipient) == col(DeliveryRow.recipient), col(ringing.at) > col(TakenOnRow.noted_at))
    )
    return (
        select(TakenOnRow.delivery_id, TakenOnRow.rings_back_at)
        .join(DeliveryRow, col(DeliveryRow.id) == col(TakenOnRow.delivery_id))
        .where(col(DeliveryRow.ended_at).is_(None), col(TakenOnRow.rings_back_at) < before)
        .where(~said_since.exists(), ~rung_since.exists())
        .order_by(col(TakenOnRow.noted_at), col(TakenOnRow.id))
    )
