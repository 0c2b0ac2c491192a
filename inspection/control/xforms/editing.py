"""An edit that comes back from a client: it changes what its form asks, and nothing else of the control."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from inspection.control.checklists import Checklist, in_form
from inspection.control.reading import FieldPath
from inspection.control.xforms.reading_xform import FilledForm

_PERSON_FIELDS: Final = ("name", "national_number", "birth_date", "hearing_language")


def edited(filled: FilledForm, before: Mapping[str, Any], checklist: Checklist) -> dict[str, Any]:
    """Return the raw control after an edit.

    What the form never asks (sensitive answers, the inspector's decision, hearings, steps) stays as it was; otherwise
    opening a form again on a telephone would erase it.

    before
        The control as it is stored, as JSON values.
    """
    control = filled.control
    kept = frozenset(question.id for question in checklist.questions if question.sensitive)
    persons = {person["ref"]: person for person in before.get("persons", ())}
    blank = dict.fromkeys(_PERSON_FIELDS)
    return {
        **before,
        **control,
        **_where(control, before),
        "answers": _over(before, control, kept),
        "persons": [
            {**persons.get(new["ref"], {}), **blank, **new, "answers": _over(persons.get(new["ref"], {}), new, kept)}
            for new in control["persons"]
        ],
    }


def asked_places(places: Iterable[FieldPath], filled: FilledForm, checklist: Checklist) -> tuple[str, ...]:
    """Name those places of a control that its form asks for: of what it never asks, a client learns nothing."""
    asked = {question.id for question in in_form(checklist)} | filled.control.keys() | set(_PERSON_FIELDS)
    return tuple(
        " ".join(step for step in place if step not in ("answers", "persons"))
        for place in places
        if _is_person(place) or (place[-1] in asked and (len(place) == 1 or place[0] in ("answers", "persons")))
    )


def _is_person(place: FieldPath) -> bool:
    return place[0] == "persons" and len(place) == 2


def _where(control: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return visit and workplace; a visit that was made is on no list any more, so that a client may have lost both."""
    named = control if control["workplace"] else before
    return {"visit": control["visit"] or named.get("visit"), "workplace": named["workplace"]}


def _over(before: Mapping[str, Any], new: Mapping[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    return {**{key: value for key, value in before.get("answers", {}).items() if key in kept}, **new["answers"]}
