"""The cars of a district: noted, changed, given back, and the days on which one is not there."""

from collections.abc import Sequence
from typing import Final, get_args

from starlette.responses import Response

from dashboards.office.administration.addresses import CARS
from dashboards.office.administration.asked_for import day_in, district_name, districts, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table
from dashboards.office.asking import Asked
from dashboards.office.shared import Telling, attempted
from inspection import acts
from inspection.acts.cars import CarAwayKind, CarView
from inspection.errors import InspectionError, SettingsFault

_SEATS: Final = 5  # what a form begins with


def show(asked: Asked) -> Response:
    """Show the cars that are kept, and the days to come on which one is away."""
    return _drawn(asked)


def keep(asked: Asked) -> Response:
    """Note a car, or change one that is known."""
    return attempted(asked, lambda: _kept(asked), f"{CARS}?told=kept", lambda fault: _drawn(asked, fault))


def give_back(asked: Asked) -> Response:
    """Note that a district has a car until today, and no longer."""
    act = lambda: acts.cars.retire_car(asked.acting(), asked.form.get("car", ""), asked.today)  # noqa: E731
    return attempted(asked, act, f"{CARS}?told=given_back", lambda fault: _drawn(asked, fault))


def note_away(asked: Asked) -> Response:
    """Note days on which a car is not there."""
    return attempted(asked, lambda: _noted(asked), f"{CARS}?told=kept", lambda fault: _drawn(asked, fault))


def end_away(asked: Asked) -> Response:
    """Take such days back."""
    act = lambda: acts.cars.end_car_absence(asked.acting(), asked.form.get("days", ""))  # noqa: E731
    return attempted(asked, act, f"{CARS}?told=ended", lambda fault: _drawn(asked, fault))


def _kept(asked: Asked) -> None:
    sent = asked.form
    seats = sent.get("seats", "")
    if not seats.isdecimal():
        raise SettingsFault("SETTING-077")
    district = sent.get("district") or asked.known.user.district or ""
    acts.cars.keep_car(
        asked.acting(),
        sent.get("name", ""),
        district,
        int(seats[:3]),
        team=sent.get("team") or None,
        car_id=sent.get("car") or None,
    )


def _noted(asked: Asked) -> None:
    first, last = day_in(asked, "first_day"), day_in(asked, "last_day")
    if first is None or last is None:
        raise SettingsFault("SETTING-078")
    acts.cars.keep_car_absence(asked.acting(), asked.form.get("car", ""), asked.form.get("kind", ""), first, last)


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    found, may_keep = acts.cars.list_cars(asked.acting()), asked.known.may("car.keep")
    own = asked.known.user.district
    return drawn(
        asked,
        "cars.html",
        fault,
        cars=_cars(asked, found, may_keep),
        away=_away(asked, found, may_keep),
        known=found,
        chosen=next((one for one in found if one.id == asked.query("car")), None),
        n_cars=len(found),
        n_away=sum(any(days.first_day <= asked.today <= days.last_day for days in one.away) for one in found),
        districts=[] if own else districts(asked),
        teams=[(one.id, one.name) for one in acts.staff.working_teams(asked.acting(), own)] if may_keep else [],
        kinds=[(kind, say(asked, f"car.{kind}")) for kind in get_args(CarAwayKind)],
        seats=_SEATS,
        address=CARS,
        may_keep=may_keep,
    )


def _cars(asked: Asked, found: Sequence[CarView], may_keep: bool) -> Table:
    telling = Telling(asked)
    lines = [
        Line(
            [
                Cell(one.name, address=f"{CARS}?car={one.id}#note" if may_keep else ""),
                Cell(district_name(asked, one.district)),
                Cell(str(one.seats), one.seats),
                Cell(telling.team(one.team_id) if one.team_id else ""),
                Cell(asked.day(one.last_day) if one.last_day else "", one.last_day or ""),
            ],
            [Press(f"{CARS}/give-back", say(asked, "cars.give_back"), {"car": one.id}, one.name)]
            if may_keep and one.last_day is None
            else [],
        )
        for one in found
    ]
    return listed(asked, "cars", ("car", "district", "seats", "team", "until"), lines)


def _away(asked: Asked, found: Sequence[CarView], may_keep: bool) -> Table:
    lines = [
        Line(
            [
                Cell(one.name),
                Cell(asked.day(days.first_day), days.first_day),
                Cell(asked.day(days.last_day), days.last_day),
                Cell(say(asked, f"car.{days.kind}")),
            ],
            [
                Press(
                    f"{CARS}/end", say(asked, "call_off"), {"days": days.id}, f"{one.name}, {asked.day(days.first_day)}"
                )
            ]
            if may_keep
            else [],
        )
        for one in found
        for days in one.away
    ]
    return listed(asked, "car_away", ("car", "first_day", "last_day", "kind"), lines)
