"""A page of paper on the screen: shown as it lies on the desk, kept in the draft as it is copied."""

import copy
from dataclasses import replace
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from dashboards.office.asking import Asked
from dashboards.office.faults import said_of, status_of
from dashboards.office.paper.copying import copy_grid, refs_of
from dashboards.office.paper.found import OpenPage, opened, page_address
from dashboards.office.paper.shown import values_of
from dashboards.office.paper.typed import Fields, Read
from dashboards.office.shared import form_address
from inspection import acts
from inspection.control.on_paper import PERSONS, copy_place, paper_code, paper_form
from inspection.errors import ControlFault, InspectionError
from inspection.reporting.sheets import paper_checklist

_QUIET: Final = "quiet"
_WRONG: Final = 422
_UNSAID: Final = {"Cache-Control": "no-store"}


def show(asked: Asked) -> Response:
    """Show a page of a draft."""
    return _drawn(asked, opened(asked))


def keep(asked: Asked) -> Response:
    """Keep what was copied, and lead on; the page's script keeps each tick as it is made, and stays.

    Where the draft was changed since the page was drawn nothing is overwritten: the page is shown again with what was
    typed, and the next press keeps it.
    """
    one, sent, is_quiet = opened(asked), asked.form, asked.form.get(_QUIET) == "1"
    if sent.get("of") != one.kept_at.isoformat():
        fault = ControlFault("CONTROL-415")
        return _told(fault) if is_quiet else _drawn(asked, one, sent=sent, fault=fault)
    control, wrong = _copied(asked, one, sent)
    try:
        acts.controls.keep_draft(asked.acting(), replace(one.filling, control=control), since=one.filling.kept_at)
    except ControlFault as fault:  # between these two lines
        return _told(fault) if is_quiet else _drawn(asked, opened(asked), sent=sent, fault=fault)
    if is_quiet:
        return JSONResponse({"of": opened(asked).kept_at.isoformat(), "wrong": wrong}, headers=_UNSAID)
    if wrong:
        return _drawn(asked, opened(asked), sent=sent, wrong=wrong)
    return asked.led(_way(one, sent.get("then", "")))


def _copied(asked: Asked, one: OpenPage, sent: Fields) -> tuple[dict[str, Any], list[str]]:
    """Return the raw control with what the page says, and the fields that could not be read."""
    form, read, control = paper_form(one.checklist), Read(), copy.deepcopy(one.control)
    context = asked.acting()
    if one.page == 1:
        if one.sheet == 1:
            control.update(read.hours(sent, control, context.at))
        copy_grid(form, read, sent, control, one.sheet)
    else:
        asked_here = [numbered for chapter in form.place for numbered in chapter.place]
        copy_place(form, control, read.place(asked_here, sent, control["answers"]), None, at=control["entered_at"])
    _sign(control, one, by=context.by, at=context.at.isoformat())
    return control, read.wrong


def _sign(control: dict[str, Any], one: OpenPage, *, by: str, at: str) -> None:
    """Let the control say that this page was copied from paper, by whom and since when."""
    code = paper_code(str(control["visit"]), one.checklist.sha256, one.page)
    known = control.get("paper", [])
    if code not in {page["code"] for page in known}:
        control["paper"] = [*known, {"code": code, "by": by, "at": at}]


def _way(one: OpenPage, then: str) -> str:
    if then == "place":
        return page_address(one.filling.id, 2)
    if then == "persons":
        return page_address(one.filling.id, 1)
    if then == "more":
        return page_address(one.filling.id, 1, one.sheet + 1)
    return form_address(one.filling.id, "visit") if then == "form" else f"{one.address}?told=kept"


def _told(fault: InspectionError) -> Response:
    return JSONResponse({"code": fault.code}, status_of(fault), headers=_UNSAID)


def _drawn(
    asked: Asked,
    one: OpenPage,
    *,
    sent: Fields | None = None,
    wrong: list[str] | None = None,
    fault: ControlFault | None = None,
) -> Response:
    """Draw a page with what the draft holds; after a refusal with what was typed."""
    form, lang = paper_form(one.checklist), asked.look.lang
    drawn = values_of(form, one, lang)
    values = drawn.values if sent is None else {name: sent.get(name, "") for name in drawn.names}
    status = status_of(fault) if fault else _WRONG if wrong else 200
    return asked.page(
        "paper_page.html",
        status,
        one=one,
        grid=form,
        sheet=paper_checklist(one.checklist, lang),
        code=paper_code(str(one.control["visit"]), one.checklist.sha256, one.page),
        refs=refs_of(one.sheet),
        persons=PERSONS,
        persons_refs=(),
        apart={},
        value=lambda name: values.get(name, ""),
        understood=drawn.understood,
        unread=drawn.unread,
        wrong=wrong or [],
        told=asked.query("told"),
        refusal=said_of(fault, lang) if fault else "",
        fault=fault.code if fault else "",
        page_address=page_address,
    )
