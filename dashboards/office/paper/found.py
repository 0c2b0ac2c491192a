"""What a code on paper names: a visit of one's own team, or the draft of it that was begun."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dashboards.office.asking import Asked
from inspection import acts
from inspection.control.begun import begun as begun_control
from inspection.control.checklists import Checklist
from inspection.control.on_paper import PaperCode, read_paper_code, version_letters
from inspection.errors import AccessRefused, ControlFault
from inspection.store.controls import DraftView
from inspection.store.views import VisitView
from inspection.time_of import moment_of

PAPER: Final = "/paper"
MOST_SHEETS: Final = 120  # of eight persons each


@dataclass(frozen=True)
class OpenPage:
    """A page of a draft that is copied.

    kept_at
        When the draft was last kept: a page that was drawn before knows less than it.
    """

    filling: acts.controls.Filling
    checklist: Checklist
    page: int
    sheet: int
    kept_at: datetime

    @property
    def control(self) -> dict[str, Any]:
        """The raw control."""
        return self.filling.control

    @property
    def address(self) -> str:
        """Where it stands."""
        return page_address(self.filling.id, self.page, self.sheet)


def page_address(draft: str, page: int, sheet: int = 1) -> str:
    """Return the address of a page; `sheet` counts the copies of the grid, eight persons on each."""
    return f"{PAPER}/{draft}/{page}/{sheet}"


def begun(asked: Asked, typed: str) -> str:
    """Return the address of the page that a code names; its draft is begun where nobody has yet.

    Errors: `ControlFault` 410 for no code, 411 for a visit that is not of one's team or is answered, 412 for a version
    of the list that is not known.
    """
    code, context = read_paper_code(typed), asked.acting()
    draft = next((one for one in acts.controls.own_drafts(context) if one.visit == code.visit), None)
    if draft is not None:
        return _gone_on(asked, draft, code)
    visit = next((one for one in acts.weeks.team_visits(context) if one.code == code.visit), None)
    if visit is None or visit.control_id is not None:
        raise ControlFault("CONTROL-411")
    known = acts.records.checklist_on_paper(context, visit.sector, code.version, visit.day)
    if known is None:
        raise ControlFault("CONTROL-412")
    made = acts.controls.begin_draft(context, _raw(asked, visit, known))
    return page_address(made.id, code.page)


def opened(asked: Asked) -> OpenPage:
    """Return the page that an address names, of a draft that whoever asks has begun for a planned visit.

    Errors: `AccessRefused` 120 for any other.
    """
    context, params = asked.acting(), asked.request.path_params
    draft = next((one for one in acts.controls.own_drafts(context) if one.id == params["draft"]), None)
    if draft is None or draft.visit is None or params["page"] not in (1, 2) or not 1 <= params["sheet"] <= MOST_SHEETS:
        raise AccessRefused("ACCESS-120")
    filling = acts.controls.open_draft(context, draft.id)
    checklist = acts.records.checklist_for(context, filling.control)(filling.control["sector"])
    return OpenPage(filling, checklist, params["page"], params["sheet"], draft.kept_at)


def _gone_on(asked: Asked, draft: DraftView, code: PaperCode) -> str:
    filling = acts.controls.open_draft(asked.acting(), draft.id)
    if version_letters(filling.control["checklist"]["sha256"]) != code.version:
        raise ControlFault("CONTROL-412")
    return page_address(draft.id, code.page)


def _raw(asked: Asked, visit: VisitView, known: Checklist) -> dict[str, Any]:
    """Return a control as it begins: at the planned hour, until the hour on paper is copied."""
    entered = min(moment_of(visit.day, int(visit.start)), asked.acting().at).replace(second=0, microsecond=0)
    lang = asked.look.lang
    return begun_control(
        known,
        entered_at=entered,
        language=lang if lang != "en" else asked.known.user.language,
        workplace=visit.workplace,
        sector=visit.sector,
        visit=visit.code,
    )
