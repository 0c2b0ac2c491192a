"""A joint action of the demo: booked for the week after next, with police who come and an interpreter who is asked."""

from collections.abc import Iterable
from datetime import timedelta

from inspection import acts
from inspection.acts.joint_actions import FreeMoment, NewAction, NewPartner
from inspection.demo.actors.policy import Place, of_role
from inspection.demo.past import acting
from inspection.planning.problem import TeamDay
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

_TEAMS = 2


def book_joint_action(app: AppContext, places: Iterable[Place]) -> None:
    """Book one where two teams of a district work at the same time, at a place that nobody saw from inside lately."""
    week = IsoWeek.of(IsoWeek.after(today()).monday + timedelta(days=7))
    for place in places:
        action = _action(app, place, week)
        if action is not None:
            head = of_role(app, "team_head", place.district)
            booked = acts.joint_actions.book_action(acting(app, head, now()), action)
            acts.joint_actions.confirm_partner(acting(app, head, now()), booked.reference, "police")
            return


def _action(app: AppContext, place: Place, week: IsoWeek) -> NewAction | None:
    """Return an action at a workplace; None where no two teams could meet there by day."""
    context = app.acting_as_flow("plan_week")
    days = acts.weeks.work_days(context, week, (), place.district)
    opens = app.catalogue(week.monday).sectors[place.sector].windows
    for day in week.days:
        able = [one for one in days if one.day == day and one.size >= _TEAMS]
        for window in opens:
            if window.holds_on(day) and sum(_reaches(one, window.opens, window.closes) for one in able) >= _TEAMS:
                moment = FreeMoment(days=(day,), windows=((float(window.opens), float(window.closes)),))
                return NewAction(
                    workplace=place.workplace, district=place.district, sector=place.sector,
                    shares={place.district: _TEAMS}, moment=moment, required=False,
                    partners=(
                        NewPartner(kind="police", contact="locpol"),
                        NewPartner(kind="interpreter", contact="interpreters", language="ro"),
                    ),
                )  # fmt: skip
    return None


def _reaches(day: TeamDay, opens: float, closes: float) -> bool:
    return day.shift[0] <= opens and closes <= day.shift[1]
