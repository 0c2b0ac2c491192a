"""A page of the form as a sheet of fields: put into the draft as that stands by then, shown with what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from dashboards.office.asking import Asked
from dashboards.office.control_form.drafted import changed
from dashboards.office.control_form.frame import framed, progress_of
from dashboards.office.control_form.merging import Merged, marked, merged, plain, still_marked, with_typed
from dashboards.office.faults import said_of, status_of
from dashboards.office.paper import Values
from inspection.acts.controls import Filling
from inspection.control.checklists import Checklist
from inspection.errors import ControlFault

Raw = dict[str, Any]
Wrong = dict[str, str]  # by the name of a field, the text that says why it was not taken
_QUIET: Final = "quiet"
_WRONG: Final = 422
_UNSAID: Final = {"Cache-Control": "no-store"}
UNREAD: Final = "form.unread"


@dataclass(frozen=True)
class Sheet:
    """A page of fields.

    key
        Which page of the form it is.
    address
        Where it stands, and where its form is sent.
    fields
        Returns what its fields hold, of a raw control.
    copy
        Puts what was typed into a raw control; returns why a field was not taken.
    values
        What its template needs besides, of a raw control.
    told
        What its script is told besides, of a raw control, once a tick is kept.
    """

    key: str
    template: str
    address: str
    fields: Callable[[Raw], Values]
    copy: Callable[[Raw, Mapping[str, str]], Wrong]
    values: Callable[[Raw], dict[str, Any]] = field(default=lambda _: {})
    told: Callable[[Raw], dict[str, Any]] = field(default=lambda _: {})


def shown(asked: Asked, filling: Filling, form: Checklist, sheet: Sheet) -> Response:
    """Show a sheet as the draft says it."""
    drawn = sheet.fields(filling.control)
    return _drawn(asked, filling, form, sheet, drawn, Merged(drawn.values))


def kept(asked: Asked, filling: Filling, form: Checklist, sheet: Sheet, ways: Callable[[str], str]) -> Response:
    """Put what was typed into the draft, and lead on.

    Where a field was changed here and elsewhere, nothing of it is overwritten: the page is shown again with both texts,
    and its next press takes the one that was typed. Its script sends each tick, and stays.

    ways
        Gives the address to go to, by the button that was pressed.
    """
    sent, came = asked.form, _Came()

    def change(control: Raw) -> None:
        came.merged = merged(sheet.fields(control), sent.get("of", ""), sent)
        came.wrong = sheet.copy(control, came.merged.values)

    made = changed(asked, filling, change)
    if sent.get(_QUIET) == "1":
        return _quietly(asked, made, form, sheet, came)
    if came.merged.apart or came.wrong:
        return _drawn(asked, made, form, sheet, sheet.fields(made.control), came.merged, came.wrong)
    return asked.led(ways(sent.get("then", "")))


@dataclass
class _Came:
    """What came of a form; it may be made twice, where the draft was kept in between."""

    merged: Merged = field(default_factory=lambda: Merged({}))
    wrong: Wrong = field(default_factory=dict)


def _quietly(asked: Asked, made: Filling, form: Checklist, sheet: Sheet, came: _Came) -> Response:
    if came.merged.apart:
        fault = ControlFault("CONTROL-415")
        return JSONResponse({"code": fault.code}, status_of(fault), headers=_UNSAID)
    told = {
        "of": still_marked(sheet.fields(made.control), asked.form.get("of", ""), came.merged),
        "wrong": list(came.wrong),
        "progress": progress_of(asked, made, form),
        **sheet.told(made.control),
    }
    return JSONResponse(told, headers=_UNSAID)


def _drawn(
    asked: Asked,
    filling: Filling,
    form: Checklist,
    sheet: Sheet,
    drawn: Values,
    came: Merged,
    wrong: Wrong | None = None,
) -> Response:
    """Draw a sheet; after a refusal with what was typed, and beside it what stands."""
    fault = ControlFault("CONTROL-415") if came.apart else None
    typed = with_typed(came, asked.form)
    values = {**drawn.values, **{name: typed[name] for name in drawn.names if name in came.touched}}
    for name in wrong or ():
        values = {**values, name: plain(asked.form.get(name, ""))}
    return asked.page(
        sheet.template,
        status_of(fault) if fault else _WRONG if wrong else 200,
        **framed(asked, filling, form, sheet.key),
        **sheet.values(filling.control),
        address=sheet.address,
        of=marked(drawn),
        value=lambda name: values.get(name, ""),
        apart=came.apart,
        understood=drawn.understood,
        unread=drawn.unread,
        wrong=wrong or {},
        told=asked.query("told"),
        refusal=said_of(fault, asked.look.lang) if fault else "",
        fault_code=fault.code if fault else "",
    )
