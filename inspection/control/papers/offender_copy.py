"""What of a control is printed in the copy for the offender: named part by part, and no words typed freely."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from inspection.control.conclusions import EMPLOYER, Offender
from inspection.control.filled import AnswerValue, AttachmentRef, Control, Finding, Lookup, PersonFound, Seen
from inspection.control.papers.withholding import without_suspicion
from sectors.rules import Question

# Whatever is added to a part later stays out until it is named here.
_CONTROL: Final = (
    "control_id", "checklist", "visit", "workplace", "sector", "outcome", "entered_at", "left_at", "facts_on",
    "report_language", "place", "pay",
)  # fmt: skip
_SEEN: Final = ("ref", "person", "state", "at")
_LOOKUP: Final = (
    "ref", "register_key", "subject", "looked_up_at", "result", "declared_at", "worker_type", "period_from",
    "period_to", "joint_committee", "planned_hours",
)  # fmt: skip
_ATTACHMENT: Final = ("sha256", "kind", "media_type", "bytes", "question", "person", "taken_at")
_OF_EVERY_COPY: Final = frozenset({"cl_epv_number"})  # under which number the report was drawn up
_FREE_WORDS: Final = "text"  # the kind of question whose answer may say anything


def for_offender(control: Control, questions: Mapping[str, Question]) -> Control:
    """Return a control as its offender may have it in hand: made anew of what is named, and of nothing else.

    Told are the facts of the control, answers in no free words, in what state each was first seen, look-ups, exhibits
    without their comments, and the hearings of the employer, whose record the employer was read and signed. What an
    inspector wrote in own words (what somebody was doing, a comment, a note) may name whoever told it: it is
    for the auditorate.

    questions
        Those that the control was filled in under.
    """
    plain = without_suspicion(control, questions)
    told = {key for key, question in questions.items() if question.kind != _FREE_WORDS}
    return Control(
        **_only(plain, _CONTROL),
        answers=_told(plain.answers, told),
        persons=tuple(_person(person, told) for person in plain.persons),
        seen=tuple(Seen(**_only(each, _SEEN)) for each in plain.seen),
        lookups=tuple(Lookup.model_construct(**_only(each, _LOOKUP)) for each in plain.lookups),
        hearings=plain.hearings,
        attachments=tuple(AttachmentRef(**_only(each, _ATTACHMENT)) for each in plain.attachments),
    )


def narrowed(control: Control, offender: Offender | None, findings: Sequence[Finding], *, is_alone: bool) -> Control:
    """Return a copy's control with what one offender's own findings concern: their persons, their questions' answers.

    What speaks of the workplace as a whole (its look-ups, exhibits and who was seen there, the hearing of the employer)
    may tell of another offender: it stays only where there is no other, or, as the employer's own, with the employer.

    findings
        Those that are held against the offender.
    is_alone
        Whether the control holds findings against nobody else.
    """
    persons = {ref for finding in findings for ref in finding.persons}
    asked = {key for finding in findings for key in finding.questions}
    of_employer = is_alone or (offender is not None and offender.role == EMPLOYER)
    return control.model_copy(
        update={
            "answers": {key: value for key, value in control.answers.items() if key in asked | _OF_EVERY_COPY},
            "persons": tuple(
                person.model_copy(update={"answers": _told(person.answers, asked)})
                for person in control.persons
                if person.ref in persons
            ),
            "seen": tuple(one for one in control.seen if (one.person in persons if one.person else is_alone)),
            "pay": tuple(one for one in control.pay if of_employer and one.person in persons),
            "lookups": tuple(
                one for one in control.lookups if one.subject in persons or (one.subject == "workplace" and of_employer)
            ),
            "hearings": control.hearings if of_employer else (),
            "attachments": tuple(
                one
                for one in control.attachments
                if (one.person in persons if one.person else is_alone or one.question in asked)
            ),
        }
    )


def _person(person: PersonFound, told: set[str]) -> PersonFound:
    return PersonFound(ref=person.ref, name=person.name, answers=_told(person.answers, told))


def _told(answers: Mapping[str, AnswerValue], told: set[str]) -> dict[str, AnswerValue]:
    return {key: value for key, value in answers.items() if key in told}


def _only(part: Control | AttachmentRef | Lookup | Seen, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named fields of a part, as they are."""
    return {name: getattr(part, name) for name in names}
