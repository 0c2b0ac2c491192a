"""The pages on which somebody types, for the browser that tries each way to lose it: by whom, and where they stand."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from begun_drafts import a_correction, a_draft
from board_home import HEAD, a_board
from builders_acts import AT, FIRM, LIEGE, a_part, a_suspicious_control
from builders_dashboards import known
from builders_identity import an_account
from builders_joint import OTHER, POLICE, an_action, an_approved_week
from builders_link_cases import a_case
from builders_policy import a_measure, an_initiative
from office_shell import DIRECTION, INSPECTOR
from sqlmodel import select
from waiting_home import hold_a_delivery, let_something_be_due

from dashboards.office.referrals.addresses import ENTRY, case_address, changes_address, links_address
from inspection import acts
from inspection.control.on_paper import paper_code
from inspection.life_cycles import FollowUpKind
from inspection.store.referrals import ReferralRow
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

SUPERVISOR = "supervisor-liege"
_ADMIN, PAPER = "/administration", "/paper"


@dataclass(frozen=True)
class Furnished:
    """A home on which every form stands: its cases by what became of them, the code of a page of paper, an order."""

    house: AppContext
    cases: Mapping[str, str]
    code: str
    more: Mapping[str, str]

    def owed(self, kind: str, by: str = HEAD) -> str:
        """The address of something that is owed after a decision."""
        known = acts.follow_ups.list_follow_ups(self.house.acting(by), kind=FollowUpKind(kind))
        return f"/waiting/follow-ups/{known[0].id}"

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


_WORDS = ("policy/_parts.html",)
_OF_BOOKING = ("joint_actions/booking.html", "joint_actions/_moment.html")
_OF_ACTION = ("joint_actions/action.html", "joint_actions/_moment.html")
_OF_INITIATIVE = ("policy/_initiative_form.html", *_WORDS)
PAGES = (
    Losing("case", ("case.html",), INSPECTOR, lambda home: case_address(home.cases["asked"])),
    Losing("masked case", ("case.html",), HEAD, lambda home: case_address(home.cases["late"])),
    Losing("changes", ("case_changes.html",), HEAD, lambda home: changes_address(home.cases["asked"])),
    Losing("links", ("case_links.html",), HEAD, lambda home: links_address(home.cases["linked"])),
    Losing("entry", ("case_entry.html",), HEAD, _fixed(ENTRY)),
    Losing("follow-up", ("follow_up.html",), HEAD, lambda home: home.owed("person_check")),
    Losing("own control", ("inspection/found.html", "inspection/_macros.html"), INSPECTOR, lambda home: home.control()),
    Losing("control", ("inspection/found.html", "inspection/_macros.html"), HEAD, lambda home: home.control()),
    Losing("search", ("search.html",), HEAD, _fixed("/search")),
    Losing("paper", ("paper_page.html",), INSPECTOR, _fixed(PAPER)),
    Losing("booking", _OF_BOOKING, SUPERVISOR, _fixed("/joint-actions/new")),
    Losing("action", _OF_ACTION, SUPERVISOR, lambda home: f"/joint-actions/{home.more['action']}"),
    Losing("new measure", ("policy/measure_new.html", *_WORDS), SUPERVISOR, _fixed("/policy/measures/new")),
    Losing("measure", ("policy/measure.html",), SUPERVISOR, lambda home: f"/policy/measures/{home.more['measure']}"),
    Losing("new initiative", _OF_INITIATIVE, SUPERVISOR, _fixed("/policy/initiatives/new")),
    Losing("initiative", _OF_INITIATIVE, SUPERVISOR, lambda home: f"/policy/initiatives/{home.more['initiative']}"),
    Losing("opening of a control", ("control.html",), INSPECTOR, _fixed("/control")),
    Losing("visit", ("control_visit.html",), INSPECTOR, lambda home: home.draft("visit")),
    Losing("persons", ("_paper_grid.html", "_paper_place.html"), INSPECTOR, lambda home: home.draft("persons", "1")),
    Losing("person", ("control_person.html",), INSPECTOR, lambda home: home.person()),
    Losing("place", ("_paper_place.html",), INSPECTOR, lambda home: home.draft("place")),
    Losing("on site", ("control_site.html",), INSPECTOR, lambda home: home.draft("site", "hearings")),
    Losing("end", ("control_end.html",), INSPECTOR, lambda home: home.draft("end")),
    Losing("end of a correction", ("control_end.html",), INSPECTOR, lambda home: home.draft("end", corrects=True)),
    Losing("exhibits", ("control_files.html",), INSPECTOR, lambda home: home.draft("end", "files")),
    Losing("calendar", ("week_calendar.html",), DIRECTION, lambda home: f"/calendar?week={home.more['week']}"),
    Losing("holds", ("holds.html", "_places.html"), SUPERVISOR, _fixed("/holds")),
    Losing("orders", ("orders.html", "_places.html"), SUPERVISOR, _fixed("/orders")),
    Losing("order", ("order.html",), SUPERVISOR, lambda home: f"/orders/{home.more['order']}"),
    _admin("absences", "absences", "absences"),
    _admin("cars", "cars", "cars"),
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
    "inspection/_guarded_whole.html": "test_office_losing_browser.py",
    "portal/_answer.html": "test_portal_kept_text.py",
    "portal/absence.html": "test_portal_kept_text.py",
    "portal/finding.html": "test_portal_kept_text.py",
}


def _more(house: AppContext) -> Mapping[str, str]:
    """Let an action be booked, a measure owed, an initiative noted, a visit ordered, and a district have a car.

    Returns their references, and the week of the action.
    """
    acting, week = house.acting(SUPERVISOR, now()), IsoWeek.of(today() + timedelta(weeks=4))
    acts.cars.keep_car(house.acting(DIRECTION, now()), "Car 1", "liege", 5)
    moment = acts.joint_actions.FixedMoment(day=week.days[1], minute=600.0)
    wanted = an_action(workplace=OTHER, shares={"liege": 1, "namur": 1}, moment=moment, partners=(POLICE,))
    return {
        "week": str(week),
        "action": acts.joint_actions.book_action(acting, wanted).reference,
        "measure": acts.reports.add_measure(acting, a_measure()).reference,
        "initiative": acts.reports.add_initiative(acting, an_initiative()).reference,
        "order": _an_order(house),
    }


def _an_order(house: AppContext) -> str:
    """Register a visit that a magistrate ordered and open it to its team; returns its reference."""
    by = house.acting(SUPERVISOR)
    made = acts.orders.order_visit(by, FIRM, authority="aud-liege", authority_reference="LI.69.99.1-26", place=LIEGE)
    return acts.orders.permit(by, made.id, "team", "liege-1").reference


@contextmanager
def a_furnished_home(folder: Path) -> Iterator[Furnished]:
    """Give a home with cases, a control, a visit to copy, a held register and something that is due."""
    with a_board(folder / "home") as (house, cases):
        an_account(house, SUPERVISOR, now())
        hold_a_delivery(house, folder / "sent")
        let_something_be_due(house, SUPERVISOR)
        acts.workplaces.remember_workplaces(house.acting(at=AT), known([a_part("liege")]))
        acts.changes.propose_change(house.acting(INSPECTOR), cases["asked"], "correction", "Seven persons, not five.")
        acts.controls.save(house.acting(INSPECTOR), a_suspicious_control("no", on=today()), place=LIEGE)
        linked = a_case(house, 71, at=now())
        a_case(house, 72, firm=71, at=now())
        an_approved_week(house)
        visit = acts.weeks.team_visits(house.acting(INSPECTOR))[0]
        sha256 = acts.records.checklist_on(house, visit.sector, visit.day).sha256
        yield Furnished(house, {**cases, "linked": linked}, paper_code(visit.code, sha256, 1), _more(house))
