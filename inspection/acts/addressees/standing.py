"""How addressees are reached as rules and files say now, and what the trail tells of proposals."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from inspection.acts.addressees.files import proposed
from inspection.acts.addressees.values import ProposedReach, Reached, difference_of
from inspection.errors import InspectionError, SettingsFault
from inspection.life_cycles import ReachState
from inspection.referral.delivery.transports import TransportSettings, read_transports
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

STREAM, PROPOSES, DECIDES = "addressees", "addressee.propose", "addressee.decide"
# Of a fingerprint: people compare them by telephone, so that nobody can make another certificate that begins alike.
_DIGITS = 32


def how_reached(app: AppContext, recipient: str, on: date, read: TransportSettings | None = None) -> Reached:
    """Return how an addressee is reached on a day; raises `SettingsFault` 083 where the rules know none of that id.

    Arguments: `read` the transports of the home, where they were read already.
    """
    rules = app.catalogue(on).recipients.get(recipient)
    if rules is None:
        raise SettingsFault("SETTING-083", place="recipient")
    files = (read or read_transports(app.home)).recipients.get(recipient)
    box = files.mailbox if files else None
    name = (files.certificate if files else None) or (box.certificate if box else None)
    fingerprint, until = _certificate(app, name, recipient) if name else ("", None)
    return Reached(
        recipient=recipient,
        ways=tuple(rules.transports),
        telephone=rules.telephone,
        mail=box.to if box else None,
        certificate=fingerprint,
        certificate_until=until,
        has_more=files is not None and (files.sftp is not None or files.webhook is not None),
    )


def _certificate(app: AppContext, name: str, recipient: str) -> tuple[str, datetime | None]:
    """Return the fingerprint and the last moment of a certificate that stands; "?" for one that cannot be read."""
    from inspection.referral.delivery.transports import certificate, fingerprint_of

    try:
        one = certificate(app.settings.keys, name, recipient)
    except InspectionError:
        return "?", None
    return fingerprint_of(one)[:_DIGITS], one.not_valid_after_utc


def offered(text: str | None, at: datetime, recipient: str) -> str:
    """Return the first signs of the fingerprint of a certificate that is offered, "" where none is.

    Errors: `LastingReferralFault` 510 where it cannot be read, 802 where it is over, 845 where it is not of RSA.
    """
    if not text:
        return ""
    from inspection.referral.delivery.transports import fingerprint_of, offered_certificate

    return fingerprint_of(offered_certificate(text.encode(), at, recipient=recipient))[:_DIGITS]


def proposals(session: Session, app: AppContext, at: datetime) -> dict[str, ProposedReach]:
    """Return every proposal as the trail tells it, the earliest first; one that waits with what it would change now."""
    mine = select(AuditEntryRow).where(
        col(AuditEntryRow.stream) == STREAM, col(AuditEntryRow.act).in_((PROPOSES, DECIDES))
    )
    found: dict[str, ProposedReach] = {}
    for row in session.exec(mine.order_by(col(AuditEntryRow.n))):
        if row.act == DECIDES:
            decided = ReachState.APPROVED if row.facts["yes"] else ReachState.REFUSED
            found[row.subject] = replace(found[row.subject], state=decided, decided_by=row.who)
            continue
        waiting = [
            one
            for one in found.values()
            if one.recipient == row.facts["recipient"] and one.state == ReachState.PROPOSED
        ]
        found |= {one.id: replace(one, state=ReachState.REPLACED) for one in waiting}
        found[row.subject] = ProposedReach(
            id=row.subject,
            recipient=row.facts["recipient"],
            state=ReachState.PROPOSED,
            starts_on=date.fromisoformat(row.facts["from"]),
            proposed_by=row.who,
            proposed_at=row.at,
            decided_by=None,
            difference=None,
        )
    return {id_: _with_difference(one, app, at) for id_, one in found.items()}


def _with_difference(one: ProposedReach, app: AppContext, at: datetime) -> ProposedReach:
    new = proposed(app.settings, one.id) if one.state == ReachState.PROPOSED else None
    if new is None:
        return one
    try:
        before = how_reached(app, new.recipient, max(new.starts_on, day_in_brussels(at)))
        return replace(one, difference=difference_of(before, new, offered(new.certificate, at, new.recipient)))
    except InspectionError:
        return one
