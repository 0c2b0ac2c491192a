"""The page of one person: who it is, and every question that is asked of them, also those that no paper may hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import PERSONS
from dashboards.office.control_form.answers import beside, number_said, parts_of, questions_of
from dashboards.office.control_form.drafted import changed, opened
from dashboards.office.control_form.naming import named_under, offenders
from dashboards.office.control_form.persons import PERSON
from dashboards.office.control_form.sheets import UNREAD, Raw, Sheet, Wrong, kept, shown
from dashboards.office.paper import NO, YES, Read, Values, put_answers
from dashboards.office.shared import form_address
from inspection.acts.controls import Filling
from inspection.control.begun import person_in, without_person
from inspection.control.checklists import Checklist
from inspection.control.filled import NAME_LENGTH, TEXT_LENGTH, ReachHow
from inspection.control.on_paper import PERSONS as ON_A_SHEET
from inspection.control.on_paper import copy_answers, paper_form
from inspection.errors import AccessRefused
from inspection.i18n import t
from inspection.life_cycles import PersonNow

_WORDS: Final[Mapping[str, int]] = {
    "name": NAME_LENGTH,
    "national_number": 64,
    "hearing_language": 64,
    "documents": TEXT_LENGTH,
    "whereabouts": TEXT_LENGTH,
    "reach_through": NAME_LENGTH,
    "reach_when": NAME_LENGTH,
    "reach_language": NAME_LENGTH,
}
_YES_NO: Final = ("under_age", "accompanied", "met_before")
_BORN: Final = "birth_date"


def show(asked: Asked) -> Response:
    """Show it."""
    filling, form = opened(asked)
    return shown(asked, filling, form, _sheet(asked, filling, form, _ref(asked, filling)))


def keep(asked: Asked) -> Response:
    """Keep what was typed of the person, and lead on."""
    filling, form = opened(asked)
    ref = _ref(asked, filling)
    here, after = form_address(filling.id, PERSON, ref), _after(filling, ref)
    sheet = _sheet(asked, filling, form, ref)
    return kept(asked, filling, form, sheet, lambda then: after if then == "next" else f"{here}?told=kept")


def remove(asked: Asked) -> Response:
    """Take out a person who was added by mistake; whom a note or a file names stays, and the page says where."""
    filling, form = opened(asked)
    ref = _ref(asked, filling)

    def change(control: Raw) -> None:
        if not named_under(asked, control, ref):
            without_person(control, ref)

    made = changed(asked, filling, change)
    if ref in {one["ref"] for one in made.control["persons"]}:
        return shown(asked, made, form, _sheet(asked, made, form, ref))
    return asked.led(f"{form_address(filling.id, PERSONS, _sheet_of(ref))}?told=removed")


def _ref(asked: Asked, filling: Filling) -> str:
    ref = str(asked.request.path_params["ref"])
    if ref not in {one["ref"] for one in filling.control["persons"]}:
        raise AccessRefused("ACCESS-120")
    return ref


def _after(filling: Filling, ref: str) -> str:
    """Return the address of the next person, after the last of the grid in which this one stands."""
    refs = [str(one["ref"]) for one in filling.control["persons"]]
    ahead = refs[refs.index(ref) + 1 :]
    return form_address(filling.id, PERSON, ahead[0]) if ahead else form_address(filling.id, PERSONS, _sheet_of(ref))


def _sheet_of(ref: str) -> int:
    return (int(ref[1:]) - 1) // ON_A_SHEET + 1


def _sheet(asked: Asked, filling: Filling, form: Checklist, ref: str) -> Sheet:
    questions = questions_of(form, "person")

    def fields(control: Raw) -> Values:
        made = Values()
        person = person_in(control, ref)
        _identity(made, person, is_held=bool(control.get("offenders")))
        put_answers(made, questions, person["answers"])
        return made

    def copy(control: Raw, typed: Mapping[str, str]) -> Wrong:
        person, read = person_in(control, ref), Read()
        wrong = _copy_identity(control, person, typed)
        copy_answers(paper_form(form), control, ref, read.answers(questions, typed, person["answers"]))
        return wrong | dict.fromkeys(read.wrong, UNREAD)

    def values(control: Raw) -> dict[str, Any]:
        return {
            "ref": ref,
            "person": person_in(control, ref),
            "parts": parts_of(form, "person"),
            "most": _WORDS,
            "person_say": lambda name: t(f"field.person.{name}", asked.look.lang),
            "now_at": tuple(PersonNow),
            "reach_how": get_args(ReachHow),
            "offenders": offenders(asked, control),
            "number_said": number_said(asked, person_in(control, ref).get("national_number")),
            "named_under": named_under(asked, control, ref),
            "sheet_address": form_address(filling.id, PERSONS, _sheet_of(ref)),
            **beside(asked, control, form, ref),
        }

    return Sheet(
        PERSONS,
        "control_person.html",
        form_address(filling.id, PERSON, ref),
        fields,
        copy,
        values,
        lambda control: beside(asked, control, form, ref),
    )


def _identity(made: Values, person: Mapping[str, Any], *, is_held: bool) -> None:
    for name in (*_WORDS, _BORN, "now_at", "reach_how", *(("employer",) if is_held else ())):
        made.put(f"i.{name}", str(person.get(name) or ""))
    for name in _YES_NO:
        said = person.get(name)
        made.put(f"i.{name}", "" if said is None else YES if said else NO)


def _copy_identity(control: Mapping[str, Any], person: Raw, typed: Mapping[str, str]) -> Wrong:
    """Put who somebody is into the person; what is left open is left out, as in the form on the telephone."""
    for name, most in _WORDS.items():
        _put(person, name, typed[f"i.{name}"][:most])
    held = [str(one["ref"]) for one in control.get("offenders") or ()]
    for name, allowed in (("now_at", [*PersonNow]), ("reach_how", [*get_args(ReachHow)]), ("employer", held)):
        said = typed.get(f"i.{name}", "")
        if said in allowed or not said:
            _put(person, name, said)
    for name in _YES_NO:
        _put(person, name, {YES: True, NO: False}.get(typed[f"i.{name}"]))
    born = typed[f"i.{_BORN}"]
    try:
        _put(person, _BORN, date.fromisoformat(born).isoformat() if born else None)
    except ValueError:
        return {f"i.{_BORN}": UNREAD}
    return {}


def _put(person: Raw, name: str, value: object) -> None:
    if value is None or value == "":
        person.pop(name, None)
    else:
        person[name] = value
