"""Ringing with a notice: what to say, and what came of it; a centre that is full gives way to the next one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from inspection.acts import access, alerts
from inspection.acts.protection import consents, notices
from inspection.errors import ReferralFault
from inspection.life_cycles import NoticeState, NoticeTry
from inspection.referral import bundle
from inspection.store.controls import ControlRow
from inspection.store.protection import NoticeRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction
from sectors.rules.recipients import Recipient

CallOutcome = Literal["reached", "no_answer", "full"]
CentreAnswer = Literal["reached", "full", "refused"]


@dataclass(frozen=True, kw_only=True)
class NoticeStep:
    """A notice after a call: who is rung next, if anybody; of a centre that was reached nothing says which it was."""

    reference: str
    kind: str
    state: NoticeState
    next_office: str | None
    attempts: int


@answers_alike("notice.ring", "REFER-783")
def notice_script(context: Context, reference: str) -> str:
    """Return what to say with a notice to the office whose turn it is; that it was opened is recorded.

    Errors: `ReferralFault` 783 for no notice, 784 for one that is answered, stopped, or has no office left;
    `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row = notices.find_notice(context, tx.session, reference)
        tx.require("notice.ring", district=notices.own_district(row, context.by), service=row.service)
        to = _open_office(context.app, row, context.at)
        control = tx.session.get_one(ControlRow, row.control_id)
        access.reveal_control(tx, "notice.prepare", control, subject=row.reference, facts={"kind": row.kind})
    return bundle.notice_text(notices.notice_of(context.store, row), to)


@answers_alike("notice.ring", "REFER-783")
def log_notice(context: Context, reference: str, outcome: CallOutcome) -> NoticeStep:
    """Log a call with a notice to a centre or to the guardianship service.

    A centre that is full or does not answer is kept as tried, and the next in the order of the rules takes its place;
    after the last the first comes again, and the team head is told. Once a centre is reached, neither which it was nor
    what it was told is kept.

    Errors: `ReferralFault` 783 for no notice, 784 for one that is closed, 785 or 790 for what is answered otherwise;
    `AccessRefused`.
    """
    with audited_transaction(context, name="notice") as tx:
        row = notices.find_notice(context, tx.session, reference)
        tx.require("notice.ring", district=notices.own_district(row, context.by), service=row.service)
        _refuse_other_kind(row, outcome)
        to = _open_office(context.app, row, context.at)
        _note(tx, row, to, outcome, "telephone")
        return _step(context.app, row, context.at)


def take_centre_answer(tx: AuditedTransaction, row: NoticeRow, answer: CentreAnswer, way: str) -> None:
    """Note inside an act what a centre answers by itself; one that does not take the person gives way to the next.

    Errors: `ReferralFault` 784 for one that is closed, 785 for what is no notice to a centre.
    """
    if row.kind != "centre":
        raise ReferralFault("REFER-785", reference=row.reference)
    _note(tx, row, _open_office(tx.app, row, tx.at), answer, way)


def _note(tx: AuditedTransaction, row: NoticeRow, to: Recipient, outcome: str, way: str) -> None:
    tried = NoticeTry(outcome)
    if tried == NoticeTry.REACHED:
        row.state, row.answered_at = NoticeState.TAKEN, tx.at
        notices.add_try(tx, row, way, tried)
        if row.kind == "centre":
            notices.forget(row)
    else:
        notices.add_try(tx, row, way, tried, office=to.id)
        _ring_next(tx, row, to)


def _refuse_other_kind(row: NoticeRow, outcome: CallOutcome) -> None:
    if row.kind == "exchange":
        raise ReferralFault("REFER-785", reference=row.reference)
    if row.kind == "guardian" and outcome == "full":
        raise ReferralFault("REFER-790", reference=row.reference)


def _open_office(app: AppContext, row: NoticeRow, at: datetime) -> Recipient:
    to = notices.office_of(app, row, at) if row.state in notices.OPEN else None
    if to is None:
        raise ReferralFault("REFER-784", reference=row.reference)
    return to


def _ring_next(tx: AuditedTransaction, row: NoticeRow, tried: Recipient) -> None:
    if row.kind != "centre":
        return
    order = _order(tx.session, tx.app, row)
    place = order.index(tried.id) + 1 if tried.id in order else 0
    row.office = tx.store.seal("notice.office", row.id, order[place % len(order)], case=row.control_id)
    if place == len(order):
        alerts.raise_alert(tx, "centres_full", row.id, row.attempts, row.district, row.service, role="team_head")


def _order(session: Session, app: AppContext, row: NoticeRow) -> list[str]:
    control = session.get_one(ControlRow, row.control_id)
    return consents.ring_order(app, control, app.catalogue(day_in_brussels(row.queued_at)))


def _step(app: AppContext, row: NoticeRow, at: datetime) -> NoticeStep:
    to = notices.office_of(app, row, at) if row.state in notices.OPEN else None
    return view_of(NoticeStep, row, next_office=to.id if to else None)
