"""Findings of another service's competence are passed on to it, on a legal basis, and tracked until it answers.

A suspicion of trafficking never goes this way, and what comes from a judicial file only with a magistrate's permission.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from inspection.acts import access, orders, protection
from inspection.acts.controls import ToPassOn, obstacle, proposals
from inspection.acts.exchanges.values import exchange_values
from inspection.errors import ReferralFault
from inspection.life_cycles import ExchangeAnswer, NoticeState, RefusalReason
from inspection.referral import delivery
from inspection.sealing import canonical_json
from inspection.store.controls import ControlRow
from inspection.store.orders import hidden_controls
from inspection.store.protection import NoticeRow
from inspection.store.queries import user
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction


@dataclass(frozen=True, kw_only=True)
class MagistratePermission:
    """A magistrate's permission to pass something on: whose office, and its own words or reference, sealed."""

    authority: str
    words: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What was passed on: what, to whom, on which basis, when, and what became of it; `words` of the other service."""

    reference: str
    control_id: str
    recipient: str
    offences: tuple[str, ...]
    basis: str
    permitted: bool
    state: NoticeState
    passed_on_at: datetime
    sent_at: datetime | None
    due_on: date | None
    is_late: bool
    answered_at: datetime | None
    reason: str | None
    words: str = field(default="", repr=False)


@answers_alike("exchange.propose", "REFER-780")
def to_pass_on(context: Context, control_id: str) -> tuple[ToPassOn, ...]:
    """Return the findings of a finished control that others are competent for and that were not passed on yet.

    The look is recorded. Nothing is proposed where the control had to stop, nor while a pattern of exploitation waits
    for the inspector's decision: somebody who comes to see would warn the employer.

    Errors: `ReferralFault` 780 for no control; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row = protection.find_control(context, tx.session, control_id)
        tx.require("exchange.propose", district=protection.own_district(row, context.by), service=row.service)
        access.record_masked(tx, "exchange.propose", row.id, row.id, {"kind": "findings"})
        return () if obstacle(context.app, row) else tuple(proposals(tx.session, context.app, row))


@answers_alike("exchange.pass", "REFER-780")
def pass_on(
    context: Context, control_id: str, service: str, *, permission: MagistratePermission | None = None
) -> Exchange:
    """Pass the findings of a control on to the service that is competent for them; who confirms is recorded.

    The service is told the workplace, the offences with their articles and how many workers each concerns: no person,
    no statement, no indicator, nothing of a complaint.

    Errors: `ReferralFault` 780 for no control, 803 for nothing to pass on to this service, 804 where the control is not
    finished, 851 where it had to stop, 852 where it is undecided, 805 without the permission of a magistrate that a
    judicial file needs, 806 for a permission of somebody else, or without its words; `AccessRefused`.
    """
    with audited_transaction(context, name="exchange") as tx:
        row = protection.find_control(context, tx.session, control_id)
        tx.require("exchange.pass", district=protection.own_district(row, context.by), service=row.service)
        if fault := obstacle(context.app, row):
            raise fault
        found = next((one for one in proposals(tx.session, context.app, row) if one.service == service), None)
        if found is None:
            raise ReferralFault("REFER-803")
        permitted = _permitted(context.app, found, permission, context.at)
        return _view(context.app, _queue(tx, row, found, permitted), context.at)


@answers_alike("exchange.answer", "REFER-783")
def answer_exchange(
    context: Context, reference: str, answer: ExchangeAnswer, *, reason: RefusalReason | None = None
) -> Exchange:
    """Record that a service takes what was passed on, or refuses it with a reason; the same again changes nothing.

    Errors: `ReferralFault` 783 for no notice, 807 for a refusal without reason or a reason without refusal, 808 for an
    answer that contradicts, or to what is no exchange; `AccessRefused`.
    """
    if (answer == ExchangeAnswer.REFUSED) != (reason is not None):
        raise ReferralFault("REFER-807")
    with audited_transaction(context) as tx:
        row = protection.find_notice(context, tx.session, reference)
        tx.require("exchange.answer", district=protection.own_district(row, context.by), service=row.service)
        take_exchange_answer(tx, row, answer, reason)
        return _view(context.app, row, context.at)


