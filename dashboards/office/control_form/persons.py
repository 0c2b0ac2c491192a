"""The page of the persons: the grid as it lies on paper, eight on a sheet, each leading to a page of their own."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import PERSONS, PLACE
from dashboards.office.control_form.drafted import changed, opened
from dashboards.office.control_form.sheets import UNREAD, Raw, Sheet, Wrong, kept, shown
from dashboards.office.paper import Read, Values, copy_grid, put_grid, refs_of
from dashboards.office.shared import form_address
from inspection.acts.controls import Filling
from inspection.control.begun import next_person
from inspection.control.checklists import Checklist
from inspection.control.on_paper import PERSONS as ON_A_SHEET
from inspection.control.on_paper import paper_form
from inspection.errors import AccessRefused
from inspection.reporting.sheets import paper_checklist

PERSON: Final = "person"
MOST_SHEETS: Final = 120  # of eight persons each
_LONGEST: Final = 5  # digits of a number of a sheet


def show(asked: Asked) -> Response:
    """Show a sheet."""
    filling, form = opened(asked)
    return shown(asked, filling, form, _sheet(asked, filling, form))


def keep(asked: Asked) -> Response:
    """Keep a sheet, and lead on."""
    filling, form = opened(asked)
    sheet = _sheet(asked, filling, form)
    n = _number(asked)

    def way(then: str) -> str:
        if then == "next":
            return form_address(filling.id, PLACE)
        if then == "more":
            return form_address(filling.id, PERSONS, n + 1)
        return f"{sheet.address}?told=kept"

    return kept(asked, filling, form, sheet, way)


def add(asked: Asked) -> Response:
    """Add somebody who was found, and lead to the page of that person."""
    filling, _ = opened(asked)
    added: list[str] = []

    def change(control: Raw) -> None:
        added.append(next_person(control, filling.persons_made))
        control["persons"].append({"ref": added[-1], "answers": {}})

    changed(asked, filling, change)
    return asked.led(form_address(filling.id, PERSON, added[-1]))


def _number(asked: Asked) -> int:
    typed = str(asked.request.path_params["sheet"])
    n = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < _LONGEST else 0
    if not 1 <= n <= MOST_SHEETS:
        raise AccessRefused("ACCESS-120")
    return n


def _sheet(asked: Asked, filling: Filling, form: Checklist) -> Sheet:
    n, paper, lang = _number(asked), paper_form(form), asked.look.lang

    def fields(control: Raw) -> Values:
        made = Values()
        put_grid(made, paper, control, n, lang)
        return made

    def copy(control: Raw, typed: Mapping[str, str]) -> Wrong:
        read = Read()
        copy_grid(paper, read, typed, control, n)
        return dict.fromkeys(read.wrong, UNREAD)

    def values(_: Raw) -> dict[str, Any]:
        return {
            "grid": paper,
            "sheet": paper_checklist(form, lang),
            "refs": refs_of(n),
            "persons": ON_A_SHEET,
            "sheet_number": n,
            "is_first": n == 1,
        }

    return Sheet(PERSONS, "control_persons.html", form_address(filling.id, PERSONS, n), fields, copy, values)
