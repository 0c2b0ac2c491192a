"""`vigie scales`: minimum wages by joint committee, category and age, from the print of an official scale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import ControlFault
from inspection.time_of import today
from sectors import load_rules
from sectors.rules.wages import WageRow, WageScale

app = typer.Typer(help="Minimum wages by committee: import, approve, withdraw, list, show.", no_args_is_help=True)
File = Annotated[str, typer.Argument(help="Id from `vigie scales list`.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day asked about; today by default.")]


@app.command("import")
def import_scales(
    file: Annotated[Path, typer.Argument(help="CSV: see docs/how-to/import-wage-scales.md.")],
    as_json: AsJson = False,
) -> None:
    """Take in a file of scales, whole or not at all, for a second person to approve."""
    try:
        content = file.read_bytes()
    except OSError:
        raise ControlFault("CONTROL-873", file=file.name) from None
    _say(acts.wages.import_scales(acting(), content, file.name), as_json)


@app.command()
def approve(file: File, as_json: AsJson = False) -> None:
    """Lay an imported file over the rules, once you compared it with the print; not by whoever imported it."""
    _say(acts.wages.approve_scales(acting(), file), as_json)


@app.command()
def withdraw(
    file: File, reason: Annotated[str, typer.Option(help="In one line, about nobody.")], as_json: AsJson = False
) -> None:
    """Take a file out of the rules, or out of what waits; the trail keeps it."""
    _say(acts.wages.withdraw_scales(acting(), file, reason=reason), as_json)


@app.command("list")
def list_scales(on: On = None, as_json: AsJson = False) -> None:
    """List the files that were imported, then the scales that hold on a day."""
    found = acts.wages.list_scales(acting())
    day = on.date() if on else today()
    scales = _held(day)
    if as_json:
        show({"on": day, "files": found, "scales": [_plain(one, day) for one in scales.values()]})
        return
    rows = [(one.id, _state(one), one.rows, one.imported_by, one.decided_by or "") for one in found]
    table("Files of wage scales", ("file", "state", "rows", "imported by", "decided by"), rows)
    held = [(key, one.joint_committee, len(one.every_row) or "scale missing") for key, one in scales.items()]
    table(f"Scales on {day}", ("scale", "committee", "rows"), held)


@app.command("show")
def show_scale(
    key: Annotated[str, typer.Argument(help="Key of a scale, from `vigie scales list`.")],
    on: On = None,
    age: Annotated[int | None, typer.Option(min=0, max=120, help="Whole years; every age by default.")] = None,
    seniority: Annotated[int, typer.Option(min=0, max=60, help="Whole years of service.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show what an hour costs at least on a day, by age and seniority, and where that was read."""
    day = on.date() if on else today()
    scale = _held(day).get(key)
    if scale is None:
        raise ControlFault("CONTROL-874", key=key, on=day)
    rows = scale.every_row
    if age is not None:
        rows = tuple(row for row in (scale.row_for(age, seniority),) if row is not None)
    if as_json:
        show(_plain(scale, day) | {"rows": [row.model_dump() for row in rows]})
        return
    tell(f"{scale.label.say('en')}, on {day}: {scale.source} ({scale.confidence})")
    if not rows:
        tell("Scale missing: no row, so that nothing is computed.")
        return
    table("Hourly minimum", ("ages", "seniority", "EUR", "weekly hours"), [_row(row) for row in rows])


def _held(day: date) -> Mapping[str, WageScale]:
    """Return the scales of a day as they are now: of several commands in one process an earlier one may approve."""
    return load_rules([acts.app().settings.rules]).on(day).scales


def _say(file: acts.wages.WageFile, as_json: bool) -> None:
    if as_json:
        show(file)
        return
    tell(f"{file.id}: {_state(file)}; {file.rows} rows of {len(file.scales)} scales.")
    if file.state == acts.wages.WageState.IMPORTED:
        tell(f"A second person compares them with the print: vigie scales approve {file.id}")
    else:
        tell("`vigie serve` reads it within seconds, a flow when it begins.")


def _state(file: acts.wages.WageFile) -> str:
    if file.is_whole:
        return file.state
    if file.state == acts.wages.WageState.APPROVED:
        return f"approved, but its rule file is not as it was made: vigie scales approve {file.id}"
    return f"{file.state}, but a rule file of it stands that nobody approved: vigie scales withdraw {file.id}"


def _plain(scale: WageScale, day: date) -> dict[str, object]:
    fields = scale.model_dump(include={"key", "joint_committee", "source", "confidence", "printed_on"})
    return fields | {"on": day, "rows": [row.model_dump() for row in scale.every_row]}


def _row(row: WageRow) -> tuple[str, str, str, str]:
    ages = f"{row.age_from} and over" if row.age_to is None else f"{row.age_from} to {row.age_to}"
    weekly = "" if row.weekly_hours is None else f"{row.weekly_hours:f}"
    return ages, f"from {row.seniority_from} years" if row.seniority_from else "any", _euros(row.hourly_cents), weekly


def _euros(cents: Decimal) -> str:
    return f"{cents / 100:.4f}"