def take_exchange_answer(
    tx: AuditedTransaction,
    row: NoticeRow,
    answer: ExchangeAnswer,
    reason: RefusalReason | None,
    *,
    words: str = "",
) -> None:
    """Record inside an act what a service answers; `words` of its own are sealed.

    Errors: `ReferralFault` 808, as for `answer_exchange`.
    """
    if row.kind != "exchange" or (
        row.answered_at is not None and (row.state, row.reason) != (NoticeState(answer), reason)
    ):
        raise ReferralFault("REFER-808")
    if row.answered_at is not None:
        tx.mark_unchanged()
        return
    row.state, row.reason, row.answered_at = NoticeState(answer), reason, tx.at
    if words.strip():
        row.answer_words = tx.store.seal("notice.answer_words", row.id, words.strip(), case=row.control_id)
    tx.record("exchange.answer", row.id, stream="notice", facts={"answer": answer, "reason": reason})


def exchanges(context: Context, *, control_id: str | None = None) -> tuple[Exchange, ...]:
    """Return what was passed on, of one control where that is asked: open ones first, then the latest.

    The look is recorded.
    """
    with audited_transaction(context) as tx:
        tx.require("exchange.list", service=context.settings.service)
        access.record_masked(tx, "exchange.list", control_id or context.by, control_id or "", {"kind": "exchanges"})
        places = tx.places("exchange.list")
    wanted = select(NoticeRow).where(
        col(NoticeRow.kind) == "exchange",
        col(NoticeRow.service) == context.settings.service,
        col(NoticeRow.control_id).not_in(hidden_controls(user(context.store, context.by))),
    )
    if control_id is not None:
        wanted = wanted.where(col(NoticeRow.control_id) == control_id)
    with context.store.read() as session:
        rows = [row for row in session.exec(wanted) if row.district in places]
    ordered = sorted(rows, key=lambda row: (row.answered_at is not None, -row.queued_at.timestamp(), row.id))
    return tuple(_view(context.app, row, context.at) for row in ordered)


def _permitted(app: AppContext, found: ToPassOn, permission: MagistratePermission | None, at: datetime) -> str | None:
    """Return a permission as it is sealed; None where none is needed and none was given."""
    if permission is None:
        if found.needs_permission:
            raise ReferralFault("REFER-805")
        return None
    known = app.catalogue(day_in_brussels(at)).recipients.get(permission.authority)
    if known is None or known.kind not in orders.MAGISTRATES or not permission.words.strip():
        raise ReferralFault("REFER-806")
    return canonical_json({"authority": permission.authority, "words": permission.words.strip()})


def _queue(tx: AuditedTransaction, row: ControlRow, found: ToPassOn, permitted: str | None) -> NoticeRow:
    rules = tx.app.catalogue(day_in_brussels(tx.at)).exchange
    due_at = tx.at + timedelta(days=rules.answer_days)
    notice = protection.queue_notice(
        tx,
        row,
        "exchange",
        found.recipient,
        exchange_values(tx, row, found, rules.basis, due_at),
        offences=found.offences,
        basis=rules.basis if permitted is None else f"{rules.basis}; {rules.permission_basis}",
        permission=permitted,
        due_at=due_at,
    )
    facts = {"recipient": found.recipient, "offences": list(found.offences), "permitted": permitted is not None}
    tx.record("exchange.pass", notice.id, stream="notice", basis=notice.basis, facts=facts)
    return notice


def _view(app: AppContext, row: NoticeRow, at: datetime) -> Exchange:
    return view_of(
        Exchange,
        row,
        recipient=protection.recipient_of_notice(app.store, row),
        offences=tuple(row.offences),
        permitted=row.permission is not None,
        words=app.store.unseal("notice.answer_words", row.id, row.answer_words) if row.answer_words else "",
        passed_on_at=row.queued_at,
        due_on=day_in_brussels(row.due_at) if row.due_at else None,
        is_late=row.answered_at is None and row.due_at is not None and delivery.is_past(row.due_at, at),
    )
