"""The page about the place: every question that is asked of it, those among them that no paper may hold."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import PLACE, SITE
from dashboards.office.control_form.answers import beside, parts_of, questions_of
from dashboards.office.control_form.drafted import opened
from dashboards.office.control_form.sheets import UNREAD, Raw, Sheet, Wrong, kept, shown
from dashboards.office.paper import Read, Values, put_answers
from dashboards.office.shared import form_address
from inspection.acts.controls import Filling
from inspection.control.begun import WORKPLACE
from inspection.control.checklists import Checklist
from inspection.control.on_paper import copy_place, paper_form


def show(asked: Asked) -> Response:
    """Show it."""
    filling, form = opened(asked)
    return shown(asked, filling, form, _sheet(asked, filling, form))


def keep(asked: Asked) -> Response:
    """Keep what was answered, and lead on."""
    filling, form = opened(asked)
    here, after = form_address(filling.id, PLACE), form_address(filling.id, SITE)
    sheet = _sheet(asked, filling, form)
    return kept(asked, filling, form, sheet, lambda then: after if then == "next" else f"{here}?told=kept")


def _sheet(asked: Asked, filling: Filling, form: Checklist) -> Sheet:
    questions = questions_of(form, "workplace")

    def fields(control: Raw) -> Values:
        made = Values()
        put_answers(made, questions, control["answers"])
        return made

    def copy(control: Raw, typed: Mapping[str, str]) -> Wrong:
        read = Read()
        values = read.answers(questions, typed, control["answers"])
        copy_place(paper_form(form), control, values, None, at=control["entered_at"])
        return dict.fromkeys(read.wrong, UNREAD)

    def values(control: Raw) -> dict[str, Any]:
        return {"parts": parts_of(form, "workplace"), **beside(asked, control, form, WORKPLACE)}

    return Sheet(
        PLACE,
        "control_place.html",
        form_address(filling.id, PLACE),
        fields,
        copy,
        values,
        lambda control: beside(asked, control, form, WORKPLACE),
    )
