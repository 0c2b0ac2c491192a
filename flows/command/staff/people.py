"""`vigie staff`: people and teams change from a day on; `vigie absence`: who is away on which days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.command.shell.console import AsJson, acting, show, table, tell
from inspection import acts
from inspection.errors import SettingsFault
from inspection.time_of import day_in_brussels
from inspection.trust import Context

staff_app = typer.Typer(help="People and teams: person, team, decide, call-off, changes, list.", no_args_is_help=True)
absence_app = typer.Typer(help="Who is away on which days: note, end, list.", no_args_is_help=True)
_WEEKS = timedelta(days=28)  # that a list looks ahead

File = Annotated[Path, typer.Argument(help="JSON: one entry, as the roster says it (docs/reference/roster.md).")]
From = Annotated[
    datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="Day from which it holds; today: at once.")
]


@staff_app.command("person")
def plan_person(
    file: File,
    starts_on: From,
    leaves: Annotated[bool, typer.Option("--leaves", help="They work here no more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let somebody join, move, get another role or leave, from a day on."""
    entry = _entry(file)
    if leaves:
        entry["leaves"] = True
    _say(acts.staff.plan_person(acting(), entry, starts_on.date()), as_json)


@staff_app.command("team")
def plan_team(
    file: File,
    starts_on: From,
    ends: Annotated[bool, typer.Option("--ends", help="There is none any more.")] = False,
    with_people: Annotated[bool, typer.Option("--with-people", help="Its people go with it to its district.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let a team start, move, change or end, from a day on; a week that the file leaves out stays as it is known."""
    context = acting()
    entry = _entry(file)
    entry["shifts"] = _week(context, entry)
    if ends:
        entry["ends"] = True
    _say(acts.staff.plan_team(context, entry, starts_on.date(), with_people=with_people), as_json)


@staff_app.command("decide")
def decide_change(
    change: str, refuse: Annotated[bool, typer.Option("--refuse")] = False, as_json: AsJson = False
) -> None:
    """Say yes, or no with --refuse, to a change that another person asked for."""
    _say(acts.staff.decide_change(acting(), change, yes=not refuse), as_json)


@staff_app.command("call-off")
def call_off_change(change: str, as_json: AsJson = False) -> None:
    """Take back a change that has not taken effect."""
    acts.staff.call_off_change(acting(), change)
    show({"id": change, "state": "off"}) if as_json else tell("Called off.")


@staff_app.command("changes")
def list_changes(as_json: AsJson = False) -> None:
    """List what is asked for, what will change, and the last that did; the look is recorded."""
    found = acts.staff.list_changes(acting())
    rows = [(c.id, c.starts_on, c.kind, c.subject, c.state, c.made_by, c.decided_by or "") for c in found]
    heads = ["id", "from", "what", "of", "state", "asked by", "decided by"]
    show(found) if as_json else table("Changes of people and teams", heads, rows)


@staff_app.command("list")
def list_staff(as_json: AsJson = False) -> None:
    """List who works here and in which team, without a name and a number; the look is recorded."""
    found = acts.staff.staff_sheet(acting())
    if as_json:
        show(found)
        return
    rows = [(p.id, p.role, p.district or "", p.team or "", p.language) for p in found.people if p.is_active]
    table("People", ["id", "role", "district", "team", "language"], rows)
    teams = [(t.id, t.district, t.size, t.inspectors, " ".join(t.languages)) for t in found.teams]
    table("Teams", ["id", "district", "size", "inspectors", "languages"], teams)


@absence_app.command("note")
def keep_absence(
    user: str,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day, included.")],
    kind: Annotated[str, typer.Option(help="leave (illness too), court, training, other.")] = "leave",
    as_json: AsJson = False,
) -> None:
    """Note that somebody is away; the next plan of those days counts without them."""
    made = acts.absences.keep_absence(acting(), user, kind, first.date(), last.date())
    show(made) if as_json else tell(f"{user} is away from {first:%Y-%m-%d} to {last:%Y-%m-%d}: {made.id}.")


@absence_app.command("end")
def end_absence(absence: str, as_json: AsJson = False) -> None:
    """Take back that somebody is away."""
    acts.absences.end_absence(acting(), absence)
    show({"id": absence, "state": "ended"}) if as_json else tell("Taken back.")


@absence_app.command("list")
def list_absences(
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Today by default.")] = None,
    last: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Four weeks later by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List who is away on any of some days, of the people of whom you answer; the look is recorded."""
    context = acting()
    since = first.date() if first else day_in_brussels(context.at)
    found = acts.absences.list_absences(context, since, last.date() if last else since + _WEEKS)
    rows = [(a.id, a.user_id, a.kind, a.first_day, a.last_day) for a in found]
    show(found) if as_json else table("Away", ["id", "who", "kind", "from", "until"], rows)


def _say(made: acts.staff.StaffChange, as_json: bool) -> None:
    if as_json:
        show(made)
        return
    then = {
        "asked": f"waits for a second person: vigie staff decide {made.id}",
        "done": "is done",
        "off": "was refused",
        "late": "could not be done: mend what it needs",
    }
    tell(f"{made.id}: {made.kind} {made.subject} from {made.starts_on} {then.get(made.state, 'stands')}.")


def _entry(file: Path) -> acts.written.Written:
    """Return the entry of a file; raises `SettingsFault` 041 for what is none."""
    try:
        return acts.written.object_in(acts.written.content_of(file))
    except acts.written.Unreadable as fault:
        raise SettingsFault("SETTING-041", file=file.name, why=fault) from None


def _week(context: Context, entry: Mapping[str, Any]) -> Any:
    """Return a team's ordinary week as the file says it ("0": ["08:00", "16:30"]), else as it is known."""
    if (said := entry.get("shifts")) is not None:
        return said
    known = [one for one in acts.staff.staff_sheet(context).teams if one.id == entry.get("id")]
    return known[0].shifts if known else {}
