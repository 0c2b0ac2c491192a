"""What the office does beside its screens, at every turn of its thread: sheets of weeks just approved, and chasing."""

from contextlib import suppress
from datetime import timedelta

from inspection import acts
from inspection.errors import HistoryFault
from inspection.life_cycles import PlanState
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext
from inspection.weeks.output.output import carried, is_written, write_approved, write_changed

CHASE_EVERY = timedelta(minutes=10)
SIGN_EVERY = timedelta(minutes=1)


def write_missing_sheets(app: AppContext) -> int:
    """Write the sheets and calendars of approved plans that have none yet; returns how many plans.

    Approval on a screen changes the store only; a screen that waited for two hundred sheets would look broken.
    """
    this_week, context = str(IsoWeek.of(today())), app.acting_as_flow("write_sheets")
    standing = [p for p in acts.weeks.listed_plans(context) if p.state == PlanState.APPROVED and p.week >= this_week]
    missing = [p for p in standing if not is_written(context, p.week, p.sha256)]
    for plan in missing:
        book, on = acts.weeks.week_to_write(context, plan.id), min(today(), IsoWeek.parse(plan.week).monday)
        taken = carried(context, plan.id, book)
        if plan.supersedes is None:
            write_approved(context, book, plan.approved_at or now(), on, carried=taken)
        else:
            before = carried(context, plan.supersedes, acts.weeks.week_to_write(context, plan.supersedes))
            write_changed(context, book, before, plan.approved_at or now(), on, carried=taken)
    return len(missing)


class Chasing:
    """Raises what is overdue, at most once in ten minutes however often it is asked; the scheduled flow is the net."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._last = now() - CHASE_EVERY

    def __call__(self) -> None:
        """Chase if it is time to."""
        if now() - self._last >= CHASE_EVERY:
            self._last = now()
            acts.chasing.chase(self._app.acting_as_flow("chase"))


class Signing:
    """Has it signed where the trail stands, once a minute if the rules say that it is time; the night is the net.

    What cannot be signed is an alert, and stops nothing else: a suspicion goes on its way without a witness too.
    """

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._last = now()

    def __call__(self) -> None:
        """Look whether it is time to."""
        if now() - self._last >= SIGN_EVERY:
            self._last = now()
            with suppress(HistoryFault):  # told by then
                acts.history.sign_if_due(self._app.acting_as_flow("history"))
