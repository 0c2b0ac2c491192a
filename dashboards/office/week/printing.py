"""All rounds of a week to print, a page for each team and day: it lies in front of an employer, so it says no why."""

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.week.addresses import FRIDAY, WEEK, address
from dashboards.office.week.books import book_of, districts_of, plans_of
from dashboards.office.week.words import Words
from inspection.errors import AccessRefused
from inspection.time_of import IsoWeek


def show(asked: Asked) -> Response:
    """Show them; a team member gets those of the own team.

    Errors: `AccessRefused` for a plan that is not there, or not for who asks.
    """
    wanted, district = asked.query("plan"), asked.query("district")
    plan = next((one for one in plans_of(asked) if one.id == wanted), None)
    if plan is None:
        raise AccessRefused("ACCESS-120")
    names = [name for name in districts_of(asked, plan) if district in ("", name)]
    rounds = [each for name in names for each in book_of(asked, plan, name).rounds if each.stops]
    if not asked.known.may("plan.replan"):
        rounds = [each for each in rounds if each.team == asked.known.user.team]
    return asked.page(
        "week_print.html",
        words=Words(asked, IsoWeek.parse(plan.week)),
        plan=plan,
        rounds=sorted(rounds, key=lambda each: (each.team, each.day)),
        back=address(WEEK, plan=plan.id, district=district),
        room=FRIDAY,
    )
