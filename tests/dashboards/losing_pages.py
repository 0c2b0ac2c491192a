"""The pages on which somebody types, for the browser that tries each way to lose it: by whom, and where they stand."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from begun_drafts import a_correction, a_draft
from board_home import HEAD, a_board
from builders_acts import AT, a_part
from builders_dashboards import known
from builders_identity import an_account
from builders_joint import an_approved_week
from office_shell import DIRECTION, INSPECTOR
from sqlmodel import select
from waiting_home import hold_a_delivery, let_something_be_due

from dashboards.office.referrals.addresses import case_address
from inspection import acts
from inspection.control.on_paper import paper_code
from inspection.store.referrals import ReferralRow
from inspection.time_of import now
from inspection.trust import AppContext

SUPERVISOR = "supervisor-liege"
_ADMIN, PAPER = "/administration", "/paper"


@dataclass(frozen=True)
class Furnished:
    """A home on which every form stands: its cases by what became of them, and the code of a page of the paper."""

    house: AppContext
    cases: Mapping[str, str]
    code: str

    def draft(self, *parts: str, corrects: bool = False) -> str:
        """The address of a page of a control that the inspector fills in or corrects; begun where it is not yet."""
        known = (one.id for one in acts.controls.own_drafts(self.house.acting(INSPECTOR)) if not one.visit)
        mine = (
            one for one in known if acts.controls.open_draft(self.house.acting(INSPECTOR), one).corrects == corrects
        )
        draft = next(mine, None) or (a_correction(self.house) if corrects else a_draft(self.house))
        return "/".join(("/control", draft, *parts))

    def person(self) -> str:
        """The address of the first person of that draft."""
        address = self.draft("person", "P1")
        filling = acts.controls.open_draft(self.house.acting(INSPECTOR), address.split("/")[2])
        if not filling.control["persons"]:
            filling.control["persons"] = [{"ref": "P1", "answers": {}}]
            acts.controls.keep_draft(self.house.acting(INSPECTOR), filling)
        return address

    def control(self) -> str:
        """The address of a control of the inspector."""
        with self.house.store.read() as session:
            wanted = select(ReferralRow.control_id).where(ReferralRow.reference == self.cases["asked"])
            return f"/inspections/{session.exec(wanted).one()}"


@dataclass(frozen=True)
class Losing:
    """A page, the templates whose kept fields stand on it, and who sees them."""

    key: str
    templates: tuple[str, ...]
    user: str
    path: Callable[[Furnished], str]


def _fixed(path: str) -> Callable[[Furnished], str]:
    return lambda _: path


def _admin(key: str, path: str, *templates: str) -> Losing:
    return Losing(key, tuple(f"administration/{one}.html" for one in templates), DIRECTION, _fixed(f"{_ADMIN}/{path}"))


PAGES = (
    Losing("case", ("case.html",), INSPECTOR, lambda home: case_address(home.cases["asked"])),
    Losing("masked case", ("case.html",), HEAD, lambda home: case_address(home.cases["late"])),
    Losing("own control", ("inspection.html",), INSPECTOR, lambda home: home.control()),
    Losing("control", ("inspection.html",), HEAD, lambda home: home.control()),
    Losing("opening of a control", ("control.html",), INSPECTOR, _fixed("/control")),
    Losing("visit", ("control_visit.html",), INSPECTOR, lambda home: home.draft("visit")),
    Losing("persons", ("_paper_grid.html", "_paper_place.html"), INSPECTOR, lambda home: home.draft("persons", "1")),
    Losing("person", ("control_person.html",), INSPECTOR, lambda home: home.person()),
    Losing("place", ("_paper_place.html",), INSPECTOR, lambda home: home.draft("place")),
    Losing("on site", ("control_site.html",), INSPECTOR, lambda home: home.draft("site", "hearings")),
    Losing("search", ("search.html",), HEAD, _fixed("/search")),
    Losing("paper", ("paper_page.html",), INSPECTOR, _fixed(PAPER)),
    Losing("end", ("control_end.html",), INSPECTOR, lambda home: home.draft("end")),
    Losing("end of a correction", ("control_end.html",), INSPECTOR, lambda home: home.draft("end", corrects=True)),
    Losing("exhibits", ("control_files.html",), INSPECTOR, lambda home: home.draft("end", "files")),
    Losing("calendar", ("week_calendar.html",), DIRECTION, _fixed("/calendar")),
    _admin("absences", "absences", "absences"),
    _admin("devices", "devices", "devices"),
    _admin("on-call", "on-call", "on_call"),
    _admin("outside", "outside", "outside"),
    _admin("new person", "people/new", "person", "_entry"),
    _admin("person", f"people/{INSPECTOR}", "person", "_entry"),
    _admin("new team", "teams/new", "team", "_entry"),
    _admin("addressee", "addressees/aud-liege", "reach"),
    _admin("registers", "registers", "registers"),
    _admin("retention", "retention", "retention"),
)
# Tried by a browser before the portal, which has a home of its own.
ELSEWHERE = {
    "portal/_answer.html": "test_portal_kept_text.py",
    "portal/absence.html": "test_portal_kept_text.py",
    "portal/finding.html": "test_portal_kept_text.py",
}


@contextmanager
def a_furnished_home(folder: Path) -> Iterator[Furnished]:
    """Give a home with cases, a control, a visit to copy, a held register and something that is due."""
    with a_board(folder / "home") as (house, cases):
        an_account(house, SUPERVISOR, now())
        hold_a_delivery(house, folder / "sent")
        let_something_be_due(house, SUPERVISOR)
        acts.workplaces.remember_workplaces(house.acting(at=AT), known([a_part("liege")]))
        an_approved_week(house)
        visit = acts.weeks.team_visits(house.acting(INSPECTOR))[0]
        sha256 = acts.records.checklist_on(house, visit.sector, visit.day).sha256
        yield Furnished(house, cases, paper_code(visit.code, sha256, 1))
