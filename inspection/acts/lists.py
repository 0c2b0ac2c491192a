"""The weekly referral list of an addressee: references and states only, kept as published, also when it is empty."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.errors import ReferralFault
from inspection.failpoints import failpoint
from inspection.referral import is_overdue
from inspection.reporting import ListRow, ReferralList
from inspection.sealing import sha256_of
from inspection.store import DeliveryRow, PublishedList, ReferralRow, new_id
from inspection.time_of import IsoWeek, moment_of, now
from inspection.trust import ask, recorded
from sectors import Recipient

_LISTED = frozenset({"bundle", "list"})
_KINDS = frozenset({"police_directorate", "labour_auditorate", "public_prosecutor"})


def list_recipients(week: IsoWeek, *, office: Office | None = None) -> list[str]:
    """Return who gets a list: every police directorate and auditorate, and each prosecutor that was written to."""
    here = office or this_office()
    recipients = here.catalogue(week.monday).recipients
    always = {r.id for r in recipients.values() if r.kind in _KINDS - {"public_prosecutor"}}
    with here.store.read() as session:
        written = set(session.exec(select(DeliveryRow.recipient).distinct()))
    prosecutors = {id_ for id_ in written if id_ in recipients and recipients[id_].kind == "public_prosecutor"}
    return sorted(id_ for id_ in always | prosecutors if recipients[id_].may_see in _LISTED)


def publish_list(
    week: IsoWeek, recipient: str, by: str = "system", *, at: datetime | None = None, office: Office | None = None
) -> ReferralList:
    """Publish the list of a week for one addressee, once: a second time gives the list that was published.

    Overdue is judged at `at`; new and answered are those of the week.

    Errors: `ReferralFault` for an office that may see no list; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    known = _recipient(here, recipient, week)
    with recorded(here.store, by=by, at=at, name="list") as trail:
        ask(trail.session, by, "list.publish", service=here.settings.service)
        published = _published(trail.session, here.settings.service, str(week), recipient)
        if published is not None:
            trail.idle()
            return _read(published.body)
        content = _content(trail.session, here, week, known, at)
        row = _row(here, content, by, at)
        trail.session.add(row)
        trail.session.flush()
        failpoint("list.written")
        facts = {"week": str(week), "recipient": recipient, "rows": len(content.rows), "sha256": row.sha256}
        trail.record("list.publish", row.id, stream="list", facts=facts)
    return content


def referral_list(recipient: str, week: IsoWeek, *, office: Office | None = None) -> ReferralList | None:
    """Return the list as it was published, or None."""
    here = office or this_office()
    with here.store.read() as session:
        found = _published(session, here.settings.service, str(week), recipient)
    return _read(found.body) if found else None


def _recipient(here: Office, recipient: str, week: IsoWeek) -> Recipient:
    known = here.catalogue(week.monday).recipients.get(recipient)
    if known is None or known.may_see not in _LISTED:
        raise ReferralFault(
            f"'{recipient}' gets no referral list",
            where="sectors/common/recipients.yaml",
            advice="Name a police directorate, a labour auditorate or a prosecutor.",
            code="710",
        )
    return known


def _published(session: Session, service: str, week: str, recipient: str) -> PublishedList | None:
    wanted = select(PublishedList).where(
        col(PublishedList.service) == service,
        col(PublishedList.week) == week,
        col(PublishedList.recipient) == recipient,
    )
    return session.exec(wanted).first()


def _content(session: Session, here: Office, week: IsoWeek, recipient: Recipient, at: datetime) -> ReferralList:
    mine = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.recipient) == recipient.id, col(ReferralRow.service) == here.settings.service)
        .order_by(col(ReferralRow.reference))
    )
    lang = recipient.languages[0]
    rows = tuple(_rows(session.exec(mine), week, at))
    return ReferralList(
        week=str(week), recipient=recipient.id, recipient_name=recipient.name.say(lang), lang=lang, rows=rows
    )


def _rows(found: Iterable[tuple[DeliveryRow, ReferralRow]], week: IsoWeek, at: datetime) -> Iterable[ListRow]:
    starts, ends = moment_of(week.monday, 0), moment_of(week.days[-1], 24 * 60)
    for delivery, referral in found:
        if delivery.queued_at >= ends:
            continue
        answered = delivery.answered_at is not None and delivery.answered_at < ends
        if answered and delivery.answered_at is not None and delivery.answered_at < starts:
            continue
        yield ListRow(
            group="answered" if answered else _open_group(delivery, starts, at),
            reference=referral.reference,
            decided_at=delivery.queued_at,
            state=delivery.state,
            due_at=delivery.answer_due_at,
        )


def _open_group(delivery: DeliveryRow, starts: datetime, at: datetime) -> Any:
    if is_overdue(delivery, at):
        return "overdue"
    return "new" if delivery.queued_at >= starts else "open"


def _row(here: Office, content: ReferralList, by: str, at: datetime) -> PublishedList:
    return PublishedList(
        id=new_id(),
        service=here.settings.service,
        week=content.week,
        recipient=content.recipient,
        body=content,
        sha256=sha256_of(content),
        published_at=at,
        published_by=by,
    )


def _read(body: Any) -> ReferralList:
    from pydantic import TypeAdapter

    return TypeAdapter(ReferralList).validate_python(body)
