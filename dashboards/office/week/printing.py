"""All rounds of a week to print: a page of each team and day to look at, and a district's sheets as one document.

They lie in front of an employer, so they say no why.
"""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.week.addresses import PRINT, SHEETS, WEEK, address
from dashboards.office.week.books import book_of, plans_of
from dashboards.office.week.sorting import Order, table
from dashboards.office.week.words import Words
from inspection.errors import AccessRefused
from inspection.life_cycles import PlanState
from inspection.reporting.week import BookRound
from inspection.time_of import IsoWeek
from inspection.weeks.output import printed_week

_SAID = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _orders(words: Words) -> Mapping[str, Order[BookRound]]:
    def called(each: BookRound) -> str:
        return words.team(each.team).casefold()

    return {"team": lambda each: (called(each), each.day), "day": lambda each: (each.day, called(each))}


def show(asked: Asked) -> Response:
    """Show those that whoever asks may know: a team member gets those of the own team.

    Errors: `AccessRefused` for a plan that is not there, or not for who asks.
    """
    wanted, district = asked.query("plan"), asked.query("district")
    plan = next((one for one in plans_of(asked) if one.id == wanted), None)
    if plan is None:
        raise AccessRefused("ACCESS-120")
    names = [name for name in plan.districts if district in ("", name)]
    rounds = [each for name in names for each in book_of(asked, plan, name).rounds if each.stops]
    words = Words(asked, IsoWeek.parse(plan.week))
    rounds.sort(key=lambda each: (words.team(each.team).casefold(), each.day))
    may_take = plan.state == PlanState.APPROVED and asked.known.may("plan.export")
    return asked.page(
        "week_print.html",
        words=words,
        plan=plan,
        rounds=table(asked, "rounds", rounds, _orders(words), PRINT, plan=plan.id, district=district),
        back=address(WEEK, plan=plan.id, district=district),
        room=WEEK,
        sheets=[(name, sum(each.district == name for each in rounds)) for name in names] if may_take else [],
        sheets_page=SHEETS,
    )


def take(asked: Asked) -> Response:
    """Give the sheets of a district's approved week, with their checklists, as one document."""
    plan, district = asked.form.get("plan", ""), asked.form.get("district", "")
    content = printed_week(asked.acting(), plan, district, asked.look.lang)
    named = {"Content-Disposition": f"inline; filename*=utf-8''{quote(f'vigie-{district}.pdf')}"}
    return Response(content, media_type="application/pdf", headers={**_SAID, **named})
