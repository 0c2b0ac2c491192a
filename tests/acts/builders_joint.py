"""Builders for joint actions: a house with two teams in Liège and one in Namur, and an ordinary booking."""

from typing import Any

from builders_acts import AT, FIRM, a_part, a_roster, later
from builders_acts import WEEK as PLANNED

from inspection.acts.joint_actions import FixedMoment, FreeMoment, NewAction, NewPartner
from inspection.acts.staff import import_roster
from inspection.acts.weeks import approve_week
from inspection.acts.weeks import propose_week as propose
from inspection.store.queries import plans
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

WEEK = IsoWeek(2026, 51)
MONDAY, TUESDAY = WEEK.days[0], WEEK.days[1]
TEN = FixedMoment(day=TUESDAY, minute=600.0)
MORNINGS = FreeMoment(days=(MONDAY, TUESDAY), windows=((540.0, 720.0),))
OTHER = "est:2999999901"
POLICE = NewPartner(kind="police", contact="zp-liege")
ROMANIAN = NewPartner(kind="interpreter", contact="+32 4 000 00 00", language="ro")


def an_action(**fields: Any) -> NewAction:
    """Two teams of Liège at a restaurant on Tuesday at ten, nobody else."""
    values = {
        "workplace": FIRM,
        "district": "liege",
        "sector": "restaurants",
        "shares": {"liege": 2},
        "moment": TEN,
        "team_size": 2,
        "skills": frozenset(),
    }
    return NewAction(**{**values, **fields})


def with_two_teams(house: AppContext, **second: Any) -> AppContext:
    """Give Liège a second team, like the first but for what is given."""
    roster = a_roster()
    more = {**roster["teams"][0], "id": "liege-2", "name": "Team 2, liege", **second}
    shifts = [{**shift, "team": "liege-2"} for shift in roster["pattern"] if shift["team"] == "liege-1"]
    teams, pattern = [*roster["teams"], more], [*roster["pattern"], *shifts]
    import_roster(house.acting("system", AT), {**roster, "teams": teams, "pattern": pattern})
    return house


def an_approved_week(house: AppContext, week: IsoWeek = PLANNED) -> None:
    """Propose and approve the small week of Liège as the plan of any week."""
    propose(house.acting(at=AT), week, service="ONSS", parts=[a_part("liege")])
    plan = plans(house.store, str(week))[0]
    approve_week(house.acting("direction-1", later(hours=1)), week, plan.sha256, service="ONSS")
