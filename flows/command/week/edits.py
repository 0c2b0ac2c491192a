"""`vigie edit`: change a plan by hand; what it costs and breaks is told, and somebody else approves the version."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import PlanningFault
from inspection.planning.editing import Drop, Edit, EditReason, Move, Pin, Swap
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek, clock_text
from inspection.trust import Context

if TYPE_CHECKING:
    from inspection.planning.editing import Tried
    from inspection.weeks.replanned import OpenPlan


def edit(
    workplace: Annotated[str, typer.Argument(help="est:… or site:… of the visit that is meant.")],
    district: Annotated[str, typer.Option(help="District whose rounds are changed.")],
    reason: Annotated[str, typer.Option(help=f"One of {', '.join(EditReason)}.")],
    week: Annotated[str | None, typer.Option("--week", help="Such as 2026-W49; the last that is planned.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="TEAM:DAY to which it goes.")] = None,
    place: Annotated[
        int | None, typer.Option(min=1, help="Its place in that round; by default the shortest way.")
    ] = None,
    earlier: Annotated[int, typer.Option(min=0, help="Minutes by which that team begins earlier.")] = 0,
    later: Annotated[int, typer.Option(min=0, help="Minutes by which that team ends later.")] = 0,
    swap: Annotated[str | None, typer.Option(help="Workplace with which it changes places.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="Take it out of the week.")] = False,
    pin: Annotated[bool | None, typer.Option("--pin/--unpin", help="Hold it to its team and day, or let go.")] = None,
    try_only: Annotated[bool, typer.Option("--try", help="Say what it would cost, and keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Move, swap, drop or pin a visit of a plan that stands, and save the new version as PROPOSED."""
    from inspection.weeks.replanned import keep_edit, open_plan, tried_edit

    context = acting()
    plan = open_plan(context, _standing(context, week, district).id, district, alone=try_only)
    meant = _edit(plan, workplace, to=to, place=place, hours=(earlier, later), swap=swap, drop=drop, pin=pin)
    tried = tried_edit(plan, meant)
    kept = None if try_only else keep_edit(context, plan, meant, _reason(reason))
    _say(tried, kept.plan_id if kept else None, as_json)


def _standing(context: Context, week: str | None, district: str) -> PlanView:
    """Return the plan that was made last for a week that has the district."""
    found = acts.weeks.listed_plans(context, IsoWeek.parse(week) if week else None)
    mine = [plan for plan in found if district in plan.districts]
    if not mine:
        raise PlanningFault("PLAN-341", week=week or district)
    return max(mine, key=lambda plan: (plan.week, plan.proposed_at))


def _edit(
    plan: OpenPlan,
    workplace: str,
    *,
    to: str | None,
    place: int | None,
    hours: tuple[int, int],
    swap: str | None,
    drop: bool,
    pin: bool | None,
) -> Edit:
    visit = plan.visit(workplace)
    if sum((to is not None, swap is not None, drop, pin is not None)) != 1:
        raise PlanningFault("PLAN-336", text=workplace, where="vigie edit", form="one of --to, --swap, --drop, --pin")
    if to is not None:
        team, day = _slot(to)
        at = None if place is None else place - 1
        return Move(visit=visit, team=team, day=day, place=at, earlier=float(hours[0]), later=float(hours[1]))
    if swap is not None:
        return Swap(visit=visit, other=plan.visit(swap))
    return Drop(visit=visit) if drop else Pin(visit=visit, holds=bool(pin))


def _slot(text: str) -> tuple[str, date]:
    team, _, day = text.rpartition(":")
    try:
        return team, date.fromisoformat(day)
    except ValueError:
        raise PlanningFault("PLAN-336", text=text, where="--to", form="TEAM:2026-12-02") from None


def _reason(text: str) -> EditReason:
    try:
        return EditReason(text)
    except ValueError:
        raise PlanningFault("PLAN-353") from None


def _say(tried: Tried, plan_id: str | None, as_json: bool) -> None:
    rules = sorted({one.rule for one in tried.broken})
    if as_json:
        costs = [{"team": c.key[0], "day": c.key[1], "road": c.road, "back": c.back} for c in tried.costs]
        show({"plan": plan_id, "accepted": tried.is_accepted, "rules": rules, "costs": costs, "value": tried.value})
        return
    rows = [
        (one.key[0], str(one.key[1]), *(f"{minutes:.0f}" for minutes in one.road), *(_clock(at) for at in one.back))
        for one in tried.costs
    ]
    table("", ["team", "day", "road before", "road after", "back before", "back after"], rows)
    tell(f"refused by {', '.join(rules)}" if rules else "every rule is kept")
    if plan_id is not None:
        tell(f"plan    {plan_id}: a second person approves it")


def _clock(minute: float | None) -> str:
    return "-" if minute is None else clock_text(minute)
