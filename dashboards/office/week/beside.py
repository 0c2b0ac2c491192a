"""Two weeks side by side: what each team does on each day, in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.office.asking import Asked
from dashboards.office.week.addresses import WEEK
from dashboards.office.week.books import book_of
from dashboards.office.week.figures import Figures, figures_of, road_of
from dashboards.office.week.sorting import Order, Table, table
from dashboards.office.week.words import Words
from inspection.life_cycles import PlanState
from inspection.reporting.week import BookRound, DistrictBook
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    """A team's day in a week: how many stops, from when to when, how long on the road."""

    team: str
    day: date
    stops: int
    span: str
    road: str


@dataclass(frozen=True, kw_only=True)
class WeekColumn:
    """One of two weeks; `tells_why` where who looks is told which visits are owed, and so how many have a place."""

    week: str
    state: PlanState
    figures: Figures
    tells_why: bool
    table: Table[TeamLine]


_ORDERS: Mapping[str, Order[TeamLine]] = {
    "day": lambda one: (one.day, one.team.casefold()),
    "team": lambda one: (one.team.casefold(), one.day),
}


def beside_of(
    asked: Asked, plan: PlanView, district: str, every: Sequence[PlanView], wanted: str, words: Words
) -> dict[str, object]:
    """Return the week before this one that has the district, and both in columns where somebody asked for that one.

    Each shows the rounds that whoever asks may know: those of their own team, or all.
    """
    earlier = [one for one in every if one.week < plan.week and one.state == PlanState.APPROVED]
    others = [one for one in earlier if district in one.districts]
    latest = max(others, key=lambda one: one.week, default=None)
    chosen = next((one for one in others if one.week == wanted), None)
    if chosen is None:
        return {"before": latest, "columns": ()}
    pair = [(one, book_of(asked, one, district)) for one in (chosen, plan)]
    way = {"plan": plan.id, "district": district, "day": asked.query("day"), "beside": wanted}
    return {"before": latest, "columns": tuple(_column(one, book, words, way) for one, book in pair)}


def _column(plan: PlanView, book: DistrictBook, words: Words, way: Mapping[str, object]) -> WeekColumn:
    rounds = sorted((each for each in book.rounds if each.stops), key=lambda each: (each.day, each.team))
    lines = [
        TeamLine(
            team=words.team(each.team),
            day=each.day,
            stops=len(each.stops),
            span=f"{words.clock(_leaves(each))}–{words.clock(_back(each))}",
            road=words.length(road_of(each)),
        )
        for each in rounds
    ]
    return WeekColumn(
        week=str(IsoWeek.parse(plan.week).week),
        state=plan.state,
        figures=figures_of([book]),
        tells_why=book.tells_why,
        table=table(words.asked, f"of-{plan.week}", lines, _ORDERS, WEEK, **way),
    )


def _leaves(each: BookRound) -> float:
    """Return when a round begins; where its book does not say when the team leaves, its first stop."""
    return each.stops[0].arrive if each.leaves is None else each.leaves


def _back(each: BookRound) -> float:
    return each.stops[-1].leave if each.back is None else each.back
