"""The reception centres are offered to a person; what the person says decides whether a centre hears of them.

The police and the magistrate are told without it, and nothing of a referral waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from inspection.acts import records, workplaces
from inspection.acts.protection import notices
from inspection.control import papers
from inspection.control.filled import ConsentAsked, Control
from inspection.errors import ReferralFault
from inspection.life_cycles import ConsentAnswer, NoticeState
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.protection import ConsentRow, NoticeRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction
from sectors import Catalogue
from sectors.rules.protection import AREA_CENTRE

_SPOKEN = ("help", "centres", "consent", "steps")  # lines of the brochure that explain a centre and what follows
_DECIDING = ("given", "refused", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class OfferedCentre:
    """What is read to a person about the centres, in their language; `checked` by a sworn translator or not."""

    language: str
    checked: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Consented:
    """What a person said, and the reference of the message that waits to be brought to a centre, if any."""

    control_id: str
    person: str
    answer: ConsentAnswer
    reference: str | None
    stopped: int
    is_new: bool


@answers_alike("consent.record", "REFER-780")
def offer_centre(context: Context, control_id: str, person: str, language: str) -> OfferedCentre:
    """Return what to read to a person about the centres, and record that they were informed.

    Arguments: `person` a reference of the control; `language` one of the worker languages of the rules.
    Errors: `ReferralFault` 780 for no control, 781 for nobody of this reference, 782 for a language without texts;
    `AccessRefused`.
    """
    catalogue = context.app.catalogue(day_in_brussels(context.at))
    if language not in catalogue.worker_languages:
        raise ReferralFault("REFER-782", languages=", ".join(sorted(catalogue.worker_languages)))
    words = papers.worker_words(catalogue, language)
    lines = {line["key"]: line["text"] for line in words["brochure"]}
    told = ConsentAsked(person=person, answer="informed", at=context.at, language=language)
    record_consent(context, control_id, told)
    spoken = tuple(lines[key] for key in _SPOKEN if key in lines)
    return OfferedCentre(language=language, checked=bool(words["checked"]), lines=spoken)


@answers_alike("consent.record", "REFER-780")
def record_consent(context: Context, control_id: str, said: ConsentAsked) -> Consented:
    """Record what a person said about the centres; agreement queues the message to one, a no stops it.

    What stands is what was said last, whenever it was recorded. The same again changes nothing.

    Errors: `ReferralFault` 780 for no control, 781 for nobody of this reference; `AccessRefused`.
    """
    with audited_transaction(context, name="consent") as tx:
        row = notices.find_control(context, tx.session, control_id)
        tx.require("consent.record", district=notices.own_district(row, context.by), service=row.service)
        control = records.load_control(tx.store, row)
        if said.person not in {person.ref for person in control.persons}:
            raise ReferralFault("REFER-781")
        made = add_consent(tx, row, control, said)
        if not made.is_new:
            tx.mark_unchanged()
        return made


@answers_alike("consent.record", "REFER-787", "REFER-780")
def withdraw_consent(context: Context, control_id: str, person: str) -> Consented:
    """Record that a person agrees no longer: from this moment nothing about them goes to a centre.

    A message that waits is stopped and emptied; a centre that was reached before cannot be made to forget, and the
    person is told so.

    Errors: `ReferralFault` 787 where they said nothing before; otherwise as `record_consent`.
    """
    with context.store.read() as session:
        language = next((row.language for row in reversed(consents_of(session, control_id, person))), None)
    if language is None:
        raise ReferralFault("REFER-787")
    said = ConsentAsked(person=person, answer="withdrawn", at=context.at, language=language)
    return record_consent(context, control_id, said)


def add_consents(tx: AuditedTransaction, row: ControlRow, control: Control) -> None:
    """Take over what a saved control says of consent, inside the act that saves it; what is known changes nothing."""
    for said in control.consents:
        add_consent(tx, row, control, said)


def add_consent(tx: AuditedTransaction, row: ControlRow, control: Control, said: ConsentAsked) -> Consented:
    """Add what a person said inside an act, and bring the messages about them in line with what stands now."""
    rows = consents_of(tx.session, row.id, said.person)
    is_new = not any((one.at, one.answer, one.name_too) == (said.at, said.answer, said.name_too) for one in rows)
    if is_new:
        rows = [*rows, _add(tx, row, said, len(rows) + 1)]
    stands = standing(rows)
    stopped = _stop_others(tx, row, said.person, stands)
    waiting = _waiting(tx, row, control, said.person, stands)
    return Consented(
        control_id=row.id,
        person=said.person,
        answer=stands.answer if stands else said.answer,
        reference=waiting.reference if waiting else None,
        stopped=stopped,
        is_new=is_new,
    )


def consents_of(session: Session, control_id: str, person: str | None = None) -> list[ConsentRow]:
    """Return what was said in a control about the centres, by one person or by all, in the order of recording."""
    mine = select(ConsentRow).where(col(ConsentRow.control_id) == control_id)
    if person is not None:
        mine = mine.where(col(ConsentRow.person) == person)
    return list(session.exec(mine.order_by(col(ConsentRow.person), col(ConsentRow.n))))


def standing(rows: Sequence[ConsentRow]) -> ConsentRow | None:
    """Return what stands of what one person said: the latest yes, no or withdrawal by when it was said."""
    deciding = [row for row in rows if row.answer in _DECIDING]
    return max(deciding, key=lambda row: (row.at, row.n), default=None)


def is_against(rows: Sequence[ConsentRow]) -> bool:
    """Tell whether everybody who said something about the centres says no, or agrees no longer."""
    people = {row.person for row in rows}
    stands = [standing([row for row in rows if row.person == person]) for person in people]
    decided = [one.answer for one in stands if one is not None]
    return bool(decided) and ConsentAnswer.GIVEN not in decided


def ring_order(app: AppContext, row: ControlRow, catalogue: Catalogue) -> list[str]:
    """Return the centres in the order in which they are rung for a control: its own area's first, each once."""
    default = workplaces.competence_of(app, row.refnis, row.canton, catalogue.day).reception_centre
    named = (default if name == AREA_CENTRE else name for name in catalogue.protection.centres)
    return list(dict.fromkeys(named))


