"""A filled control comes in: read strictly, held against its checklist, refused whole or taken whole."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from inspection.control.checklists import Checklist, is_asked, is_given
from inspection.control.filled import AnswerValue, Control, PersonFound
from inspection.control.reading.answers import Objection, answer_faults
from inspection.control.reading.chain_reading import chain_faults
from inspection.control.reading.mark_reading import mark_faults
from inspection.control.reading.onsite_reading import onsite_faults
from inspection.control.reading.paper_reading import paper_faults
from inspection.control.reading.parsing import parse
from inspection.control.reading.summary_reading import summary_faults
from inspection.errors import ControlFault
from inspection.life_cycles import ControlOutcome, Decision
from inspection.time_of import day_in_brussels
from sectors.rules.checklists import Question

_MOST_LISTED: Final = 40
_SEVERAL: Final = "CONTROL-040"
_UNANSWERED: Final = "CONTROL-049"


def read_control(data: Mapping[str, Any] | bytes | str, checklist_of: Callable[[str], Checklist]) -> Control:
    """Read a filled control.

    checklist_of
        Gives the checklist of a sector; raises LookupError for a sector without one.

    Raises `ControlFault`: 010 no JSON object, 011 too large, 012 too deep, 013 NUL, 015 a key twice, 016 no UTF-8,
    017 no JSON, 018 what JSON does not hold, 020 fields, 030 sector without checklist, 031 other checklist, 041
    unknown question, 042 type, 043 unknown choice, 044 asked of the other, 045 person twice, 046 days or moments out
    of order, 047 suspicion without its words, 051 without a form, 048 persons though nothing took place, 049 a
    required answer missing, 050 an answer that its question does not accept; beside the answers 360 a reference
    twice, 361 a person who is not there, 362 moments out of order, 363 a question that the checklist does not ask,
    364 not identified and yet a person, 365 an attachment twice, 366 somebody twice in the team, 396 an offender who
    is not there, 387 a mark of what no tap may record, 388 a summary that is not what was signed, 398 a chain that does
    not hold together, 399 a number that no enterprise has, 413 a page of paper that is of another control; 040 when
    faults of several kinds meet. The message lists all of them, by question and reference only.
    """
    control = _fields(parse(data))
    checklist = _checklist(control, checklist_of)
    faults = [*_unfit(control, checklist)] or [*_untaken(control, checklist)]
    if faults:
        raise _fault(faults, control.control_id)
    return control


def objections_to(data: Mapping[str, Any], checklist_of: Callable[[str], Checklist]) -> tuple[Objection, ...]:
    """Return all that `read_control` refuses a control for, each with its place, so that a form can lead there.

    What a question does not accept is told beside what is not answered. Where fields cannot be read, these are all that
    is told.
    """
    text = parse(data)
    try:
        control = Control.model_validate_json(text, strict=True)
        checklist = _checklist(control, checklist_of)
    except ValidationError as error:
        return tuple(Objection("CONTROL-020", path, path.split()[0].partition(".")[0]) for path in _wrong(error))
    except ControlFault as fault:
        return (Objection(fault.code, fault.what),)
    faults = [*_unfit(control, checklist)]
    if all(fault.code == _UNANSWERED for fault in faults):
        faults += _untaken(control, checklist)
    return tuple(faults)


def _unfit(control: Control, checklist: Checklist) -> Iterator[Objection]:
    """Yield what does not fit together, and what a finished control does not answer."""
    yield from _answers(control, checklist)
    yield from _order(control)
    yield from _sense(control)
    yield from onsite_faults(control, checklist.by_id)
    yield from mark_faults(control, checklist.checks)
    yield from paper_faults(control)
    yield from chain_faults(control)
    yield from summary_faults(control)


def _untaken(control: Control, checklist: Checklist) -> Iterator[Objection]:
    """Yield answers of the right kind that their question does not accept: asked where all of them are of that kind."""
    yield from _too_early(control, checklist)
    if control.left_at is not None:
        yield from _refused(control, checklist)


def _fields(text: str) -> Control:
    try:
        return Control.model_validate_json(text, strict=True)
    except ValidationError as error:
        wrong = _wrong(error)
    raise ControlFault("CONTROL-020", listed=_listed(wrong))


def _wrong(error: ValidationError) -> list[str]:
    """Return the fields that cannot be read, each once with why."""
    found = error.errors(include_input=False)
    return list(dict.fromkeys(f"{_path(fault['loc'])} ({fault['type']})" for fault in found))


def _path(place: tuple[int | str, ...]) -> str:
    """Name a field; a key that the model does not know may be anything, so it is never repeated."""
    steps = [str(step) if isinstance(step, int) or step in _field_names() else "…" for step in place]
    return ".".join(steps[: steps.index("answers") + 1] if "answers" in steps else steps) or "the whole"


@cache
def _field_names() -> frozenset[str]:
    """Return the name of every field of a control and of its parts, as it stands in JSON."""
    schema = Control.model_json_schema()
    return frozenset(name for model in (schema, *schema["$defs"].values()) for name in model.get("properties", ()))


def _checklist(control: Control, checklist_of: Callable[[str], Checklist]) -> Checklist:
    try:
        known = checklist_of(control.sector)
    except LookupError:
        raise ControlFault("CONTROL-030", control_id=control.control_id) from None
    if control.checklist != known.ref:
        raise ControlFault("CONTROL-031", checklist=known.id, version=known.version, control_id=control.control_id)
    return known


def _answers(control: Control, checklist: Checklist) -> Iterator[Objection]:
    questions = checklist.by_id
    yield from answer_faults(control.answers, questions, "workplace")
    for person in control.persons:
        yield from answer_faults(person.answers, questions, "person", person.ref)
    if control.outcome == ControlOutcome.DONE and control.left_at is not None:
        yield from _missing(control, checklist)


def _missing(control: Control, checklist: Checklist) -> Iterator[Objection]:
    """Yield what a finished control leaves unanswered; an unfinished one may be saved, or a suspicion would wait."""
    for question, person, _ in _asked(control, checklist, lambda asked, value: asked.required and not is_given(value)):
        wrong = f"{question.id}{_of(person)} must be answered"
        yield Objection(_UNANSWERED, wrong, "answers", question.id, person.ref if person else None)


def _refused(control: Control, checklist: Checklist) -> Iterator[Objection]:
    """Yield what a finished control answers out of a constraint; an unfinished one may be saved, as above."""
    for question, person, value in _asked(control, checklist, lambda asked, _: asked.constraint is not None):
        of_person = person.answers if person else None
        if not checklist.asking.accepts(question, value, control.answers, of_person):
            wrong = f"{question.id}{_of(person)} is out of what the question accepts"
            yield Objection("CONTROL-050", wrong, "answers", question.id, person.ref if person else None)


def _asked(
    control: Control, checklist: Checklist, is_meant: Callable[[Question, AnswerValue], bool]
) -> Iterator[tuple[Question, PersonFound | None, AnswerValue]]:
    """Yield each question that is meant and asked, of the workplace and of each person, with its answer.

    Whether one is asked is worked out for those that are meant only: of a hundred persons that is most of the reading.
    """
    for person in (None, *control.persons):
        own = control.answers if person is None else person.answers
        scope, of_person = ("workplace", None) if person is None else ("person", own)
        for question in checklist.questions:
            value = own.get(question.id)
            is_candidate = question.scope == scope and is_meant(question, value)
            if is_candidate and is_asked(checklist, question, control.answers, of_person):
                yield question, person, value


def _of(person: PersonFound | None) -> str:
    return f" of {person.ref}" if person else ""


def _order(control: Control) -> Iterator[Objection]:
    last = control.left_at or control.entered_at
    if last < control.entered_at:
        yield Objection("CONTROL-046", "left_at lies before entered_at", "left_at")
    if control.first_facts_on > control.facts_on:
        yield Objection("CONTROL-046", "facts_from lies after facts_on", "facts_from")
    if control.facts_on > day_in_brussels(max(last, control.entered_at)):
        yield Objection("CONTROL-046", "facts_on lies after the control", "facts_on")
    for person in control.persons:
        if person.birth_date is not None and person.birth_date > control.facts_on:
            wrong = f"birth_date of {person.ref} lies after facts_on"
            yield Objection("CONTROL-046", wrong, "persons", person=person.ref)


def _too_early(control: Control, checklist: Checklist) -> Iterator[Objection]:
    """Yield a deadline that was set to a day before the control: it would be missed before it began."""
    is_set = lambda asked, value: asked.event == "deadline_set" and isinstance(value, str)  # noqa: E731
    for question, person, day in _asked(control, checklist, is_set):
        if date.fromisoformat(str(day)) < day_in_brussels(control.entered_at):
            wrong = f"{question.id} lies before the control"
            yield Objection("CONTROL-046", wrong, "answers", question.id, person.ref if person else None)


def _sense(control: Control) -> Iterator[Objection]:
    refs = [person.ref for person in control.persons]
    for ref in sorted({ref for ref in refs if refs.count(ref) > 1}):
        yield Objection("CONTROL-045", f"{ref} stands twice among the persons", "persons", person=ref)
    if control.persons and control.outcome != ControlOutcome.DONE:
        yield Objection("CONTROL-048", f"persons were found although the outcome is {control.outcome}", "outcome")
    suspicion = control.suspicion
    if suspicion is not None and suspicion.decision != Decision.UNDECIDED and not suspicion.grounds.strip():
        yield Objection("CONTROL-047", "suspicion needs grounds for a yes and a reason for a no", "suspicion")
    if suspicion is not None and suspicion.decision == Decision.YES and not suspicion.forms:
        yield Objection("CONTROL-051", "suspicion names no form of exploitation", "suspicion")


def _fault(faults: list[Objection], control_id: str) -> ControlFault:
    kinds = {fault.code for fault in faults}
    code = kinds.pop() if len(kinds) == 1 else _SEVERAL
    return ControlFault(code, listed=_listed([fault.text for fault in faults]), control_id=control_id)


def _listed(texts: list[str]) -> str:
    more = len(texts) - _MOST_LISTED
    return "; ".join(texts[:_MOST_LISTED]) + (f"; and {more} more" if more > 0 else "")
