"""An edit that comes back from a client: it changes what its form asks, and nothing else of the control."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from inspection.control.checklists import Checklist, checks_in_form, in_form
from inspection.control.reading import FieldPath
from inspection.control.xforms.reading_xform import FilledForm

_PERSON_FIELDS: Final = ("name", "national_number", "birth_date", "hearing_language")


def edited(filled: FilledForm, before: Mapping[str, Any], checklist: Checklist) -> dict[str, Any]:
    """Return the raw control after an edit.

    What the form never asks (sensitive answers, the inspector's decision, the words of a hearing, steps) stays as it
    was; otherwise opening a form again on a telephone would erase it.

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
        **_over_like(control, before, "hearings", ("ref",)),
        **_over_like(control, before, "pay", ("person", "from_on", "to_on")),
        **_marks(control, before, checklist),
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


def _over_like(
    control: Mapping[str, Any], before: Mapping[str, Any], part: str, named_by: tuple[str, ...]
) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of a part as the form has them, each laid over its like: the words of a hearing stay."""
    if part not in control:
        return {}
    known = {tuple(one[name] for name in named_by): one for one in before.get(part, ())}
    return {part: [{**known.get(tuple(new.get(name) for name in named_by), {}), **new} for new in control[part]]}


def _marks(
    control: Mapping[str, Any], before: Mapping[str, Any], checklist: Checklist
) -> dict[str, list[dict[str, Any]]]:
    """Return the marks: those of the form's checks as it has them, others as they stood; the same tap is one."""
    asked = {check.key for check in checks_in_form(checklist)}
    refs = {None, *(person["ref"] for person in control["persons"])}
    stood = [mark for mark in before.get("marks", ()) if mark["person"] in refs]
    known = {_tap(mark): mark for mark in stood}
    own = [known.get(_tap(mark), mark) for mark in control.get("marks", ())]
    fresh = {(mark["person"], mark["check"]) for mark in own}
    others = [
        mark
        for mark in stood
        if (mark["check"] not in asked or mark["kind"] != "in_order") and (mark["person"], mark["check"]) not in fresh
    ]
    return {"marks": [*others, *own]}


def _tap(mark: Mapping[str, Any]) -> tuple[Any, ...]:
    return mark["person"], mark["check"], mark["kind"], mark["way"]
