"""What of a control speaks of a person or of a source: said once, field by field, for every screen, list and export.

Every field of text or date of the models is in one of the two tables; a test refuses a new one that is in neither.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from inspection.control.filled import Control
from sectors.rules.checklists import Question

Speaks = Literal["name", "number", "contact", "address", "birth", "suspicion", "source", "words"]
MASK = "•••"
_FREE = frozenset({"text", "identifier"})  # kinds of questions whose answer may name somebody
M = TypeVar("M", bound=BaseModel)

# What a field speaks of. Its model is named and not imported: this table is read beside the models.
PERSONAL: Mapping[str, Mapping[str, Speaks]] = {
    "Control": {"suspicion": "suspicion", "origin": "source", "door": "address", "position": "address"},
    "PersonFound": {
        "name": "name",
        "national_number": "number",
        "birth_date": "birth",
        "documents": "words",
        "now_at": "suspicion",
        "whereabouts": "address",
        "reach_how": "contact",
        "reach_through": "contact",
        "reach_when": "contact",
        "reach_language": "contact",
        "under_age": "birth",
        "accompanied": "suspicion",
    },
    "OffenderFound": {"name": "name", "number": "number", "address": "address"},
    "EarlierDecision": {"authority": "words"},
    "SuspicionDecision": {"grounds": "suspicion", "not_known": "suspicion"},
    "FirstSight": {"doing": "words", "seen_by": "name", "place": "words"},
    "Hearing": {"interpreter": "name", "statement": "words"},
    "Summary": {"text": "words", "reason": "words"},
    "VisitRecordGiven": {"inspectors": "name"},
    "RoomEntry": {"name": "name", "reference": "source", "words": "words"},
    "Lookup": {"note": "words"},
    "StepTaken": {"who": "name", "number": "contact", "note": "words"},
    "Comment": {"words": "words"},
    "AttachmentRef": {"comment": "words", "position": "address"},
    "ChainLink": {"name": "name", "number": "number", "address": "address", "knew_facts": "words"},
}

# Fields of text or date that speak of nobody: references, keys of the rules, days of the facts. `answers` is masked by
# the kind of each question.
PLAIN: Mapping[str, frozenset[str]] = {
    "Control": frozenset(
        {"control_id", "visit", "workplace", "sector", "facts_on", "facts_from", "answers", "place", "team"}
    ),
    "ChecklistRef": frozenset({"id", "version", "sha256"}),
    "PersonFound": frozenset({"ref", "hearing_language", "employer", "answers"}),
    "OffenderFound": frozenset({"ref", "role", "person", "identified_on"}),
    "EarlierDecision": frozenset({"final_on"}),
    "FindingNoted": frozenset({"offence", "offender", "from_on", "to_on", "found_on", "persons"}),
    "FirstSight": frozenset({"ref", "person", "at"}),
    "Hearing": frozenset({"ref", "person", "language"}),
    "RoomEntry": frozenset({"ref", "ground", "by"}),
    "Summary": frozenset({"ref", "person", "hearing", "language", "sha256", "signature"}),
    "VisitRecordGiven": frozenset({"documents", "due_on"}),
    "PayPeriod": frozenset({"person", "from_on", "to_on", "scale", "employed_since"}),
    "Lookup": frozenset(
        {"ref", "register_key", "subject", "worker_type", "period_from", "period_to", "joint_committee", "as_of"}
    ),
    "CopiedPage": frozenset({"code", "by"}),
    "Mark": frozenset({"person", "check", "kind", "way", "of"}),
    "StepTaken": frozenset({"step", "person"}),
    "ConsentAsked": frozenset({"person", "language"}),
    "Comment": frozenset({"question", "person"}),
    "AttachmentRef": frozenset({"sha256", "media_type", "question", "person", "marked_of"}),
    "ChainLink": frozenset(
        {"ref", "under", "offender", "employs", "country", "activity", "joint_committee", "contract_on"}
        | {"stay_statement_on", "pay_statement_on", "knew_stay_since", "knew_pay_since"}
    ),
}


def masked_control(control: Control, questions: Mapping[str, Question]) -> Control:
    """Return a control with nothing of a person or of a source: a mask stands where a text was, nothing for the rest.

    Arguments: `questions` those that it was filled in under; an answer to any other is masked.
    """
    return _masked(control, questions)


def _masked(model: M, questions: Mapping[str, Question]) -> M:
    speaks = PERSONAL.get(type(model).__name__, {})
    told: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in speaks:
            told[name] = _hidden(value)
        elif name == "answers":
            told[name] = {key: _answer(questions.get(key), one) for key, one in value.items()}
        elif isinstance(value, tuple):
            told[name] = tuple(_masked(one, questions) if isinstance(one, BaseModel) else one for one in value)
        elif isinstance(value, BaseModel):
            told[name] = _masked(value, questions)
    return model.model_copy(update=told)


def _hidden(value: object) -> object:
    if isinstance(value, str) and value:
        return MASK
    return () if isinstance(value, tuple) else "" if isinstance(value, str) else None


def _answer(question: Question | None, value: object) -> object:
    """Return an answer as it may be shown: not one in free words, nor one that bears on a suspicion."""
    if value is None or (question is not None and not question.sensitive and question.kind not in _FREE):
        return value
    return MASK
