"""Who looked: at a control, a referral, a complaint, a person or a workplace; asked by whoever answers for the data.

A person is asked for by their number, or by their place in a control. The trail knows them by a keyed hash; the number
is printed nowhere and written nowhere. The question leaves an entry of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, type_coerce
from sqlmodel import Session, col, or_, select

from inspection.acts.access.cases import find_case
from inspection.acts.access.revealing import keys_of_person, number_key
from inspection.errors import AccessRefused
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.store.weeks import ComplaintRow
from inspection.territory import WORKPLACE
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

FOUND_PERSON = re.compile(r"(?P<control>[0-9a-f-]{36}):(?P<ref>P\d{1,4})", re.IGNORECASE)
NUMBER = re.compile(r"\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}")
PLACE = re.compile(WORKPLACE)


@dataclass(frozen=True, kw_only=True)
class SomebodyLooked:
    """One look: who, when, by what, for which purpose and case, by which credential.

    is_masked
        Whether nothing of a person was shown.
    """

    at: datetime
    who: str
    office: str
    act: str
    subject: str
    purpose: str
    case: str
    credential: str
    is_masked: bool


@dataclass(frozen=True, kw_only=True)
class LookForSubject:
    """One look as the person concerned may have it: on which day, by which service, for what; nobody is named."""

    day: str
    office: str
    purpose: str


@dataclass(frozen=True)
class _Asked:
    """What is asked about: a kind that the trail may name, ids and references, and keys of persons."""

    kind: str
    subjects: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()


def who_looked(context: Context, about: str) -> list[SomebodyLooked]:
    """Return every look at something, the latest first; that this was asked is recorded before it is answered.

    Arguments: `about` the id of a control, `CONTROL:P1`, the reference of a referral or a complaint, a workplace, or a
    national number.
    Errors: `AccessRefused` 097 for what nobody knows.
    """
    with audited_transaction(context) as tx:
        tx.require("audit.who", service=context.settings.service)
        asked = _asked(tx.session, context, about)
        principal = context.principal
        told = {"kind": asked.kind, "own": False, "credential": principal.credential if principal else ""}
        shown = sorted(asked.subjects)[0] if asked.subjects else "person"
        facts = {**told, "case": "", "persons": sorted(asked.persons)}
        tx.record("audit.who", shown, stream="reading", purpose="audit", basis="gdpr_supervision", facts=facts)
        mine = {entry.hash for entry in tx.entries}
        wanted = select(AuditEntryRow).where(col(AuditEntryRow.stream).in_(("reading", "draft")), _is_about(asked))
        found = tx.session.exec(wanted.order_by(col(AuditEntryRow.at).desc(), col(AuditEntryRow.n).desc())).all()
        services = {user.id: user.service for user in tx.session.exec(select(UserRow))}
        return [_look(entry, services) for entry in found if entry.hash not in mine and _is_exact(entry, asked)]


def looks_for_subject(context: Context, about: str) -> list[LookForSubject]:
    """Return the same for the person concerned: days, services and purposes, without whoever looked."""
    purposes = context.app.catalogue(day_in_brussels(context.at)).purposes
    unmasked = (one for one in who_looked(context, about) if not one.is_masked)
    lines = {
        (day_in_brussels(one.at).isoformat(), one.office, purposes[one.purpose].key if one.purpose in purposes else "")
        for one in unmasked
    }
    return [LookForSubject(day=day, office=office, purpose=purpose) for day, office, purpose in sorted(lines)]


def _asked(session: Session, context: Context, about: str) -> _Asked:
    said = about.strip()
    person = FOUND_PERSON.fullmatch(said)
    if person:
        keys = keys_of_person(session, context.store, person["control"].lower(), person["ref"].upper())
        if keys:
            return _Asked("person", persons=frozenset(keys))
        raise AccessRefused("ACCESS-097")
    if NUMBER.fullmatch(said):
        return _Asked("person", persons=frozenset({number_key(context.store, said)}))
    case = find_case(session, context.store, said)
    if case is not None and case.kind in ("control", "referral", "complaint"):
        return _Asked(case.kind, frozenset({case.reference, *_ids(session, case.kind, case.reference)}))
    if PLACE.fullmatch(said):
        return _Asked("workplace", frozenset({said, *_at_workplace(session, said)}))
    raise AccessRefused("ACCESS-097")


def _ids(session: Session, kind: str, reference: str) -> Iterable[str]:
    """Give every id under which a case may stand in the trail: of a referral also its control and its deliveries."""
    if kind == "complaint":
        return session.exec(select(ComplaintRow.id).where(col(ComplaintRow.reference) == reference))
    named = or_(col(ReferralRow.reference) == reference, col(ReferralRow.control_id) == reference)
    referral = session.exec(select(ReferralRow).where(named)).first()
    if referral is None:
        return ()
    sent = session.exec(select(DeliveryRow.id).where(col(DeliveryRow.referral_id) == referral.id))
    return {referral.id, referral.reference, referral.control_id, *sent}


def _at_workplace(session: Session, workplace: str) -> set[str]:
    """Return what the trail may name of a workplace: its controls with their referrals, and its complaints."""
    controls = set(session.exec(select(ControlRow.id).where(col(ControlRow.workplace) == workplace)))
    complaints = session.exec(select(ComplaintRow.id).where(col(ComplaintRow.workplace) == workplace))
    return {*controls, *complaints, *(one for id_ in controls for one in _ids(session, "control", id_))}


def _is_about(asked: _Asked) -> ColumnElement[bool]:
    """Return the condition of a query that an entry may be about what is asked; facts are text, and are read again."""
    facts = type_coerce(col(AuditEntryRow.facts), Text)
    words = (*asked.subjects, *asked.persons)
    return or_(col(AuditEntryRow.subject).in_(asked.subjects), *(facts.contains(f'"{word}"') for word in words))


def _is_exact(entry: AuditEntryRow, asked: _Asked) -> bool:
    facts = entry.facts
    named = {entry.subject, *(facts.get(key) for key in ("control", "workplace", "case"))}
    return bool(named & asked.subjects) or bool(asked.persons & set(facts.get("persons", ())))


def _look(entry: AuditEntryRow, services: dict[str, str]) -> SomebodyLooked:
    return SomebodyLooked(
        at=entry.at,
        who=entry.who,
        office=services.get(entry.who, ""),
        act=entry.act,
        subject=entry.subject,
        purpose=entry.purpose,
        case=str(entry.facts.get("case", "")),
        credential=str(entry.facts.get("credential", "")),
        is_masked=bool(entry.facts.get("masked", False)),
    )
