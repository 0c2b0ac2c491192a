"""The weekly referral list of an addressee: references and states only, kept as published, also when it is empty."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.acts.delivery.list_changes import changes_since, states_listed
from inspection.acts.delivery.list_sending import list_place, read_list
from inspection.errors import ReferralFault
from inspection.failpoints import failpoint
from inspection.life_cycles import ListGroup
from inspection.referral.delivery import is_overdue
from inspection.reporting.cases import ListRow, ReferralList
from inspection.sealing import sha256_of
from inspection.store.controls import DecisionRow
from inspection.store.core import new_id
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ListSendingRow, PublishedListRow, ReferralRow
from inspection.time_of import IsoWeek, day_in_brussels, moment_of
from inspection.trust import AppContext, Context, audited_transaction, require_in_service
from sectors.rules.recipients import Recipient

_LISTED = frozenset({"bundle", "list"})
_KINDS = frozenset({"police_directorate", "labour_auditorate", "public_prosecutor"})


def list_recipients(context: Context, week: IsoWeek) -> list[str]:
    """Return who gets a list: every police directorate and auditorate, and each prosecutor that was written to."""
    require_in_service(context, "list.publish")
    recipients = context.app.catalogue(week.monday).recipients
    always = {r.id for r in recipients.values() if r.kind in _KINDS - {"public_prosecutor"}}
    with context.store.read() as session:
        written = set(session.exec(select(DeliveryRow.recipient).distinct()))
    prosecutors = {id_ for id_ in written if id_ in recipients and recipients[id_].kind == "public_prosecutor"}
    return sorted(id_ for id_ in always | prosecutors if recipients[id_].may_see in _LISTED)


def publish_list(context: Context, week: IsoWeek, recipient: str) -> ReferralList:
    """Publish the list of a week for one addressee, once: a second time gives the list that was published.

    Overdue is judged at `at`; new and answered are those of the week.

    Errors: `ReferralFault` for a week that has not ended, or an office that may see no list; `AccessRefused`.
    """
    _refuse_running(week, context.at)
    known = _recipient(context.app, recipient, week)
    with audited_transaction(context, name="list") as tx:
        tx.require("list.publish", service=context.settings.service)
        published = _published(tx.session, context.settings.service, str(week), recipient)
        if published is not None:
            tx.mark_unchanged()
            return read_list(published.body)
        content = _content(tx.session, context.app, week, known, context.at)
        row = _row(context, content)
        tx.add(row)
        tx.session.add(ListSendingRow(list_id=row.id, queued_at=context.at, next_at=context.at))
        failpoint("list.written")
        facts = {"week": str(week), "recipient": recipient, "rows": len(content.rows), "sha256": row.sha256}
        tx.record("list.publish", row.id, stream="list", facts=facts)
    return content


def referral_list(context: Context, recipient: str, week: IsoWeek) -> ReferralList | None:
    """Return the list as it was published, or None; it is a look at a list, and recorded before it is read."""
    with audited_transaction(context) as tx:
        tx.require("list.publish", service=context.settings.service)
        facts = {"kind": "referral_list", "week": str(week), "recipient": recipient}
        tx.record("record.list", "list:all", stream="reading", purpose=access.DAILY, facts=facts)
    with context.store.read() as session:
        found = _published(session, context.settings.service, str(week), recipient)
    return read_list(found.body) if found else None


def _recipient(app: AppContext, recipient: str, week: IsoWeek) -> Recipient:
    known = app.catalogue(week.monday).recipients.get(recipient)
    if known is None or known.may_see not in _LISTED:
        raise ReferralFault("REFER-710", recipient=recipient)
    return known


def _published(session: Session, service: str, week: str, recipient: str) -> PublishedListRow | None:
    wanted = select(PublishedListRow).where(
        col(PublishedListRow.service) == service,
        col(PublishedListRow.week) == week,
        col(PublishedListRow.recipient) == recipient,
    )
    return session.exec(wanted).first()


def _content(session: Session, app: AppContext, week: IsoWeek, recipient: Recipient, at: datetime) -> ReferralList:
    shown = access.may_be_shown(list_place(recipient.kind), day_in_brussels(at))
    mine = (
        select(ReferralRow, DecisionRow, DeliveryRow)
        .join(DeliveryRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .join(DecisionRow, col(DecisionRow.id) == col(ReferralRow.decision_id))
        .where(col(DeliveryRow.recipient) == recipient.id, col(ReferralRow.service) == app.settings.service)
        .where(col(DeliveryRow.ended_at).is_(None), shown)
        .order_by(col(ReferralRow.reference), col(DeliveryRow.queued_at), col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    before = _published(session, app.settings.service, str(IsoWeek.before(week.monday)), recipient.id)
    listed_at = before.published_at if before else None
    span = _Span(moment_of(week.monday, 0), _end_of(week), at, listed_at, states_listed(before))
    lang = recipient.languages[0]
    return ReferralList(
        week=str(week),
        recipient=recipient.id,
        recipient_name=recipient.name.say(lang),
        lang=lang,
        rows=tuple(_rows(session, session.exec(mine).all(), span)),
    )


@dataclass(frozen=True)
class _Span:
    """A week as its list sees it.

    listed_at
        When the list of the week before was published, if it was; `told` by reference the states that it said.
    """

    starts: datetime
    ends: datetime
    at: datetime
    listed_at: datetime | None
    told: Mapping[str, str]


def _rows(
    session: Session, found: Iterable[tuple[ReferralRow, DecisionRow, DeliveryRow]], span: _Span
) -> Iterable[ListRow]:
    """Yield one row a referral of the weeks until this one; it belongs to the week in which it was decided."""
    for reference, of_it in groupby(found, key=lambda one: one[0].reference):
        several = list(of_it)
        decided_at = several[0][1].decided_at
        all_of_it = [d for _, _, d in several]
        delivery = _speaking(all_of_it, span.ends)
        if decided_at >= span.ends or _is_past(delivery, span):
            continue
        where = _group(delivery, decided_at, span)
        since, told = span.listed_at or span.starts, span.told.get(reference)
        is_new = where == ListGroup.NEW
        yield ListRow(
            group=where,
            reference=reference,
            decided_at=decided_at,
            state=delivery.state,
            due_at=delivery.answer_due_at,
            late_days=_late_days(delivery, span) if where == ListGroup.OVERDUE else None,
            changed=() if is_new else changes_since(session, all_of_it, delivery.state, told, since),
        )


def _late_days(delivery: DeliveryRow, span: _Span) -> int | None:
    """Return the whole days that an answer is late; 0 on the first of them."""
    return None if delivery.answer_due_at is None else (span.at - delivery.answer_due_at).days


def _speaking(deliveries: Sequence[DeliveryRow], ends: datetime) -> DeliveryRow:
    """Return the delivery that tells how a referral stands with an office: the oldest open one, else the last."""
    return next((d for d in deliveries if not _is_answered(d, ends)), deliveries[-1])


def _is_answered(delivery: DeliveryRow, ends: datetime) -> bool:
    return delivery.answered_at is not None and delivery.answered_at < ends


def _is_past(delivery: DeliveryRow, span: _Span) -> bool:
    """Tell whether it was answered in an earlier week, and said so there."""
    return delivery.answered_at is not None and delivery.answered_at < span.starts


def _group(delivery: DeliveryRow, decided_at: datetime, span: _Span) -> ListGroup:
    if _is_answered(delivery, span.ends):
        return ListGroup.ANSWERED
    if is_overdue(delivery, span.at):
        return ListGroup.OVERDUE
    # What came in after the list of its own week had left is new in the first list that can hold it.
    missed = span.listed_at is not None and span.listed_at < delivery.queued_at
    return ListGroup.NEW if decided_at >= span.starts or missed else ListGroup.OPEN


def _end_of(week: IsoWeek) -> datetime:
    return moment_of(week.days[-1], 24 * 60)


def _refuse_running(week: IsoWeek, at: datetime) -> None:
    """Refuse a week that has not ended: its list would be frozen without what is still decided in it."""
    if at < _end_of(week):
        raise ReferralFault("REFER-711", week=week)


def _row(context: Context, content: ReferralList) -> PublishedListRow:
    return PublishedListRow(
        id=new_id(),
        service=context.settings.service,
        week=content.week,
        recipient=content.recipient,
        body=content,
        sha256=sha256_of(content),
        published_at=context.at,
        published_by=context.by,
    )
