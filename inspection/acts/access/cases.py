"""Which case somebody names when they look, whether they may, and whether it has to do with what they look at."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, or_, select

from inspection.acts.access.secrecy import hidden_from, may_see_control
from inspection.life_cycles import LinkDecision
from inspection.sealing import keyed_hash
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.orders import JudicialOrderRow
from inspection.store.people import UserRow
from inspection.store.records import PersonRequestRow
from inspection.store.referrals import DeliveryRow, LinkDecisionRow, ReferralRow
from inspection.store.weeks import ComplaintRow
from inspection.trust import Context, is_within
from sectors.rules.service import CaseKind

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Case:
    """A case that exists: what it is, whose it is, and what it is about.

    about
        Ids of the controls, referrals and complaints that it is or belongs to, its workplaces, and keys of persons.
    """

    kind: CaseKind
    reference: str
    service: str
    district: str | None = None
    made_by: str | None = None
    about: frozenset[str] = field(default=frozenset(), repr=False)


def find_case(session: Session, store: Store, text: str) -> Case | None:
    """Return the case of a reference or an id, None where there is none."""
    said = text.strip()
    for find in _FINDERS.values():
        found = find(session, store, said)
        if found is not None:
            return found
    return None


def may_name(context: Context, session: Session, user: UserRow, case: Case) -> bool:
    """Tell whether somebody may look on account of a case: it is of their service and place, or they made it.

    One of judicial work is named by nobody who may not know of it.
    """
    if case.service != user.service:
        return False
    if case.kind == "control" and not may_see_control(context, session, case.reference):
        return False
    if case.kind == "referral" and case.reference in hidden_from(context):
        return False
    return case.made_by == user.id or case.district is None or is_within(user, case.district)


def touches(session: Session, case: Case, about: frozenset[str]) -> bool:
    """Tell whether a case has to do with what is looked at: something is in both, or a confirmed link ties them."""
    return bool(case.about & about) or _is_linked(session, case.about, about)


def about_control(store: Store, row: ControlRow, referral: ReferralRow | None) -> frozenset[str]:
    """Return what a control is about, apart from its persons; of its workplace also the hash that an order has."""
    return about_workplace(store, row.workplace) | {row.id, *((referral.id, referral.reference) if referral else ())}


def about_workplace(store: Store, workplace: str) -> frozenset[str]:
    """Return a workplace, and the hash by which an order is found from it."""
    return frozenset({workplace, keyed_hash(workplace, purpose="judicial", keys=store.keys)})


def referral_of(session: Session, control_id: str) -> ReferralRow | None:
    """Return the referral of a control, None where none left."""
    return session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == control_id)).first()


def _control(session: Session, store: Store, said: str) -> Case | None:
    row = session.get(ControlRow, said.lower()) if _UUID.fullmatch(said.lower()) else None
    return _of_control(session, store, row, "control", row.id, row.saved_by) if row else None


def _referral(session: Session, store: Store, said: str) -> Case | None:
    delivery = session.get(DeliveryRow, said)
    key = delivery.referral_id if delivery else said
    wanted = or_(col(ReferralRow.id) == key, col(ReferralRow.reference) == said.upper())
    row = session.exec(select(ReferralRow).where(wanted)).first()
    if row is None:
        return None
    control = session.get_one(ControlRow, row.control_id)
    return _of_control(session, store, control, "referral", row.reference, row.opened_by)


def _complaint(session: Session, _: Store, said: str) -> Case | None:
    wanted = or_(col(ComplaintRow.id) == said, col(ComplaintRow.reference) == said.upper())
    row = session.exec(select(ComplaintRow).where(wanted)).first()
    if row is None:
        return None
    about = frozenset({row.id, row.workplace, *((row.visited_by,) if row.visited_by else ())})
    return Case("complaint", row.reference, row.service, row.district, None, about)


def _order(session: Session, _: Store, said: str) -> Case | None:
    wanted = or_(col(JudicialOrderRow.id) == said, col(JudicialOrderRow.reference) == said.upper())
    row = session.exec(select(JudicialOrderRow).where(wanted)).first()
    if row is None:
        return None
    about = frozenset({row.id, row.workplace_key, *((row.visited_by,) if row.visited_by else ())})
    return Case("order", row.reference, row.service, row.district, row.ordered_by, about)


def _request(session: Session, _: Store, said: str) -> Case | None:
    wanted = col(PersonRequestRow.reference) == said.upper()
    row = session.exec(select(PersonRequestRow).where(wanted, col(PersonRequestRow.closed_at).is_(None))).first()
    return Case("request", row.reference, row.service, about=frozenset({row.subject_key})) if row else None


def _of_control(session: Session, store: Store, row: ControlRow, kind: CaseKind, reference: str, made_by: str) -> Case:
    about = about_control(store, row, referral_of(session, row.id))
    return Case(kind, reference, row.service, row.district, made_by, about)


def _is_linked(session: Session, one: frozenset[str], other: frozenset[str]) -> bool:
    first, second = col(LinkDecisionRow.one_id), col(LinkDecisionRow.other_id)
    between = or_(first.in_(one) & second.in_(other), first.in_(other) & second.in_(one))
    wanted = select(LinkDecisionRow.id).where(between, col(LinkDecisionRow.decision) == LinkDecision.CONFIRMED).limit(1)
    return session.exec(wanted).first() is not None


_FINDERS: Mapping[CaseKind, Callable[[Session, Store, str], Case | None]] = {
    "control": _control,
    "referral": _referral,
    "complaint": _complaint,
    "order": _order,
    "request": _request,
}
