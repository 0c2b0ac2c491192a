"""`vigie car`: which cars a district has, which team takes each, and the days on which one is not there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts

car_app = typer.Typer(help="Cars of a district: keep, give-back, away, back, list.", no_args_is_help=True)

Car = Annotated[str, typer.Argument(help="The id of the car (vigie car list).")]


@car_app.command("keep")
def keep_car(
    name: str,
    district: Annotated[str, typer.Option(help="Judicial district that has it.")],
    seats: Annotated[int, typer.Option(help="With that of the driver.")] = 5,
    team: Annotated[str | None, typer.Option(help="The team that usually takes it.")] = None,
    car: Annotated[str | None, typer.Option(help="A car that is known already, to change it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Note a car from today on, or change one; once a district has one, a team without a seat does not go out."""
    made = acts.cars.keep_car(acting(), name, district, seats, team=team, car_id=car)
    show(made) if as_json else tell(f"{made.id}: {made.name}, {made.district}, {made.seats} seats.")


@car_app.command("give-back")
def retire_car(
    car: Car,
    last: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day, included.")],
    as_json: AsJson = False,
) -> None:
    """Note until which day the district has a car."""
    acts.cars.retire_car(acting(), car, last.date())
    show({"id": car, "until": last.date()}) if as_json else tell(f"{car} counts until {last:%Y-%m-%d}.")


@car_app.command("away")
def keep_car_absence(
    car: Car,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day, included.")],
    kind: Annotated[str, typer.Option(help="garage, lent, other.")] = "garage",
    as_json: AsJson = False,
) -> None:
    """Note days on which a car is not there; the next plan of those days counts without it."""
    acts.cars.keep_car_absence(acting(), car, kind, first.date(), last.date())
    said = {"car": car, "from": first.date(), "until": last.date()}
    show(said) if as_json else tell(f"{car} is away from {first:%Y-%m-%d} to {last:%Y-%m-%d}.")


@car_app.command("back")
def end_car_absence(days: str, as_json: AsJson = False) -> None:
    """Take back that a car is away (the id of the days, from vigie car list)."""
    acts.cars.end_car_absence(acting(), days)
    show({"id": days, "state": "ended"}) if as_json else tell("Taken back.")


@car_app.command("list")
def list_cars(as_json: AsJson = False) -> None:
    """List the cars that are kept, with the days to come on which one is away; the look is recorded."""
    found = acts.cars.list_cars(acting())
    if as_json:
        show(found)
        return
    rows = [(c.id, c.name, c.district, c.seats, c.team_id or "", c.last_day or "") for c in found]
    table("Cars", ["id", "car", "district", "seats", "team", "until"], rows)
    away = [(d.id, c.name, d.kind, d.first_day, d.last_day) for c in found for d in c.away]
    table("Away", ["id", "car", "kind", "from", "until"], away)
