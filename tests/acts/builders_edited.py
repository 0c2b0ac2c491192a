"""A week of one district that can be opened again: chosen places with what registers said, rounds of the planner."""

from dataclasses import replace
from datetime import datetime

from builders_acts import AT, OFFICES, WEEK, a_chosen
from builders_books import a_book_of

from inspection import acts
from inspection.acts.weeks import DistrictPart, Offered
from inspection.planning.problem import GreatCircle
from inspection.planning.solve import plan_rounds
from inspection.targeting.model import Selection
from inspection.time_of import IsoWeek
from inspection.trust import AppContext
from inspection.weeks.parts import policies, visits_at

LIEGE = "liege"


def a_row(n: int, workplace: str) -> dict[str, object]:
    """What registers said of the n-th place: some kilometres from the office, each in another direction."""
    lon, lat = OFFICES[LIEGE]
    return {
        "workplace": workplace,
        "lon": lon + 0.02 * ((n * 7) % 5 - 2),
        "lat": lat + 0.015 * ((n * 3) % 5 - 2),
        "refnis": "62063",
        "canton": "",
        "name": f"Firm {n}",
        "street": "Rue du Test",
        "house_number": str(n),
        "postcode": "4000",
        "municipality": "Liège",
        "quality": "exact",
    }


def a_planned_part(house: AppContext, week: IsoWeek = WEEK, *, places: int = 9, at: datetime = AT) -> DistrictPart:
    """Liège's part: one drawn by lot, the others by their points; the planner's rounds of its one team."""
    catalogue = house.catalogue(week.monday)
    chosen = tuple(a_chosen(n, "random" if n == 1 else "risk", LIEGE) for n in range(1, places + 1))
    rows = {one.workplace: a_row(n, one.workplace) for n, one in enumerate(chosen, 1)}
    days = acts.weeks.work_days(house.acting(at=at), week, (), LIEGE)
    visits = visits_at(chosen, rows, week.days, {day.day for day in days}, week, catalogue)
    plan = plan_rounds(visits, days, GreatCircle(catalogue.travel), policies(catalogue).rounds, iterations=10, seed=1)
    selection = Selection(
        seed=1,
        frame_sha256="f" * 64,
        frame_size=10,
        chosen=chosen,
        strata={f"{LIEGE}|restaurants": (1, 10)},
        frozen={place: {"values": row, "sha256": "0" * 64} for place, row in rows.items()},
    )
    offered = Offered(district=LIEGE, selection=selection, visits=visits)
    book = replace(a_book_of(offered, plan, str(week)), travel=plan.travel)
    return DistrictPart(district=LIEGE, selection=selection, visits=visits, plan=plan, book=book)


def proposed(house: AppContext, week: IsoWeek = WEEK, *, at: datetime = AT, **size: int) -> str:
    """Propose it, as the schedule does; the plan's id."""
    part = a_planned_part(house, week, at=at, **size)
    return str(acts.weeks.propose_week(house.acting(at=at), week, service="ONSS", parts=[part]))
