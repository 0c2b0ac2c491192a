"""Why somebody looks: it follows from one's own open control, or is a purpose of the list with a case that fits it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from inspection.acts.access.cases import find_case, may_name, referral_of, touches
from inspection.errors import AccessRefused
from inspection.life_cycles import FollowUpKind, FollowUpState, ReferralState
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.referrals import FollowUpRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context
from sectors.rules.service import LookPurpose

if TYPE_CHECKING:  # hints alone name it, and all the rules are slow to load
    from sectors import Catalogue

OWN, TO_READ, DAILY, PLANNING = "own_control", "review_no", "daily_work", "planning"
REFERRAL = "handle_referral"


@dataclass(frozen=True)
class Why:
    """Why somebody looks, as the trail keeps it; `is_own` where it followed from the case and nothing was asked."""

    purpose: str
    case: str
    basis: str
    is_own: bool = False


def why_control(
    context: Context, session: Session, row: ControlRow, about: frozenset[str], *, own_work: bool = False
) -> Why:
    """Return why somebody looks at a control, a referral of it, or whatever else belongs to it.

    Arguments: `own_work` for an act that only who made it may do, such as correcting it, however long ago that was.
    Errors: as for `why_given`.
    """
    rules = _rules(context)
    if own_work and row.saved_by != context.by:
        raise AccessRefused("ACCESS-052")
    if row.saved_by == context.by and (own_work or is_open(context, session, row)):
        return Why(OWN, row.id, rules.purposes[OWN].basis, is_own=True)
    if is_to_read(session, session.get(UserRow, context.by), row.id):
        return Why(TO_READ, row.id, rules.purposes[TO_READ].basis, is_own=True)
    return why_given(context, session, about)


def why_given(context: Context, session: Session, about: frozenset[str]) -> Why:
    """Return the purpose and the case that were given, once they are good for what is looked at.

    Errors: `AccessRefused` 090 where nothing was given, 091 for a purpose that is not theirs, 092 where it needs a
    case, 093 for one that is not there or not theirs to name, 094 for one that has nothing to do with it.
    """
    user = session.get_one(UserRow, context.by)
    offered = choices(_rules(context), user.role)
    names = ", ".join(offered)
    if context.reason is None:
        raise AccessRefused("ACCESS-090", purposes=names)
    purpose = offered.get(context.reason.purpose)
    if purpose is None:
        raise AccessRefused("ACCESS-091", purposes=names)
    return Why(purpose.key, _case(context, session, user, purpose, about), purpose.basis)


def own_words(context: Context, case: str) -> Why:
    """Return why somebody reads what they wrote themselves about a case."""
    return Why(REFERRAL, case, _rules(context).purposes[REFERRAL].basis, is_own=True)


def choices(rules: "Catalogue", role: str) -> dict[str, LookPurpose]:
    """Return the purposes that a role chooses from, by key."""
    return {key: one for key, one in rules.purposes.items() if one.chosen and role in one.roles}


def is_open(context: Context, session: Session, row: ControlRow) -> bool:
    """Tell whether a control is still worked on: unfinished, saved lately, or with a follow-up or referral open."""
    if row.left_at is None or context.at <= row.saved_at + timedelta(days=_rules(context).looks.own_days):
        return True
    referral = referral_of(session, row.id)
    waits = select(FollowUpRow.id).where(
        col(FollowUpRow.control_id) == row.id, col(FollowUpRow.state) == FollowUpState.OPEN
    )
    is_waiting = referral is not None and referral.state == ReferralState.OPEN
    return is_waiting or session.exec(waits.limit(1)).first() is not None


def is_to_read(session: Session, user: UserRow | None, control_id: str) -> bool:
    """Tell whether the contact for trafficking has a no of this control to read, in whatever district."""
    if user is None or not user.thb_contact:
        return False
    mine = select(FollowUpRow.id).where(
        col(FollowUpRow.control_id) == control_id, col(FollowUpRow.kind) == FollowUpKind.NO_REVIEW
    )
    return session.exec(mine.where(col(FollowUpRow.state) == FollowUpState.OPEN)).first() is not None


def _case(context: Context, session: Session, user: UserRow, purpose: LookPurpose, about: frozenset[str]) -> str:
    said = context.reason.case.strip() if context.reason else ""
    if not said:
        if purpose.must_name_case:
            raise AccessRefused("ACCESS-092", purpose=purpose.key, cases=", ".join(purpose.cases))
        return ""
    case = find_case(session, context.store, said)
    if case is None or case.kind not in purpose.cases or not may_name(context, session, user, case):
        raise AccessRefused("ACCESS-093", cases=", ".join(purpose.cases))
    if not touches(session, case, about):
        raise AccessRefused("ACCESS-094")
    return case.reference


def _rules(context: Context) -> "Catalogue":
    return context.app.catalogue(day_in_brussels(context.at))
