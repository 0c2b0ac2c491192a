"""Which team takes which car on each day of a week, as far as the cars of its district are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session, col, select

from inspection.planning.problem import Car, Key, Rider, deal_cars
from inspection.store.weeks import CarAbsenceRow, CarRow


@dataclass(frozen=True, kw_only=True)
class Going:
    """A team that would go out on a day: from which district, and how many."""

    team: str
    district: str
    day: date
    size: int


def cars_taken(session: Session, service: str, going: Iterable[Going]) -> Mapping[Key, tuple[str, ...]]:
    """Return the names of the cars that each team takes on each day; a team for which none is left has an empty one.

    A team of a district of which no car was ever noted stands in no key: its house does not keep cars here, and lets it
    go out.
    """
    found: dict[Key, tuple[str, ...]] = {}
    every = sorted(going, key=lambda one: (one.day, one.district))
    if not every:
        return found
    rows = session.exec(select(CarRow).where(CarRow.service == service)).all()
    named, kept = {row.id: row.name for row in rows}, {row.district for row in rows}
    gone = _gone(session, service, every[0].day, every[-1].day) if rows else []
    for (day, district), teams in groupby(every, key=lambda one: (one.day, one.district)):
        if district not in kept:
            continue
        away = {one.car_id for one in gone if one.first_day <= day <= one.last_day}
        here = [_car(row) for row in rows if row.district == district and row.id not in away and is_kept(row, day)]
        riders = [Rider(team=one.team, size=one.size) for one in teams]
        taken = deal_cars(riders, here)
        found |= {(one.team, day): tuple(named[id_] for id_ in taken.get(one.team, ())) for one in riders}
    return found


def is_kept(row: CarRow, day: date) -> bool:
    """Tell whether a district has a car on a day, in the garage or not."""
    return row.first_day <= day and (row.last_day is None or day <= row.last_day)


def _car(row: CarRow) -> Car:
    return Car(id=row.id, seats=row.seats, team=row.team_id)


def _gone(session: Session, service: str, first: date, last: date) -> list[CarAbsenceRow]:
    wanted = select(CarAbsenceRow).where(
        col(CarAbsenceRow.service) == service,
        col(CarAbsenceRow.ended_at).is_(None),
        col(CarAbsenceRow.first_day) <= last,
        col(CarAbsenceRow.last_day) >= first,
    )
    return list(session.exec(wanted).all())
