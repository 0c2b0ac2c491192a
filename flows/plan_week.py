"""Thursday 06:00: choose next week's visits and propose rounds to every team."""

from collections.abc import Mapping, Sequence
from datetime import date

from flows.acting import begin, person
from flows.scheduling.accounts import plan_account
from flows.tracking import flow, keep_account, task
from inspection import acts, weeks
from inspection.errors import AccessRefused
from inspection.planning.bookings import take_out_incomplete
from inspection.planning.problem import Visit, WeekPlan
from inspection.progress import say
from inspection.reporting.week import WeekBook
from inspection.store.queries import ActionView
from inspection.targeting import choosing
from inspection.targeting.model import Selection
from inspection.time_of import IsoWeek, today
from inspection.trust import Context
from inspection.weeks import output


@flow
def plan_week(week: str | None = None, seed: int | None = None, district: str | None = None) -> str:
    """Choose next week's visits and propose a round to each team; returns the plan's opaque id.

    seed
        Draws the random arm and breaks the planner's ties; by default it follows from the week and a key of this house:
        nobody picks it, and nobody outside can compute who is drawn. Whoever draws it by hand has a name: AccessRefused
        072 where a schedule is given one. Whoever runs this by hand cannot approve it.
    """
    if seed is not None and person() is None:
        raise AccessRefused("ACCESS-072")
    asked = IsoWeek.parse(week) if week else IsoWeek.after(today())
    on = min(today(), asked.monday)
    begin(str(asked) if district is None else f"{asked} {district}", week=asked, district=district)
    roster = read_roster(asked, district)
    assessed = assess_workplaces(on)
    app = acts.app()
    try_by_place(assessed, on, weeks.draw_seed(app, asked))
    booked = acts.joint_actions.booked_actions(_acting(), asked)
    selection = select_week(assessed, roster, asked, on, weeks.draw_seed(app, asked) if seed is None else seed, booked)
    offered = offer_visits(assessed, selection, roster, asked, booked)
    plans = plan_districts(offered, roster, asked, selection.seed)
    chose_seed = seed is not None
    book, plan_id = propose_week(assessed, selection, offered, plans, roster, asked, on, chose_seed, booked)
    if weeks.is_proposed(_acting(), plan_id):
        output.write_proposed(app, book, on)
    keep_account(f"plan-{asked}", plan_account(book, "proposed"))
    return plan_id


@task()
def assess_workplaces(on: date) -> weeks.Assessed:
    """Establish the workplaces of the day, measure their signals and add up their points."""
    app = acts.app()
    catalogue, lake = app.catalogue(on), app.lake(on)
    say("assess", 0, 3)
    weeks.require_registers(lake, on)
    established = weeks.establish_country(app, lake, on)
    say("assess", 1, 3)
    complaints, residuals = weeks.kept_complaints(_acting()), acts.learning.own_history(_acting(), on)
    assessments, snapshots = weeks.assess_country(app, established, lake, on, complaints, residuals)
    say("assess", 2, 3)
    output.keep_assessment(app, assessments, on)
    say("assess", 3, 3)
    return weeks.Assessed(
        assessments=assessments,
        snapshots=snapshots,
        left_out=established.left_out,
        held_registers=weeks.held_registers(lake, catalogue, on),
    )


@task()
def try_by_place(assessed: weeks.Assessed, on: date, seed: int) -> None:
    """Refuse to go on where, in the district that the week draws, points follow names, streets or postcodes."""
    app = acts.app()
    lake = app.lake(on)
    weeks.require_unmoved(assessed.assessments.frame, lake, app.catalogue(on), on, seed)


@task()
def read_roster(week: IsoWeek, district: str | None) -> dict[str, weeks.Team]:
    """Return who works when, by district."""
    context = _acting()
    around = acts.weeks.rounds_around(context, week)
    return {
        name: tuple(acts.weeks.work_days(context, week, around, name))
        for name in weeks.districts_to_plan(context, week, district)
    }


