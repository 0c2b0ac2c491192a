"""Tells an office by mail that something waits for it on the portal: no reference, no name, at most one in a while.

Only an office with people on the portal and a mailbox in `transports.yaml` is told. Nobody's own address is kept here,
neither of people outside nor of ours, so nobody is written to in person.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from inspection.acts.portal.homes import portal_app
from inspection.errors import InspectionError
from inspection.i18n import t
from inspection.referral.delivery.transports import MailServer, read_transports
from inspection.store.core import OUTSIDE_ROLES
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow, OpeningRow, QuestionRow, SentOnRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_in_service
from sectors.rules.values import Lang

_ACT = "portal.notify"


def notify_offices(context: Context) -> int:
    """Mail each office for which something new waits; returns how many mails left.

    One that does not leave is tried again with whatever comes next, and its code is in the trail.
    Errors: `AccessRefused`; `SettingsFault` where `transports.yaml` cannot be right.
    """
    require_in_service(context, "portal.publish")
    if portal_app(context.app) is None:
        return 0
    ways = read_transports(context.app.home)
    if ways.mail_server is None:
        return 0
    minutes = context.app.catalogue(day_in_brussels(context.at)).deadlines.notify_minutes
    with context.store.read() as session:
        found = [
            (office, ways.recipients[office].mail)
            for office in _offices(session, context.settings.service)
            if office in ways.recipients and _is_to_tell(session, office, context.at, timedelta(minutes=minutes))
        ]
    server = ways.mail_server
    return sum(_tell(context, server, office, box.to) for office, box in found if box is not None)


def _tell(context: Context, server: MailServer, office: str, to: str) -> bool:
    """Note that an office is told before it is: a mail that was cut is not sent again and again."""
    with audited_transaction(context) as tx:
        tx.require("portal.publish", service=context.settings.service)
        tx.record(_ACT, office, stream="portal")
    lang = _language(context, office)
    from inspection.referral.delivery.transports import send_plain

    try:
        send_plain(
            *(server, context.settings.keys, to, t("portal.mail.subject", lang), t("portal.mail.body", lang)),
            at=context.at,
        )
    except InspectionError as fault:
        with audited_transaction(context) as tx:
            tx.record("portal.notify_failed", office, stream="portal", facts={"fault": fault.code})
        return False
    return True


def _language(context: Context, office: str) -> Lang:
    known = context.app.catalogue(day_in_brussels(context.at)).recipients.get(office)
    return known.languages[0] if known is not None else "fr"


def _offices(session: Session, service: str) -> Iterator[str]:
    """Yield the offices that have somebody on the portal."""
    mine = select(UserRow.office).where(
        col(UserRow.active), col(UserRow.service) == service, col(UserRow.role).in_(OUTSIDE_ROLES)
    )
    return iter(sorted({office for office in session.exec(mine) if office is not None}))


def _is_to_tell(session: Session, office: str, at: datetime, apart: timedelta) -> bool:
    """Tell whether something came for an office since it was told last, and that is long enough ago."""
    told = select(func.max(AuditEntryRow.at)).where(
        col(AuditEntryRow.stream) == "portal", col(AuditEntryRow.act) == _ACT, col(AuditEntryRow.subject) == office
    )
    last = session.exec(told).one()
    if last is not None and at - last < apart:
        return False
    return any(last is None or came > last for came in _waiting(session, office))


def _waiting(session: Session, office: str) -> Iterator[datetime]:
    """Yield when each thing came that an office has not seen: what it has not opened, what another office sent on to
    it, and answers to its questions."""
    opened = select(OpeningRow.delivery_id)
    unseen = select(DeliveryRow.queued_at).where(
        col(DeliveryRow.recipient) == office,
        col(DeliveryRow.ended_at).is_(None),
        col(DeliveryRow.answered_at).is_(None),
        col(DeliveryRow.id).not_in(opened),
    )
    yield from session.exec(unseen)
    yield from session.exec(select(SentOnRow.sent_at).where(col(SentOnRow.sent_to) == office))
    answered = (
        select(col(QuestionRow.answered_at))
        .join(DeliveryRow, col(DeliveryRow.id) == col(QuestionRow.delivery_id))
        .where(col(DeliveryRow.recipient) == office, col(QuestionRow.answered_at).is_not(None))
    )
    yield from (moment for moment in session.exec(answered) if moment is not None)
