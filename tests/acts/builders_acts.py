"""Builders for acts: a small house with two districts, complete controls, and a week to propose."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from builders_books import OFFICES, a_book_of
from builders_control import a_raw_control, the_checklist, the_rules
from databases import is_new, lay_tables, settle
from houses import House

from inspection.acts.staff import import_roster
from inspection.acts.weeks import DistrictPart, Offered
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import ReferralFault
from inspection.planning.problem import Round, Stop, Visit, WeekPlan, Why
from inspection.referral.model import Bundle, Sent
from inspection.settings import Settings
from inspection.store.core import new_id
from inspection.store.opening import open_store
from inspection.store.queries import alerts
from inspection.store.views import AlertView
from inspection.targeting.model import Chosen, Mandate, Reason, Selection
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
WEEK = IsoWeek(2026, 49)
LIEGE, NAMUR = "62063", "92094"
FIRM = "est:2123456789"


def a_user(
    user_id: str, role: str, district: str | None = "liege", team: str | None = None, **fields: Any
) -> dict[str, Any]:
    """Somebody of the roster."""
    return {
        "id": user_id,
        "name": f"Name of {user_id}",
        "role": role,
        "service": "ONSS",
        "district": district,
        "team": team,
        "language": "fr",
        **fields,
    }


def a_roster(**changed: Any) -> dict[str, Any]:
    """Two districts with a team each, their people, a supervisor and the direction."""
    teams = [
        {
            "id": f"{district}-1",
            "name": f"Team 1, {district}",
            "service": "ONSS",
            "district": district,
            "office": {"town": district, "lon": lon, "lat": lat},
            "languages": ["fr"],
            "skills": [],
            "size": 2,
        }
        for district, (lon, lat) in OFFICES.items()
    ]
    people = [a_user("direction-1", "direction", None), a_user("dpo-1", "auditor_dpo", None)]
    for district in OFFICES:
        people.append(a_user(f"supervisor-{district}", "supervisor", district))
        people.append(a_user(f"head-{district}", "team_head", district, f"{district}-1"))
        people += [
            a_user(f"insp-{district}-{n}", "inspector", district, f"{district}-1", telephone="+32 2 000 00 00")
            for n in (1, 2)
        ]
    pattern = [
        {"team": f"{district}-1", "weekday": weekday, "start": "08:00", "end": "16:30"}
        for district in OFFICES
        for weekday in range(5)
    ]
    return {"service": "ONSS", "teams": teams, "users": people, "pattern": pattern, **changed}


def an_office(settings: Settings) -> AppContext:
    """Open a house on these settings, with its people; a new embedded one is a copy: to make it is slow."""
    if is_new(settings):
        shutil.copytree(_settled(), settings.home, dirs_exist_ok=True)
        return House(open_store(settings), the_rules(), settings)
    lay_tables(settings)
    return _peopled(settings)


def _peopled(settings: Settings) -> AppContext:
    house = House(open_store(settings), the_rules(), settings)
    settle(settings, lambda: import_roster(house.acting("system", AT), a_roster()))
    return house


@cache
def _settled() -> Path:
    home = Path(tempfile.mkdtemp(prefix="vigie-settled-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    lay_tables(Settings(home=home))
    _peopled(Settings(home=home)).store.close()
    return home


class Away:
    """An addressee's folder that is not there."""

    name = "file_drop"
    deduplicates = True

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Take nothing."""
        raise ReferralFault("REFER-601", recipient="folder", kind="OSError")


def a_control(**fields: Any) -> Control:
    """An ordinary finished control of this autumn with an id of its own; nothing was found."""
    raw = a_raw_control(**{"on": AT.date(), "control_id": new_id(), **fields})
    return read_control(raw, lambda sector: the_checklist(sector, AT.date()))


SIGNS: Mapping[str, Any] = {
    "q08_found_with_employer": True,
    "q17_seen": ["locked_in"],
    "q15_rooms_seen": ["beds_at_work"],
    "q14_safety": ["danger", "degrading"],
}


def a_yes(at: datetime = AT, **fields: Any) -> dict[str, Any]:
    """The inspector's yes, as JSON values."""
    return {"decision": "yes", "grounds": "papers held", "decided_at": at.isoformat(), **fields}


