"""A reveal: what speaks of a person is shown once the trail says who looks, at what, why and in which case.

The trail must answer who looked at a person. So the entry names persons by a keyed hash of their number, which tells
nobody who they are and can be made again from a number that somebody asks about.
"""

import re
from collections.abc import Collection, Mapping

from sqlmodel import Session

from inspection.acts import records
from inspection.acts.access.cases import about_control, referral_of
from inspection.acts.access.why import DAILY, Why, is_open, is_to_read, why_control, why_given
from inspection.control.filled import Control
from inspection.sealing import keyed_hash
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.people import UserRow
from inspection.trust import AuditedTransaction, Context

_LETTERS = 32
_BETWEEN = re.compile(r"[\s.\-/]")


def reveal_control(
    tx: AuditedTransaction,
    act: str,
    row: ControlRow,
    *,
    subject: str = "",
    basis: str = "",
    facts: Mapping[str, object] | None = None,
    own_work: bool = False,
    why: Why | None = None,
    refs: Collection[str] | None = None,
) -> None:
    """Ask why somebody looks at something of a control, and record it; what is shown comes after the commit.

    Arguments: `subject` what of it is looked at, where it is not the control itself; `own_work` as for `why_control`;
    `why` where it follows from something else, such as `own_words`; `refs` the persons that are shown, by default all.
    Errors: `AccessRefused` 090 to 094.
    """
    control = records.load_control(tx.store, row)
    persons = person_keys(tx.store, control, refs)
    about = about_control(tx.store, row, referral_of(tx.session, row.id)) | {*persons}
    why = why or why_control(tx.context, tx.session, row, about, own_work=own_work)
    told = {"control": row.id, "workplace": row.workplace, "persons": list(persons)}
    record_reveal(tx, act, subject or row.id, why, basis=basis, facts={**told, **(facts or {})})


def reveal(
    tx: AuditedTransaction, act: str, subject: str, about: frozenset[str], *, facts: Mapping[str, object] | None = None
) -> None:
    """Do the same for what belongs to no control, such as a complaint; `about` is all that a case may share with it."""
    record_reveal(tx, act, subject, why_given(tx.context, tx.session, about), facts=facts)


def record_reveal(
    tx: AuditedTransaction,
    act: str,
    subject: str,
    why: Why,
    *,
    basis: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write a reveal into the trail: with its case, whether it was in one's own control, and by which credential."""
    principal = tx.context.principal
    told = {"case": why.case, "own": why.is_own, "credential": principal.credential if principal else ""}
    tx.record(
        act, subject, stream="reading", purpose=why.purpose, basis=basis or why.basis, facts={**(facts or {}), **told}
    )


def is_revealed(context: Context, control_id: str) -> bool:
    """Tell whether somebody has a reason to see a control unmasked, given or following; the look asks it anew."""
    if context.reason is not None:
        return True
    with context.store.read() as session:
        row = session.get(ControlRow, control_id)
        if row is None:
            return False
        own = row.saved_by == context.by and is_open(context, session, row)
        return own or is_to_read(session, session.get(UserRow, context.by), control_id)


def record_masked(
    tx: AuditedTransaction, act: str, subject: str, case: str, facts: Mapping[str, object] | None = None
) -> None:
    """Write a look that shows codes and states of a case and nothing of a person: it is its own case."""
    told = {**(facts or {}), "case": case, "masked": True}
    tx.record(act, subject, stream="reading", purpose=DAILY, facts=told)


def person_keys(store: Store, control: Control, refs: Collection[str] | None = None) -> tuple[str, ...]:
    """Return the keyed hash of each person of a control: of their number, else of their place in this control.

    refs
        Of these persons only.
    """
    return tuple(
        number_key(store, person.national_number)
        if person.national_number
        else found_key(store, control.control_id, person.ref)
        for person in control.persons
        if refs is None or person.ref in refs
    )


def number_key(store: Store, number: str) -> str:
    """Return the keyed hash of a number of a person, however it was written."""
    return keyed_hash(["number", _BETWEEN.sub("", number).upper()], purpose="look", keys=store.keys)[:_LETTERS]


def found_key(store: Store, control_id: str, ref: str) -> str:
    """Return the keyed hash of somebody of whom no number was noted: their reference in a control."""
    return keyed_hash(["found", control_id, ref], purpose="look", keys=store.keys)[:_LETTERS]


def keys_of_person(session: Session, store: Store, control_id: str, ref: str) -> tuple[str, ...]:
    """Return every hash under which a person found may stand in the trail; empty for nobody."""
    row = session.get(ControlRow, control_id)
    found = [p for p in records.load_control(store, row).persons if p.ref == ref] if row else []
    numbers = [number_key(store, person.national_number) for person in found if person.national_number]
    return (found_key(store, control_id, ref), *numbers) if found else ()
