"""Builders of a replanned week: the approved one, what changed in it, and the version that takes its place."""

from dataclasses import replace

from builders_acts import AT, WEEK, a_part, later
from builders_books import with_books, with_plan

from inspection.acts.weeks import WeekChanges, approve_week, propose_week, replan_week, visit_codes
from inspection.planning.replanning import Cause, Difference, Slot, TeamAbsent
from inspection.store.queries import plans
from inspection.store.weeks import PlanRow
from inspection.trust import AppContext

PARTS = [a_part("liege"), a_part("namur")]
CODES = visit_codes("ONSS", str(WEEK), PARTS)
TUESDAY = WEEK.days[1]
ILL = TeamAbsent(team="liege-1", days=frozenset({WEEK.monday}))


def approved(house: AppContext) -> PlanRow:
    """Give the approved week of both districts."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=PARTS)
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    return plans(house.store)[0]


def without_last():
    """Liège without its last stop, as a part; and who lost it."""
    round_ = PARTS[0].plan.rounds[0]
    plan = replace(PARTS[0].plan, rounds=(replace(round_, stops=round_.stops[:-1]),))
    return with_plan(PARTS[0], plan), PARTS[0].visits[3].workplace


def changes(**given):
    """Liège's team is ill on Monday; its last visit is dropped."""
    workplace = without_last()[1]
    lost = Difference(
        workplace=workplace,
        kind="dropped",
        before=(Slot(team="liege-1", day=WEEK.monday, start=690.0),),
        after=(),
        cause=Cause(kind="event", event=0),
    )
    values = {"at": AT, "events": (ILL,), "differences": {"liege": (lost,)}, "expires_at": None}
    return WeekChanges(**{**values, **given})


def replanned(house: AppContext, old: PlanRow, by: str = "head-liege", seed: int = 2, **given):
    """Propose the new version."""
    values = {"parts": [*with_books([without_last()[0]], seed=seed), PARTS[1]], "codes": CODES, **given}
    context, told = house.acting(by, values.pop("at", later(hours=1))), values.pop("changes", changes())
    return replan_week(context, WEEK, told, supersedes=values.pop("supersedes", old.id), **values)


def approve(house: AppContext, plan_id: str, by: str = "direction-1", hours: float = 2):
    """Approve a version by its hash."""
    sha256 = next(p.sha256 for p in plans(house.store) if p.id == plan_id)
    return approve_week(house.acting(by, later(hours=hours)), WEEK, sha256, service="ONSS")
