"""`vigie on-call`: the rosters of the offices that are rung, test calls, and absences."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command.shell.console import AsJson, acting, counted, show, table, tell
from inspection import acts
from inspection.errors import ReferralFault
from inspection.life_cycles import OnCallTestOutcome
from inspection.time_of import BRUSSELS

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(help="On-call rosters: import, list, test-call, absent.", no_args_is_help=True)
Moment = typer.Option(formats=["%Y-%m-%dT%H:%M"], help="Brussels time, such as 2026-11-29T18:00.")
_OUTCOMES = tuple(OnCallTestOutcome)


@app.command("import")
def import_on_call(
    file: Annotated[Path, typer.Argument(help="YAML or JSON: one roster or a list (docs/reference/on-call.md).")],
    as_json: AsJson = False,
) -> None:
    """Take in an office's roster, in the place of the last one. Of a list all or none."""
    rosters = _rosters(file)
    for roster in rosters:
        acts.on_call.preview_on_call(acting(), roster)
    read = [acts.on_call.import_on_call(acting(), roster) for roster in rosters]
    if as_json:
        show([{"recipient": one.recipient, "turns": len(one.turns)} for one in read])
        return
    for one in read:
        tell(f"{one.recipient}: {counted(len(one.turns), 'line', 'lines')}.")


@app.command("list")
def list_on_call(recipient: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List the rosters: who answers now. And which numbers want a test call."""
    found = acts.on_call.list_on_call(acting(), recipient=recipient)
    rows = [(one.id, one.recipient, one.rank, one.number, _when(one), _state(one)) for one in found]
    show(found) if as_json else table("On-call rosters", ["id", "office", "rank", "number", "when", "now"], rows)


@app.command("test-call")
def tried(
    turn: Annotated[str, typer.Argument(help="Id from `vigie on-call list`.")],
    outcome: Annotated[str, typer.Argument(help=", ".join(_OUTCOMES))],
    as_json: AsJson = False,
) -> None:
    """Record a test call of a number. It counts for the same number in later rosters too."""
    if outcome not in _OUTCOMES:
        raise ReferralFault("REFER-714", outcomes=", ".join(_OUTCOMES))
    noted = acts.on_call.note_test_call(acting(), turn, OnCallTestOutcome(outcome))
    show(noted) if as_json else tell(f"{noted.recipient} {noted.number}: {_state(noted)}.")


@app.command()
def absent(
    turn: Annotated[str, typer.Argument(help="Id from `vigie on-call list`.")],
    start: Annotated[datetime, Moment],
    end: Annotated[datetime, Moment],
    as_json: AsJson = False,
) -> None:
    """Record an absence: the deputy is rung first."""
    starts_at, ends_at = start.replace(tzinfo=BRUSSELS), end.replace(tzinfo=BRUSSELS)
    noted = acts.on_call.note_absence(acting(), turn, starts_at, ends_at)
    show(noted) if as_json else tell(f"{noted.recipient} {noted.number}: absent until {end:%Y-%m-%d %H:%M}.")


def _rosters(file: Path) -> Sequence[acts.written.Written]:
    try:
        return acts.written.objects_in(acts.written.content_of(file), file.name)
    except acts.written.Unreadable as fault:
        raise ReferralFault("REFER-744", file=file.name, why=fault) from None


def _when(one: acts.on_call.OnCallEntry) -> str:
    days = ",".join(str(day) for day in one.days)
    clock = f"{one.starts}–{one.ends}" if one.starts else ""
    until = f"until {one.valid_until}" if one.valid_until else ""
    return " ".join(filter(None, (one.hours, days and f"days {days}", clock, until)))


def _state(one: acts.on_call.OnCallEntry) -> str:
    said = "absent" if one.absent_until else ("answers" if one.answers_now else "off")
    return f"{said}, test call due" if one.is_stale else said
