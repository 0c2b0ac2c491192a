"""Enrolling: a member of the direction makes a code for somebody, who gives themselves a proof with it, once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import alerts
from inspection.acts.identity.beginning import at_the_door, goes_on_as
from inspection.acts.identity.ending import end_all
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.proving import require_fresh
from inspection.acts.identity.recognising import is_ours, require_own_door
from inspection.acts.identity.ways import ways_to_prove
from inspection.errors import AccessRefused
from inspection.store.core import new_id
from inspection.store.people import AccountRow, EnrolmentRow, UserRow
from inspection.trust import SYSTEM, AuditedTransaction, Context, audited_transaction, may
from inspection.trust.identity import code_of, hashed, is_acceptable, new_code

_STREAM = "identity"


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """A code that enrols one user, once; it is shown this once, to whoever hands it over."""

    user: str
    code: str = field(repr=False)
    expires_at: datetime


def issue_enrolment(context: Context, user: str) -> Enrolment:
    """Make a code for a new account, or for somebody who lost their password; an earlier code is good no more.

    Errors: `AccessRefused`; 076 without a proof of a moment ago, 078 for oneself, 080 for whom no account can be given.
    """
    require_fresh(context, rules_of(context))
    with audited_transaction(context, "enrolment") as tx:
        tx.require("enrolment.issue", service=context.settings.service)
        if user == context.by:
            raise AccessRefused("ACCESS-078")
        return issued(tx, user)


def issue_first_enrolment(context: Context, user: str) -> Enrolment:
    """Make a code for the first member of the direction, or for the only one with an account, who lost the password.

    Nobody is there who could. Whoever runs it on this machine opened the house's keys, and could do anything; so that
    nobody takes over an account in silence, the officer for data protection is alerted where there was one.

    Errors: `AccessRefused` 079 where somebody else of the direction has an account, who can make the code; 080.
    """
    with audited_transaction(at_the_door(context), "enrolment") as tx:
        tx.require("enrolment.issue")
        owner = tx.session.get(UserRow, user)
        if owner is None or not _may_issue(owner) or _issuers(tx.session, context.settings.service) - {user}:
            raise AccessRefused("ACCESS-079")
        could_prove = ways_to_prove(tx.session, user)
        made = issued(tx, user)
        if could_prove:
            code = next(one.id for one in _open_codes(tx.session, user, tx.at))
            alerts.raise_alert(tx, "account_reopened", code, 0, "", owner.service, role="auditor_dpo")
        return made


def redeem_enrolment(context: Context, code: str, password: str) -> str:
    """Set a password with a code that nobody used, and return whose it is; sessions of before end.

    Errors: `AccessRefused` 071 for a code that is unknown, used, replaced or over, all told alike; 077 for a password
    that cannot be taken, which leaves the code good.
    """
    by = owner_of_code(context, code)
    if not is_acceptable(password, by, least := rules_of(context).password_letters):
        raise AccessRefused("ACCESS-077", least=least)
    kept = context.store.seal("account.password", by, hashed(password))
    with audited_transaction(at_the_door(context), "enrolment") as tx:
        used_code(tx, code)
        account = tx.session.get(AccountRow, by) or AccountRow(id=by, password=kept, password_since=context.at)
        account.password, account.password_since = kept, context.at
        tx.add(account)
    return by


def owner_of_code(context: Context, code: str) -> str:
    """Return whose a code of enrolment is that is still good, and leave it so; `AccessRefused` 071."""
    with context.store.read() as session:
        return _usable(session, context, code).user_id


def used_code(tx: AuditedTransaction, code: str) -> UserRow:
    """Use a code of enrolment, inside an act that gives its owner a proof; whose it is acts from here on.

    Their sessions of before end: whoever needs a code may have lost what those were proven with.

    Errors: `AccessRefused` 071.
    """
    found = _usable(tx.session, tx.context, code)
    owner = goes_on_as(tx, tx.session.get_one(UserRow, found.user_id))
    found.used_at = tx.at
    tx.session.add(found)
    ended = end_all(tx, owner.id)
    tx.record("enrolment.redeem", found.id, stream=_STREAM, facts={"sessions_ended": ended})
    return owner


def issued(tx: AuditedTransaction, user: str) -> Enrolment:
    """Make a code for somebody of this home inside an act that asked; an earlier one is good no more.

    Errors: `AccessRefused` 080, `PortalFault` PORTAL-103 for somebody whose door is another one.
    """
    owner, service = tx.session.get(UserRow, user), tx.context.settings.service
    if owner is None or not is_ours(tx.context, owner):
        raise AccessRefused("ACCESS-080")
    require_own_door(tx.context, owner)
    for earlier in _open_codes(tx.session, owner.id, tx.at):
        earlier.expires_at = tx.at
        tx.session.add(earlier)
    code = new_code()
    key = code_of(code, keys=tx.store.keys)
    assert key is not None  # noqa: S101  it was made by the rule that it is read by
    ends = tx.at + timedelta(minutes=rules_of(tx.context).enrolment_minutes)
    row = EnrolmentRow(
        id=new_id(),
        service=service,
        user_id=owner.id,
        code_key=key,
        made_by=tx.by,
        made_at=tx.at,
        expires_at=ends,
    )
    tx.add(row)
    tx.record("enrolment.issue", row.id, stream=_STREAM, facts={"for": owner.id})
    return Enrolment(user=owner.id, code=code, expires_at=ends)


def _usable(session: Session, context: Context, code: str) -> EnrolmentRow:
    key = code_of(code, keys=context.store.keys)
    found = session.exec(select(EnrolmentRow).where(col(EnrolmentRow.code_key) == key)).first() if key else None
    is_good = found is not None and found.used_at is None and found.expires_at > context.at
    if found is None or not is_good or found.service != context.settings.service:
        raise AccessRefused("ACCESS-071")
    owner = session.get_one(UserRow, found.user_id)
    if not is_ours(context, owner):
        raise AccessRefused("ACCESS-071")
    return found


def _open_codes(session: Session, user: str, at: datetime) -> list[EnrolmentRow]:
    mine = select(EnrolmentRow).where(col(EnrolmentRow.user_id) == user, col(EnrolmentRow.used_at).is_(None))
    return list(session.exec(mine.where(col(EnrolmentRow.expires_at) > at)))


def _issuers(session: Session, service: str) -> set[str]:
    """Return who, being active, can already prove in any way that they may make codes."""
    active = session.exec(select(UserRow).where(col(UserRow.active), col(UserRow.service) == service))
    return {one.id for one in active if _may_issue(one) and ways_to_prove(session, one.id)}


def _may_issue(user: UserRow) -> bool:
    return user.role != SYSTEM and may(user, "enrolment.issue")
