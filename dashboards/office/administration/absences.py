"""Who is away in the next weeks; days are noted and taken back by whoever answers for the person."""

from datetime import timedelta
from typing import Final, get_args

from starlette.responses import Response

from dashboards.office.administration.addresses import ABSENCES, PEOPLE
from dashboards.office.administration.asked_for import day_in, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table
from dashboards.office.asking import Asked
from dashboards.office.shared import Telling, attempted
from inspection import acts
from inspection.acts.absences import AwayKind, StaffAbsence
from inspection.errors import InspectionError, SettingsFault
from inspection.time_of import today

_BACK: Final = timedelta(days=7)
_AHEAD: Final = timedelta(days=365)
_SOON: Final = timedelta(days=13)


def show(asked: Asked) -> Response:
    """Show who is away from last week on."""
    return _drawn(asked)


def keep(asked: Asked) -> Response:
    """Note days of somebody."""
    return attempted(asked, lambda: _kept(asked), f"{ABSENCES}?told=kept", lambda fault: _drawn(asked, fault))


def end(asked: Asked) -> Response:
    """Take noted days back."""
    act = lambda: acts.absences.end_absence(asked.acting(), asked.form.get("absence", ""))  # noqa: E731
    return attempted(asked, act, f"{ABSENCES}?told=ended", lambda fault: _drawn(asked, fault))


def _kept(asked: Asked) -> None:
    first, last = day_in(asked, "first_day"), day_in(asked, "last_day")
    if first is None or last is None:
        raise SettingsFault("SETTING-045")
    acts.absences.keep_absence(asked.acting(), asked.form.get("user", ""), asked.form.get("kind", ""), first, last)


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    on, may_keep = today(), asked.known.may("absence.keep")
    found = acts.absences.list_absences(asked.acting(), on - _BACK, on + _AHEAD)
    mine = set(acts.absences.may_be_away(asked.acting())) if may_keep else set()
    people = [one for one in acts.staff.staff_sheet(asked.acting()).people if one.id in mine]
    soon = {one.user_id for one in found if one.first_day <= on + _SOON and one.last_day >= on}
    return drawn(
        asked,
        "absences.html",
        fault,
        absences=_table(asked, found),
        people=people,
        telling=Telling(asked),
        kinds=get_args(AwayKind),
        n_today=len({one.user_id for one in found if one.first_day <= on <= one.last_day}),
        n_soon=len(soon),
        address=ABSENCES,
        may_keep=may_keep,
        first=asked.query("user"),
    )


def _table(asked: Asked, found: list[StaffAbsence]) -> Table:
    may_end = asked.known.may("absence.end")
    lines = [
        Line(
            [
                Cell(one.user_id, address=f"{PEOPLE}/{one.user_id}"),
                Cell(asked.day(one.first_day), one.first_day),
                Cell(asked.day(one.last_day), one.last_day),
                Cell(say(asked, f"away.{one.kind}")),
                Cell(one.made_by),
            ],
            [
                Press(
                    f"{ABSENCES}/end",
                    say(asked, "call_off"),
                    {"absence": one.id},
                    f"{one.user_id}, {asked.day(one.first_day)}",
                )
            ]
            if may_end
            else [],
        )
        for one in found
    ]
    return listed(asked, "absent", ("whom", "first_day", "last_day", "kind", "made_by"), lines)