def _add(tx: AuditedTransaction, row: ControlRow, said: ConsentAsked, n: int) -> ConsentRow:
    made = ConsentRow(
        id=new_id(),
        control_id=row.id,
        person=said.person,
        n=n,
        answer=said.answer,
        name_too=said.name_too,
        language=said.language,
        explained_by=said.explained_by,
        interpreter=said.interpreter,
        at=said.at,
        recorded_by=tx.by,
        recorded_at=tx.at,
    )
    tx.add(made)
    tx.record("consent.record", made.id, stream="notice", facts={"control": row.id, "answer": said.answer})
    return made


def _notices(session: Session, control_id: str, person: str) -> list[NoticeRow]:
    mine = select(NoticeRow).where(col(NoticeRow.control_id) == control_id, col(NoticeRow.kind) == "centre")
    return [one for one in session.exec(mine.order_by(col(NoticeRow.id))) if person in one.persons]


def _stop_others(tx: AuditedTransaction, row: ControlRow, person: str, stands: ConsentRow | None) -> int:
    """Stop every open message about a person that does not rest on what stands now."""
    kept = stands.id if stands is not None and stands.answer == ConsentAnswer.GIVEN else None
    others = [n for n in _notices(tx.session, row.id, person) if n.state in notices.OPEN and n.consent_id != kept]
    for notice in others:
        notices.stop_notice(tx, notice)
    return len(others)


def _waiting(
    tx: AuditedTransaction, row: ControlRow, control: Control, person: str, stands: ConsentRow | None
) -> NoticeRow | None:
    """Return the message that waits for a centre, queued now if it must be; none once a centre was reached."""
    if stands is None or stands.answer != ConsentAnswer.GIVEN:
        return None
    known = _notices(tx.session, row.id, person)
    if any(notice.state == NoticeState.TAKEN for notice in known):
        return None
    return next((n for n in known if n.state in notices.OPEN), None) or _queue(tx, row, control, stands)


def _queue(tx: AuditedTransaction, row: ControlRow, control: Control, stands: ConsentRow) -> NoticeRow:
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    found = next(person for person in control.persons if person.ref == stands.person)
    minors = records.load_conclusion(tx.store, row).proposal.minors
    values = {
        "language": found.hearing_language or stands.language,
        "minor": stands.person in minors,
        "callback": notices.callback(tx, row),
        **({"name": found.name} if stands.name_too and found.name else {}),
    }
    return notices.queue_notice(
        tx,
        row,
        "centre",
        ring_order(tx.app, row, catalogue)[0],
        values,
        persons=[stands.person],
        consent=stands.id,
        due_at=tx.at + timedelta(minutes=catalogue.protection.centre_call_minutes),
    )