def a_suspicious_control(decision: str | None = None, **fields: Any) -> Control:
    """A control whose answers make the pattern positive; undecided unless a decision is given."""
    suspicion = None if decision is None else {**a_yes(), "decision": decision}
    return a_control(answers=dict(SIGNS), suspicion=suspicion, **fields)


def a_chosen(n: int, arm: str = "risk", district: str = "liege", **fields: Any) -> Chosen:
    """The n-th workplace of a district, chosen by an arm."""
    values: dict[str, Any] = {
        "workplace": f"est:2{district_number(district)}{n:08d}",
        "arm": arm,
        "sector": "restaurants",
        "district": district,
        "points": n,
        "worth": 0.2,
        "place": n,
        "place_of": 10,
        "reasons": (Reason(signal="late_dimona_share", value=0.3, bin="0.2", points=n, snapshot="dimona@2026-11-20"),),
    }
    if arm == "random":
        values |= {"stratum": f"{district}|restaurants", "drawn": 1, "frame_size": 10, "inclusion_probability": 0.1}
    return Chosen(**{**values, **fields})


def district_number(district: str) -> int:
    """A digit of its own for each district."""
    return sorted(OFFICES).index(district)


def a_part(district: str = "liege", seed: int = 1, mandate: Mandate | None = None) -> DistrictPart:
    """A district's week: one random, one mandated, two risk; three stops on Monday and a required one unplaced."""
    chosen = (
        a_chosen(1, "random", district),
        a_chosen(2, "random", district),
        a_chosen(3, "mandated", district, mandate=mandate),
        a_chosen(4, "risk", district),
        a_chosen(5, "risk", district),
    )
    selection = Selection(
        seed=seed,
        frame_sha256="f" * 64,
        frame_size=10,
        chosen=chosen,
        strata={f"{district}|restaurants": (2, 10)},
        frozen={c.workplace: {"name": "Firm", "sha256": "0" * 64} for c in chosen},
    )
    visits = tuple(_visit(c) for c in chosen)
    stops = tuple(
        Stop(visit=v.id, arrive=500.0 + n * 90, start=510.0 + n * 90, leave=570.0 + n * 90)
        for n, v in enumerate(visits[1:4])
    )
    plan = WeekPlan(
        rounds=(Round(team=f"{district}-1", day=WEEK.monday, stops=stops),),
        value=3.0,
        unplaced={visits[0].id: Why(rule="no_shift_reaches_the_window", team=f"{district}-1", day=WEEK.monday)},
        changes=0,
        stopped_by="iterations",
        travel="great-circle 1",
    )
    offered = Offered(district=district, selection=selection, visits=visits)
    book = a_book_of(offered, plan, str(WEEK))
    return DistrictPart(district=district, selection=selection, plan=plan, visits=visits, book=book)


def _visit(chosen: Chosen) -> Visit:
    return Visit(
        id=f"v-{chosen.workplace}",
        workplace=chosen.workplace,
        point=OFFICES[chosen.district],
        minutes=60,
        value=200,
        windows=((480, 900),),
        days=frozenset({WEEK.monday}),
        required=chosen.arm != "risk",
    )


def later(hours: float = 0, minutes: float = 0, days: float = 0) -> datetime:
    """A moment after `AT`."""
    return AT + timedelta(days=days, hours=hours, minutes=minutes)


def day_of(at: datetime) -> date:
    """The day of a moment (in UTC)."""
    return at.date()


def raised(house: AppContext) -> list[AlertView]:
    """What somebody must act on, but for the word to the team head that a referral has left."""
    return [alert for alert in alerts(house.store) if alert.kind != "referral_opened"]
