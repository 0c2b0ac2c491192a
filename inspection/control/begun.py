"""A control while it is filled in, as raw values: what is asked, answered, refused and missing, and who is named where.

Every form at a desk asks here, so that none has rules of its own; what is asked is for the checklist to say.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from inspection.control.checklists import Checklist, asked
from inspection.control.filled import Control, Origin
from inspection.life_cycles import ControlOutcome
from inspection.time_of import day_in_brussels
from sectors.rules.checklists import Need, Question

Raw = Mapping[str, Any]
WORKPLACE: Final = ""
_NAMING: Final = (
    "seen", "hearings", "rooms", "lookups", "pay", "offenders",
    "noted", "steps", "consents", "comments", "attachments", "chain", "summaries",
)  # fmt: skip


def begun(
    form: Checklist, *, entered_at: datetime, language: str, origin: Origin | None = None, **of: str | None
) -> dict[str, Any]:
    """Return a control as it begins: nobody has said how it ended, and nothing is answered.

    Arguments: `form` the list that is asked; `of` its `workplace`, `sector` and `visit`, as a control has them.
    """
    return {
        "checklist": form.ref.model_dump(),
        **of,
        "outcome": None,
        "entered_at": entered_at.isoformat(),
        "left_at": None,
        "facts_on": day_in_brussels(entered_at).isoformat(),
        "report_language": language,
        "answers": {},
        "persons": [],
        "suspicion": None,
        "origin": origin,
    }


def answers_in(control: Raw, ref: str) -> dict[str, Any]:
    """Return the answers of the workplace, or of one person; KeyError for nobody.

    ref
        `WORKPLACE`, or the reference of a person found.
    """
    whose = control if ref == WORKPLACE else person_in(control, ref)
    answers: dict[str, Any] = whose["answers"]
    return answers


def person_in(control: Raw, ref: str) -> dict[str, Any]:
    """Return a person found by their reference; KeyError for nobody."""
    found: dict[str, Any] | None = next((one for one in control["persons"] if one["ref"] == ref), None)
    if found is None:
        raise KeyError(ref)
    return found


def asked_in(control: Raw, form: Checklist, ref: str) -> tuple[Question, ...]:
    """Return the questions that are asked of the workplace, or of one person, after the answers so far."""
    if ref == WORKPLACE:
        return asked(form, control["answers"], None, "workplace")
    return asked(form, control["answers"], answers_in(control, ref), "person")


def missing_in(control: Raw, form: Checklist) -> list[Question]:
    """Return the questions that must be answered before the control can be finished and are not, each once.

    Of a door that stayed shut nothing need be known.
    """
    if control["outcome"] not in (None, ControlOutcome.DONE):
        return []
    return _each_once(q for q, ref in _everywhere(control, form) if q.required and not _given(control, q, ref))


def refused_in(control: Raw, form: Checklist) -> list[Question]:
    """Return the questions whose answer their constraint refuses: they are corrected before the control is finished."""
    return _each_once(q for q, ref in _everywhere(control, form) if not accepts_in(control, form, q, ref))


def accepts_in(control: Raw, form: Checklist, question: Question, ref: str) -> bool:
    """Tell whether the answer so far is one that the question accepts."""
    return form.asking.accepts(question, *_about(control, question, ref))


def needed_in(control: Raw, form: Checklist, question: Question, ref: str) -> tuple[Need, ...]:
    """Return the evidence that the answer so far calls for."""
    return form.asking.needed(question, *_about(control, question, ref))


def answered_in(control: Raw, form: Checklist, refs: Iterable[str], section: str | None = None) -> tuple[int, int]:
    """Return how many of the questions that are asked are answered, and how many are asked.

    Arguments: `refs` of whom, the workplace or persons; `section` the only one that counts, None for all.
    """
    given = [
        _given(control, q, ref) for ref in refs for q in asked_in(control, form, ref) if section in (None, q.section)
    ]
    return sum(given), len(given)


def naming_in(control: Raw, ref: str) -> list[str]:
    """Return the parts of the control in which an entry names this person, offender, party of the chain or hearing."""
    parts: dict[str, Any] = {part: control.get(part) or [] for part in (*_NAMING, "persons")}
    return [part for part, noted in parts.items() if any(ref in _named(one) for one in noted)]


def without_person(control: dict[str, Any], ref: str) -> None:
    """Take a person out who was added by mistake, with the answers; nothing may name them any more (`naming_in`)."""
    control["persons"] = [one for one in control["persons"] if one["ref"] != ref]
    if "marks" in control:
        marks = [one for one in control["marks"] if one["person"] != ref]
        control["marks"] = [{**one, "of": None} if one.get("of") == ref else one for one in marks]


def next_person(control: Raw, made: int) -> str:
    """Return the reference of the person who is found next: that of somebody who was taken out is not given again.

    made
        Highest number that a person of this control ever had, as far as it is known.
    """
    return f"P{max(made, highest_person(control)) + 1}"


def highest_person(control: Raw) -> int:
    """Return the highest number of a person, 0 where nobody was found."""
    return max((int(str(one["ref"])[1:]) for one in control.get("persons", ())), default=0)


def refused_fields(part: str, item: Mapping[str, Any]) -> list[str]:
    """Return the fields of an entry that a control would refuse, such as a language that is no code.

    part
        The list of a control that it stands in: "hearings", "pay" ...
    """
    try:
        _entries_of(part).validate_python([item])
    except ValidationError as fault:
        return list(dict.fromkeys(str(one["loc"][1]) for one in fault.errors() if len(one["loc"]) > 1))
    return []


@cache
def _entries_of(part: str) -> TypeAdapter[Any]:
    annotation: Any = Control.model_fields[part].annotation
    return TypeAdapter(annotation)


def is_outcome_said(control: Raw) -> bool:
    """Tell whether somebody said how the control ended; nothing is chosen beforehand."""
    return control["outcome"] is not None


def is_leaving_said(control: Raw, today: date) -> bool:
    """Tell whether it is known when everybody left: said, or today, when a control ends as it is finished."""
    entered = day_in_brussels(datetime.fromisoformat(str(control["entered_at"])))
    return control.get("left_at") is not None or entered == today


def _everywhere(control: Raw, form: Checklist) -> Iterator[tuple[Question, str]]:
    for ref in [WORKPLACE, *(person["ref"] for person in control["persons"])]:
        yield from ((question, ref) for question in asked_in(control, form, ref))


def _given(control: Raw, question: Question, ref: str) -> bool:
    return answers_in(control, ref).get(question.id) is not None


def _about(control: Raw, question: Question, ref: str) -> tuple[Any, dict[str, Any], dict[str, Any] | None]:
    own = answers_in(control, ref)
    return own.get(question.id), control["answers"], None if ref == WORKPLACE else own


def _named(one: Mapping[str, Any]) -> list[Any]:
    told = [one.get(name) for name in ("person", "subject", "by", "offender", "under", "employer", "hearing")]
    return [*told, *(one.get("persons") or ()), *(one.get("employs") or ())]


def _each_once(questions: Iterable[Question]) -> list[Question]:
    return list({question.id: question for question in questions}.values())
