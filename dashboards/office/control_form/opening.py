"""How a control is opened at the desk: a draft that was begun, a planned visit of one's team, a place without one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from dashboards.numbers import workplace_of
from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import VISIT
from dashboards.office.control_form.visit import ORIGINS
from dashboards.office.faults import said_of, status_of
from dashboards.office.shared import CONTROL, Sorting, Telling, form_address
from inspection import acts
from inspection.control import checklist
from inspection.control.begun import begun
from inspection.control.filled import Origin
from inspection.errors import ControlFault, InspectionError
from inspection.store.views import VisitView
from inspection.territory import Municipality, municipalities_of_postcode
from inspection.time_of import moment_of

PLANNED: Final = f"{CONTROL}/planned"
UNPLANNED: Final = f"{CONTROL}/unplanned"
_LACKING: Final = "form.unplanned.lacking"
_NO_POSTCODE: Final = "form.unplanned.postcode"
_WRONG: Final = 422
# A planned visit with what may be told of its place, None where nothing may.
_ORDERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "day": lambda one: (one[0].day, one[0].start),
    "visit": lambda one: one[0].code,
    "workplace": lambda one: (one[1].name.casefold() if one[1] and one[1].name else "", one[0].workplace),
}


@dataclass(frozen=True)
class _Refused:
    """Why nothing was begun: a fault of an act, or the text of what is missing; `part` is the form that was sent."""

    part: str
    fault: InspectionError | None = None
    text: str = ""
    places: tuple[Municipality, ...] = field(default=())


def show(asked: Asked) -> Response:
    """Show the ways into a control; an address of the screen that stood here leads to the draft that it names."""
    if draft := asked.query("draft"):
        return RedirectResponse(form_address(draft, VISIT), 302, {"Cache-Control": "no-store"})
    return _drawn(asked)


def lead(asked: Asked) -> Response:
    """Lead to the first page of a draft."""
    draft = str(asked.request.path_params["draft"])
    return RedirectResponse(form_address(draft, VISIT), 302, {"Cache-Control": "no-store"})


def planned(asked: Asked) -> Response:
    """Begin the control of a planned visit, or go on with the draft of it."""
    code, context = asked.form.get("visit", ""), asked.acting()
    draft = next((one for one in acts.controls.own_drafts(context) if one.visit == code and code), None)
    if draft is not None:
        return asked.led(form_address(draft.id, VISIT))
    visit = next((one for one in acts.weeks.team_visits(context) if one.code == code), None)
    try:
        if visit is None or visit.control_id is not None:
            raise ControlFault("CONTROL-411")
        form = checklist(asked.catalogue.sectors[visit.sector], asked.catalogue)
        control = begun(
            form,
            entered_at=_entry(asked, visit),
            language=_language(asked),
            workplace=visit.workplace,
            sector=visit.sector,
            visit=visit.code,
        )
        made = acts.controls.begin_draft(context, control)
    except InspectionError as fault:
        return _drawn(asked, _Refused("planned", fault))
    return asked.led(form_address(made.id, VISIT))


def unplanned(asked: Asked) -> Response:
    """Begin a control that nobody planned; the municipality is asked for where a postcode has several."""
    sent = asked.form
    sectors = {sector.key for sector in asked.catalogue.enabled_sectors()}
    number, sector, asker = (sent.get(name, "").strip() for name in ("number", "sector", "origin"))
    origin: Origin | None = next((one for one in ORIGINS if one == asker), None)
    if not number or sector not in sectors or origin is None:
        return _drawn(asked, _Refused("unplanned", text=_LACKING))
    places = municipalities_of_postcode(sent.get("postcode", ""), asked.today)
    chosen = [one for one in places if one.refnis == sent.get("place")] or list(places)
    if len(chosen) != 1:
        text = _NO_POSTCODE if not chosen else "form.unplanned.choose"
        return _drawn(asked, _Refused("unplanned", text=text, places=places))
    try:
        control = begun(
            checklist(asked.catalogue.sectors[sector], asked.catalogue),
            entered_at=_this_minute(asked),
            language=_language(asked),
            origin=origin,
            workplace=workplace_of(number, "control form"),
            sector=sector,
            visit=None,
        )
        made = acts.controls.begin_draft(asked.acting(), control, place=chosen[0].refnis)
    except InspectionError as fault:
        return _drawn(asked, _Refused("unplanned", fault, places=places))
    return asked.led(form_address(made.id, VISIT))


def give_up(asked: Asked) -> Response:
    """Remove a draft that nobody will finish; one from which a suspicion left is the only way to its control's end."""
    filling = acts.controls.open_draft(asked.acting(), str(asked.request.path_params["draft"]))
    if filling.referral and not filling.corrects:
        return _drawn(asked, _Refused("draft", ControlFault("CONTROL-420", control_id=filling.id)))
    acts.controls.drop_draft(asked.acting(), filling.id, because="given_up")
    return asked.led(f"{CONTROL}?told=given_up")


def _entry(asked: Asked, visit: VisitView) -> datetime:
    """Return when a control is taken to begin until somebody says it: now, on a later day at the planned hour."""
    return moment_of(visit.day, int(visit.start)) if visit.day < asked.today else _this_minute(asked)


def _this_minute(asked: Asked) -> datetime:
    """Return now without seconds: what is typed later has none, and may be the same minute."""
    return asked.acting().at.replace(second=0, microsecond=0)


def _language(asked: Asked) -> str:
    lang = asked.look.lang
    return lang if lang != "en" else asked.known.user.language


def _drawn(asked: Asked, refused: _Refused | None = None) -> Response:
    context, telling, today = asked.acting(), Telling(asked), asked.today
    drafts = acts.controls.own_drafts(context)
    known = {one.visit: one for one in acts.weeks.own_missions(context)}
    begun_already = {one.visit for one in drafts}
    visits = [one for one in acts.weeks.team_visits(context) if one.code not in begun_already]
    visits.sort(key=lambda one: (one.day < today, one.day, one.start))
    by = Sorting(asked, CONTROL, "planned", _ORDERS)
    fault = refused.fault if refused else None
    text = said_of(fault, asked.look.lang) if fault else refused.text if refused else ""
    return asked.page(
        "control.html",
        status_of(fault) if fault else _WRONG if text else 200,
        telling=telling,
        drafts=drafts,
        by=by,
        visits=by.rows((one, known.get(one.code)) for one in visits if one.control_id is None),
        sectors=asked.catalogue.enabled_sectors(),
        origins=ORIGINS,
        places=[(one.refnis, one.name_nl if asked.look.lang == "nl" else one.name_fr) for one in refused.places]
        if refused
        else [],
        typed=asked.form if refused and refused.part == "unplanned" else {},
        part=refused.part if refused else "",
        refusal=text,
        code=fault.code if fault else "",
        told=asked.query("told"),
        today=today,
        room=CONTROL,
        planned_address=PLANNED,
        unplanned_address=UNPLANNED,
        form_address=form_address,
    )
