"""What of a control a reader may have: not what tells of a suspicion, of another offender, or leads to a centre.

`without_suspicion` is the control as if nobody had thought of trafficking; `for_offender` makes a copy anew of named
parts, and `limited_to_offender` keeps what one offender's own findings concern. `only_on_site` takes out where a device
was once it may have been at a reception centre.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, Final

from inspection.control.conclusions import EMPLOYER, Finding, Offender
from inspection.control.filled import AnswerValue, AttachmentRef, Control, FirstSight, Lookup, PersonFound, Position
from inspection.life_cycles import StepOutcome
from sectors import Catalogue
from sectors.rules.checklists import Question

# Whatever is added to a part later stays out until it is named here.
_CONTROL: Final = (
    "control_id", "checklist", "visit", "workplace", "sector", "outcome", "entered_at", "left_at", "facts_from",
    "facts_on", "report_language", "place", "pay",
)  # fmt: skip
_SEEN: Final = ("ref", "person", "state", "at")
_LOOKUP: Final = (
    "ref", "register_key", "subject", "looked_up_at", "result", "declared_at", "worker_type", "period_from",
    "period_to", "joint_committee", "planned_hours",
)  # fmt: skip
_ATTACHMENT: Final = ("sha256", "kind", "media_type", "bytes", "question", "person", "taken_at", "marked_of")
_OF_EVERY_COPY: Final = frozenset({"cl_epv_number"})  # under which number the report was drawn up
_FREE_WORDS: Final = "text"  # the kind of question whose answer may say anything
# One that was rung may have answered: nobody has said that it did not.
_MET: Final = frozenset({StepOutcome.DONE, StepOutcome.RUNG, StepOutcome.REACHED})


def without_suspicion(control: Control, questions: Mapping[str, Question]) -> Control:
    """Return a control as if nobody had thought of trafficking: all that follows is worked out from this one alone.

    Left out: the decision, the steps and calls, marks of how answers came, what was said of the centres, how inhabited
    rooms were entered, every sensitive answer with its comments and exhibits, notes of offences that only such an
    answer shows, who asked for an unplanned control, hearings and summaries of anybody but the employer, notes on
    look-ups, where persons are now, their numbers and ages. Two controls that differ in nothing else give the same
    bytes, so that no copy can tell them apart.

    questions
        Those of the day of the control; an answer to a question that is not among them is left out too.
    """
    plain = {key for key, question in questions.items() if not question.sensitive}
    established = {one.offence for key in plain for one in questions[key].establishes}
    return control.model_copy(
        update={
            "suspicion": None,
            "origin": None,
            "steps": (),
            "consents": (),
            "rooms": (),
            "marks": (),
            "answers": _answers(control.answers, plain),
            "persons": tuple(_person(person, plain) for person in control.persons),
            "noted": tuple(each for each in control.noted if each.offence in established),
            "lookups": tuple(each.model_copy(update={"note": ""}) for each in control.lookups),
            "hearings": tuple(each for each in control.hearings if each.person == "employer"),
            "summaries": tuple(each for each in control.summaries if each.person == "employer"),
            "comments": tuple(each for each in control.comments if each.question in plain),
            "attachments": _of_each_other([each for each in control.attachments if each.question in plain]),
        }
    )


def for_offender(control: Control, questions: Mapping[str, Question]) -> Control:
    """Return a control as its offender may have it in hand: made anew of what is named, and of nothing else.

    Told are the facts of the control, answers in no free words, in what state each was first seen, look-ups, exhibits
    without their comments, and hearings and summaries of the employer, who was read and signed them. What an
    inspector wrote in own words (what somebody was doing, a comment, a note) may name whoever told it: it is
    for the auditorate.

    questions
        Those that the control was filled in under.
    """
    plain = without_suspicion(control, questions)
    told = {key for key, question in questions.items() if question.kind != _FREE_WORDS}
    return Control(
        **_only(plain, _CONTROL),
        answers=_answers(plain.answers, told),
        persons=tuple(_person(person, told) for person in plain.persons),
        seen=tuple(FirstSight(**_only(each, _SEEN)) for each in plain.seen),
        lookups=tuple(Lookup.model_construct(**_only(each, _LOOKUP)) for each in plain.lookups),
        offenders=plain.offenders,
        noted=plain.noted,
        hearings=plain.hearings,
        summaries=plain.summaries,
        attachments=tuple(AttachmentRef(**_only(each, _ATTACHMENT)) for each in plain.attachments),
    )


def limited_to_offender(
    control: Control,
    offender: Offender | None,
    findings: Sequence[Finding],
    questions: Mapping[str, Question],
    *,
    is_alone: bool,
) -> Control:
    """Return a copy's control with what one offender's own findings concern: of each person, what was found of them.

    What speaks of the workplace as a whole (its look-ups, exhibits and who was seen there, the hearing of the employer)
    may tell of another offender: it stays only where there is no other, or, as the employer's own, with the employer.
    Of an answer that points to offences of several, only what points to this one's stays.

    findings
        Those that are held against the offender.
    questions
        Those that the control was filled in under.
    is_alone
        Whether the control holds findings against nobody else.
    """
    own = _Own(findings, questions)
    of_employer = is_alone or (offender is not None and offender.role == EMPLOYER)
    return control.model_copy(
        update={
            "answers": own.answers(control.answers, own.asked | _OF_EVERY_COPY),
            "persons": tuple(
                person.model_copy(update={"answers": own.answers(person.answers, own.asked_of[person.ref])})
                for person in control.persons
                if person.ref in own.asked_of
            ),
            "offenders": tuple(one for one in control.offenders if offender is not None and one.ref == offender.ref),
            "noted": (),
            "seen": tuple(one for one in control.seen if (one.person in own.asked_of if one.person else is_alone)),
            "pay": tuple(one for one in control.pay if of_employer and one.person in own.asked_of),
            "lookups": tuple(
                one
                for one in control.lookups
                if one.subject in own.asked_of or (one.subject == "workplace" and of_employer)
            ),
            "hearings": control.hearings if of_employer else (),
            "summaries": control.summaries if of_employer else (),
            "attachments": _of_each_other([one for one in control.attachments if own.has(one, is_alone=is_alone)]),
        }
    )


class _Own:
    """What the findings of one offender came from: of the workplace, and of each person whom they concern."""

    def __init__(self, findings: Sequence[Finding], questions: Mapping[str, Question]) -> None:
        self._questions, self._offences = questions, {finding.offence for finding in findings}
        self.asked = {key for finding in findings for key in finding.questions}
        self.asked_of: dict[str, set[str]] = {}
        for finding in findings:
            for ref in finding.persons:
                self.asked_of.setdefault(ref, set()).update(finding.questions)

    def answers(self, answers: Mapping[str, AnswerValue], named: Set[str]) -> dict[str, AnswerValue]:
        """Return the named answers; of several choices, those that point to no offence of anybody else's."""
        return {key: self._own(key, value) for key, value in answers.items() if key in named}

    def has(self, file: AttachmentRef, *, is_alone: bool) -> bool:
        """Tell whether an exhibit belongs to what was found: to a person's question, or to one of the workplace."""
        if file.person is not None:
            asked = self.asked_of.get(file.person)
            return asked is not None and (is_alone or file.question is None or file.question in asked)
        return is_alone or file.question in self.asked

    def _own(self, key: str, value: AnswerValue) -> AnswerValue:
        if not isinstance(value, list) or key not in self._questions:
            return value
        meant: dict[str, set[str]] = {}
        for one in self._questions[key].establishes:
            if one.offence is not None:
                meant.setdefault(one.answer, set()).add(one.offence)
        return [choice for choice in value if choice not in meant or meant[choice] & self._offences]


