"""Somebody looked for by the whole of their number: in an open case in which they stand, for a purpose, on the record.

A search by name finds whoever has the same name, and a search by part of a number whoever is like them: there is none.
Whoever asks names an open case in which this very person was found, or a registered request of that person.
"""

from sqlmodel import Session, col, select

from inspection.acts.access.cases import Case, find_case
from inspection.acts.access.revealing import number_key, record_reveal
from inspection.acts.access.why import is_open, why_given
from inspection.errors import AccessRefused
from inspection.life_cycles import ReferralState
from inspection.store.controls import ControlPersonRow, ControlRow
from inspection.store.queries import controls, user
from inspection.store.referrals import ReferralRow
from inspection.store.views import ControlView
from inspection.trust import Context, audited_transaction


def find_person(context: Context, number: str) -> tuple[ControlView, ...]:
    """Return the controls at which somebody was found by exactly this number, where whoever asks works.

    The context says why and in which case (`Context.because`). Each control that is returned stands in the trail with a
    keyed hash of the number, and so does a search that finds nothing.

    Errors: `AccessRefused` 090 to 093 without a good reason; 094 where the case has nothing to do with this person, or
    is closed.
    """
    with audited_transaction(context) as tx:
        reader = tx.require("person.search", service=context.settings.service)
        key, said = number_key(tx.store, number), context.reason.case if context.reason else ""
        why = why_given(context, tx.session, _about(context, tx.session, key, said))
        mine = select(ControlPersonRow.control_id).where(col(ControlPersonRow.subject_key) == key)
        ids, places = set(tx.session.exec(mine)), tx.places("person.search")
        seen = [
            one
            for one in controls(tx.store, service=reader.service, reader=user(tx.store, tx.by))
            if one.id in ids and (one.district in places or one.saved_by == tx.by)
        ]
        facts = {"persons": [key], "controls": [one.id for one in seen]}
        record_reveal(tx, "person.search", why.case or key, why, facts=facts)
    return tuple(seen)


def _about(context: Context, session: Session, key: str, said: str) -> frozenset[str]:
    """Return what a case must share: the person, and where they stand in the open case also what that is about."""
    if not said.strip():
        return frozenset({key})
    case = find_case(session, context.store, said)
    if case is None or case.kind == "request":
        return frozenset({key})
    if not _is_open(context, session, case):
        raise AccessRefused("ACCESS-094")
    found = select(ControlPersonRow.id).where(
        col(ControlPersonRow.control_id).in_(case.about), col(ControlPersonRow.subject_key) == key
    )
    return frozenset({key}) | (case.about if session.exec(found.limit(1)).first() is not None else frozenset())


def _is_open(context: Context, session: Session, case: Case) -> bool:
    """Tell whether a case is still worked on; one of another kind holds nobody who was found."""
    if case.kind == "control":
        return is_open(context, session, session.get_one(ControlRow, case.reference))
    if case.kind != "referral":
        return True
    wanted = select(ReferralRow.state).where(col(ReferralRow.reference) == case.reference)
    return session.exec(wanted).one() == ReferralState.OPEN