@task()
def select_week(
    assessed: weeks.Assessed,
    roster: Mapping[str, weeks.Team],
    week: IsoWeek,
    on: date,
    seed: int,
    booked: Sequence[ActionView] = (),
) -> Selection:
    """Draw second visits and the random arm, add what is owed and booked, and offer the best of the rest."""
    catalogue, context = acts.app().catalogue(on), _acting()
    say("select", 0, 1)
    acts.second_visits.draw_second_visits(context, on)
    selection = choosing.select(
        assessed.assessments,
        acts.joint_actions.with_bookings(acts.weeks.open_mandates(context, None, on), booked),
        weeks.capacities(roster, catalogue),
        weeks.policies(catalogue).selection,
        seed,
        days_of=weeks.worked_days(catalogue, week, roster),
        cooling_off=acts.weeks.cooling_off(context, on, week) | acts.joint_actions.booked_elsewhere(context, week),
        owed=acts.choices.owed_visits(context, week),
    )
    say("select", 1, 1)
    return weeks.on_booked_days(selection, booked)


@task()
def offer_visits(
    assessed: weeks.Assessed,
    selection: Selection,
    roster: Mapping[str, weeks.Team],
    week: IsoWeek,
    booked: Sequence[ActionView] = (),
) -> dict[str, tuple[Visit, ...]]:
    """Turn what was selected and booked into the visits that each district's planner may or must place."""
    catalogue = acts.app().catalogue(week.monday)
    points = weeks.points_of(assessed, selection, {action.workplace for action in booked})
    return {
        name: weeks.with_booked(
            weeks.visits_of(assessed, selection, name, days, week, catalogue), booked, selection.chosen, points, name
        )
        for name, days in roster.items()
    }


@task()
def plan_districts(
    offered: Mapping[str, tuple[Visit, ...]], roster: Mapping[str, weeks.Team], week: IsoWeek, seed: int
) -> dict[str, WeekPlan]:
    """Plan each district by a worker of its own; what several share stands in all of their plans or in none."""
    app = acts.app()
    catalogue, cap = app.catalogue(week.monday), float(app.settings.planning_seconds)
    rules, travel = weeks.policies(catalogue).rounds, weeks.settled_travel(app, offered, roster, catalogue)
    tasks = [
        weeks.DistrictTask(
            district=name,
            visits=offered[name],
            team_days=days,
            travel=travel[name],
            policy=rules,
            seed=seed,
            seconds=cap,
        )
        for name, days in roster.items()
    ]
    return take_out_incomplete(weeks.plan_each(tasks, address=app.settings.executor), offered)


@task()
def propose_week(
    assessed: weeks.Assessed,
    selection: Selection,
    offered: Mapping[str, tuple[Visit, ...]],
    plans: Mapping[str, WeekPlan],
    roster: Mapping[str, weeks.Team],
    week: IsoWeek,
    on: date,
    chose_seed: bool,
    booked: Sequence[ActionView] = (),
) -> tuple[WeekBook, str]:
    """Bind each district into a book and keep the week as proposed, with everything that defends it."""
    context = _acting()
    say("propose", 0, 1)
    acts.workplaces.remember_workplaces(context, weeks.known(assessed, selection, on))
    open_plans = weeks.without_held(context, offered, plans, week)
    excused = weeks.with_held_back(selection, offered, plans, open_plans)
    shown, ordered = weeks.apart_of(excused, offered, open_plans)
    parts = weeks.bind(context, assessed, *shown, roster, week, booked)
    restricted = weeks.bind(context, assessed, *ordered, roster, week, booked)
    frames = choosing.eligible_frames(assessed.assessments, selection, acts.app().catalogue(on), plans)
    service = context.settings.service
    plan_id = acts.weeks.propose_week(
        _acting(),
        week,
        service=service,
        parts=parts,
        asked_by=person(),
        seed_by_hand=chose_seed,
        restricted=[each for part in restricted for each in part.book.rounds],
    )
    acts.learning.keep_eligible(_acting(), acts.learning.FrameOf(plan_id=plan_id, week=str(week), taken_on=on), frames)
    say("propose", 1, 1)
    return WeekBook.of(str(week), service, [part.book for part in parts]), plan_id


def _acting() -> Context:
    """Return the context of a step: the flow's own, by hand too, since who runs it cannot approve what it proposes."""
    return acts.acting_as_flow("plan_week")