def centre_steps(form: Catalogue) -> frozenset[str]:
    """Return the steps of the card by which a reception centre is reached."""
    return frozenset(key for key, step in form.steps.items() if step.role == "centre")


def only_on_site(control: Control, form: Catalogue) -> Control:
    """Return a control without the positions that a device recorded after it was left, or once a centre had a part in
    it: it may have been there. What was attached stays.

    form
        The rules under which it was filled in.
    """
    ends = tuple(_ends(control, centre_steps(form)))
    files = (each.model_copy(update={"position": _on_site(each.position, ends)}) for each in control.attachments)
    return control.model_copy(update={"position": _on_site(control.position, ends), "attachments": tuple(files)})


def _of_each_other(files: Sequence[AttachmentRef]) -> tuple[AttachmentRef, ...]:
    """Return files whose marked copies name no original that is not among them: a hash tells that there is one."""
    there = {one.sha256 for one in files}
    return tuple(one if one.marked_of in there else one.model_copy(update={"marked_of": None}) for one in files)


def _person(person: PersonFound, named: set[str]) -> PersonFound:
    return PersonFound(
        ref=person.ref, name=person.name, employer=person.employer, answers=_answers(person.answers, named)
    )


def _answers(answers: Mapping[str, AnswerValue], named: set[str]) -> dict[str, AnswerValue]:
    return {key: value for key, value in answers.items() if key in named}


def _only(part: Control | AttachmentRef | Lookup | FirstSight, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named fields of a part, as they are."""
    return {name: getattr(part, name) for name in names}


def _ends(control: Control, centres: frozenset[str]) -> Iterator[datetime]:
    """Yield each moment after which a device may be elsewhere than at the workplace."""
    if control.left_at is not None:
        yield control.left_at
    yield from (step.at for step in control.steps if step.step in centres and step.outcome in _MET)
    yield from (asked.at for asked in control.consents if asked.explained_by == "centre_staff")


def _on_site(position: Position | None, ends: Sequence[datetime]) -> Position | None:
    return position if position is not None and all(position.at <= end for end in ends) else None
