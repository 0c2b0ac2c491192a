"""What must be true before a week is planned, and the seed that draws it."""

from datetime import date

from inspection import acts
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState
from inspection.registers.lake import Lake
from inspection.sealing import keyed_hash
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, Context

SEED_DIGITS = 15  # of a hexadecimal hash: sixty bits, which both databases hold in one whole number


def draw_seed(app: AppContext, week: IsoWeek) -> int:
    """Return the seed of a week's draw: keyed, so that neither an inspector nor an employer can compute who is drawn.

    It is kept with the selection and may be published once the week is over.
    """
    drawn = keyed_hash([app.settings.service, str(week)], purpose="draw", keys=app.store.keys)
    return int(drawn[:SEED_DIGITS], 16)


def require_registers(lake: Lake, on: date) -> None:
    """Refuse to assess where no register of workplaces was ever taken in."""
    if lake.snapshot("kbo", on) is None and lake.snapshot("works", on) is None:
        raise PlanningFault("PLAN-301")


def districts_to_plan(context: Context, week: IsoWeek, district: str | None) -> list[str]:
    """Return the districts that have teams, or the one that was asked for.

    A week that is approved is refused here, before any work. One district alone is refused where a plan of several
    exists for the week: it would take the place of all of them.
    """
    known = sorted({team.district for team in acts.staff.working_teams(context)})
    if not known:
        raise PlanningFault("PLAN-302")
    if district is not None and district not in known:
        raise PlanningFault("PLAN-303", district=district, known=", ".join(known))
    asked = known if district is None else [district]
    acts.weeks.refuse_approved_week(context, week, asked)
    if district and any(set(plan.districts) > {district} for plan in acts.weeks.listed_plans(context, week)):
        raise PlanningFault("PLAN-304", week=week)
    return asked


def is_proposed(context: Context, plan_id: str) -> bool:
    """Tell whether a plan still waits for its approval; the files of an approved one are not written again."""
    return any(plan.id == plan_id and plan.state == PlanState.PROPOSED for plan in acts.weeks.listed_plans(context))
