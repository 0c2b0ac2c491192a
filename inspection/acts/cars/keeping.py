"""The cars of a district, kept by whoever answers for its teams: noted, changed, given back, away for some days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sqlmodel import Session, col, select

from inspection.acts.cars.dealing import is_kept
from inspection.errors import AccessRefused, SettingsFault
from inspection.store.core import new_id
from inspection.store.people import TeamRow, UserRow
from inspection.store.views import view_of
from inspection.store.weeks import CarAbsenceRow, CarRow
from inspection.territory import ARRONDISSEMENTS
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, is_within

CarAwayKind = Literal["garage", "lent", "other"]
_STREAM = "roster"
_MOST_SEATS, _LONGEST_NAME = 20, 60


@dataclass(frozen=True, kw_only=True)
class CarAway:
    """Days on which a car is not there, both included."""

    id: str
    kind: str
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class CarView:
    """A car: how many it seats with its driver, the team that usually takes it, and the days on which it is away.

    last_day
        The last day on which the district has it; None while nobody said one.
    """

    id: str
    name: str
    district: str
    seats: int
    team_id: str | None
    first_day: date
    last_day: date | None
    away: tuple[CarAway, ...] = ()


def keep_car(
    context: Context, name: str, district: str, seats: int, *, team: str | None = None, car_id: str | None = None
) -> CarView:
    """Note a car that a district has from today on, or change one that is known; the next plan counts with it.

    Arguments: `seats` with that of the driver; `team` that usually takes it, one of the district.
    Errors: `SettingsFault` 077 for a name, number of seats or team that cannot be; `AccessRefused` 086 for none of a
    district of which whoever asks answers.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("car.keep", service=context.settings.service)
        _refuse_elsewhere(asker, district)
        name = " ".join(name.split())
        if not 0 < len(name) <= _LONGEST_NAME or not 1 <= seats <= _MOST_SEATS or not _is_team(tx, team, district):
            raise SettingsFault("SETTING-077")
        row = _own_car(tx, asker, car_id) if car_id else _new_car(tx, name, district, seats)
        row.name, row.district, row.seats, row.team_id = name, district, seats, team
        tx.add(row)
        tx.record("car.keep", row.id, stream=_STREAM, facts={"district": district, "seats": seats})
        return view_of(CarView, row, away=())


def retire_car(context: Context, car_id: str, last_day: date) -> None:
    """Note until which day a district has a car.

    Errors: `AccessRefused` 086 for none of a district of whoever asks; `SettingsFault` 078 for a day that is over.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("car.keep", service=context.settings.service)
        row = _own_car(tx, asker, car_id)
        if last_day < day_in_brussels(tx.at):
            raise SettingsFault("SETTING-078")
        row.last_day = last_day
        tx.session.add(row)
        tx.record("car.retire", row.id, stream=_STREAM, facts={"last": last_day.isoformat()})


def keep_car_absence(context: Context, car_id: str, kind: str, first_day: date, last_day: date) -> None:
    """Note days on which a car is not there; the next plan of those days counts without it.

    Errors: `AccessRefused` 086 for none of a district of whoever asks; `SettingsFault` 078 for days the wrong way
    round, or an unknown kind.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("car.keep", service=context.settings.service)
        row = _own_car(tx, asker, car_id)
        if last_day < first_day or kind not in get_args(CarAwayKind):
            raise SettingsFault("SETTING-078")
        made = CarAbsenceRow(
            id=new_id(),
            service=row.service,
            car_id=row.id,
            kind=kind,
            first_day=first_day,
            last_day=last_day,
            made_by=tx.by,
            made_at=tx.at,
        )
        tx.add(made)
        days = {"first": first_day.isoformat(), "last": last_day.isoformat()}
        tx.record("car.away", made.id, stream=_STREAM, facts={"of": row.id, **days})


def end_car_absence(context: Context, absence_id: str) -> None:
    """Take back that a car is away; a second time changes nothing.

    Errors: `AccessRefused` 086 for none of a car of a district of whoever asks.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("car.keep", service=context.settings.service)
        row = tx.session.get(CarAbsenceRow, absence_id)
        if row is None:
            raise AccessRefused("ACCESS-086")
        _own_car(tx, asker, row.car_id)
        if row.ended_at is not None:
            tx.mark_unchanged()
            return
        row.ended_by, row.ended_at = tx.by, tx.at
        tx.session.add(row)
        tx.record("car.back", row.id, stream=_STREAM, facts={"of": row.car_id})


def list_cars(context: Context) -> list[CarView]:
    """Return the cars that are kept today or later, of the districts of whoever asks, each with its days to come."""
    with audited_transaction(context) as tx:
        asker = tx.require("car.list", service=context.settings.service)
        tx.record("car.list", context.by, stream="reading", facts={"kind": "cars"})
        today = day_in_brussels(tx.at)
        ordered = select(CarRow).where(CarRow.service == context.settings.service)
        rows = tx.session.exec(ordered.order_by(col(CarRow.district), col(CarRow.name), col(CarRow.id))).all()
        shown = [
            row for row in rows if is_within(asker, row.district) and (is_kept(row, today) or row.first_day > today)
        ]
        away = _away_from(tx.session, [row.id for row in shown], today)
        return [view_of(CarView, row, away=tuple(one for car, one in away if car == row.id)) for row in shown]


def _away_from(session: Session, cars: Iterable[str], today: date) -> list[tuple[str, CarAway]]:
    wanted = select(CarAbsenceRow).where(
        col(CarAbsenceRow.car_id).in_(list(cars)),
        col(CarAbsenceRow.ended_at).is_(None),
        col(CarAbsenceRow.last_day) >= today,
    )
    ordered = wanted.order_by(col(CarAbsenceRow.first_day), col(CarAbsenceRow.id))
    return [(row.car_id, view_of(CarAway, row)) for row in session.exec(ordered)]


def _new_car(tx: AuditedTransaction, name: str, district: str, seats: int) -> CarRow:
    return CarRow(
        id=new_id(),
        service=tx.app.settings.service,
        district=district,
        name=name,
        seats=seats,
        first_day=day_in_brussels(tx.at),
        made_by=tx.by,
        made_at=tx.at,
    )


def _own_car(tx: AuditedTransaction, asker: UserRow, car_id: str) -> CarRow:
    """Return a car of a district of whoever asks."""
    row = tx.session.get(CarRow, car_id)
    if row is None or row.service != tx.app.settings.service:
        raise AccessRefused("ACCESS-086")
    _refuse_elsewhere(asker, row.district)
    return row


def _refuse_elsewhere(asker: UserRow, district: str) -> None:
    if district not in ARRONDISSEMENTS or not is_within(asker, district):
        raise AccessRefused("ACCESS-086")


def _is_team(tx: AuditedTransaction, team: str | None, district: str) -> bool:
    if team is None:
        return True
    row = tx.session.get(TeamRow, team)
    return row is not None and row.active and row.service == tx.app.settings.service and row.district == district
