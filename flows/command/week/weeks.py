"""`vigie week` and `vigie approve`: the main job, and the second person who releases it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import flows
from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from flows.command.week.differences import difference
from inspection import acts
from inspection.life_cycles import PlanState
from inspection.reporting.pages import held_texts, served_text
from inspection.reporting.week import WeekBook
from inspection.targeting import ARMS
from inspection.time_of import IsoWeek, today

if TYPE_CHECKING:
    from inspection.trust import Context

Week = Annotated[str | None, typer.Option("--week", help="Such as 2026-W49; the week after this one by default.")]
app = typer.Typer(help=__doc__, invoke_without_command=True)
app.command("difference")(difference)


@app.callback()
def week(
    context: typer.Context,
    week: Week = None,
    district: Annotated[str | None, typer.Option(help="Plan one district only.")] = None,
    seed: Annotated[int | None, typer.Option(help="Draws the random arm; follows from the week by default.")] = None,
    unless_approved: Annotated[bool, typer.Option(help="Leave a week alone that is approved already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Assess, select and plan a week, and save it as PROPOSED."""
    if context.invoked_subcommand:
        return
    asked = str(IsoWeek.parse(week) if week else IsoWeek.after(today()))
    planner = acts.acting_as_flow("plan_week")
    approved = [p for p in acts.weeks.listed_plans(planner, IsoWeek.parse(asked)) if p.state == PlanState.APPROVED]
    if unless_approved and approved:
        _say(_book(planner, approved[0].id), "APPROVED", as_json)
        return
    with progress(quiet=as_json):
        plan_id = flows.plan_week.plan_week(week, seed, district)
    state = next(p.state for p in acts.weeks.listed_plans(planner, IsoWeek.parse(asked)) if p.id == plan_id)
    _say(_book(planner, plan_id), state.upper(), as_json)


def _book(context: Context, plan_id: str) -> WeekBook:
    return acts.weeks.week_to_write(context, plan_id)


def approve(
    week: Week = None,
    sha256: Annotated[str | None, typer.Option(help="Hash of the plan you looked at; needed unless --latest.")] = None,
    latest: Annotated[bool, typer.Option(help="Approve the plan as it is now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Approve a proposed week as a second person, and write the teams' sheets and calendars."""
    asked = str(IsoWeek.parse(week) if week else IsoWeek.after(today()))
    if sha256 is None and latest:
        known = acts.weeks.listed_plans(acting(), IsoWeek.parse(asked))
        sha256 = next((p.sha256 for p in sorted(known, key=lambda p: p.state != PlanState.PROPOSED)), "")
    with progress(quiet=as_json):
        book, written = flows.approve_week.approve_week(acting(), asked, sha256 or "")
    _say(book, "APPROVED", as_json, len(written))


def _say(book: WeekBook, state: str, as_json: bool, files: int | None = None) -> None:
    folder = acts.app().settings.out / book.week
    if as_json:
        show(
            {
                "week": book.week,
                "state": state,
                "sha256": book.sha256,
                "objective": book.objective,
                "folder": str(folder),
                "travel": book.travel,
                "held_registers": book.held_registers,
                "districts": book.districts,
                "books": {one.district: one.sha256 for one in book.books},
            }
        )
        return
    rows = [(d.district, d.eligible, d.placed, *(d.placed_by_arm.get(arm, 0) for arm in ARMS)) for d in book.districts]
    table(f"{book.week} {book.service}: {state}", ["district", "eligible", "visits", *ARMS], rows)
    visits, rounds = sum(d.placed for d in book.districts), sum(bool(r.stops) for r in book.rounds)
    tell(f"{visits:,} visits in {rounds:,} rounds; {len(book.unplaced)} required without a place.")
    rules = acts.app().catalogue(today())
    for text in held_texts(book, rules, "en"):
        tell(f"  ! {text}")
    if serves := served_text(book.objective, rules, "en"):
        tell(serves)
    tell(f"travel  {book.travel}")
    tell(f"hash    {book.sha256}")
    tell(f"written {folder}" + (f" ({files} files)" if files else ""))
