"""The house itself: teams, complaints, the screens, the trail, and what is wrong with this installation."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.acting import acting as by_hand_or
from flows.command.house.ports import port_of, require_free
from flows.command.house.starting import begin_whole
from flows.command.referrals.sensitive import HOW, sensitive
from flows.command.shell.console import AsJson, acting, counted, show, table, tell
from inspection import acts
from inspection.errors import SettingsFault, StoreFault
from inspection.files import put
from inspection.settings import settings
from inspection.time_of import moment_in_brussels, now
from inspection.trust import TrailReport, verify_trail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inspection.acts.chasing import Subjects
    from inspection.store.views import AlertView

_WITH_SERVICE = ("register_", "history_", "lake_", "drill_")  # kinds whose subjects begin with the service

teams_app = typer.Typer(help="Teams and people.", no_args_is_help=True)
complaint_app = typer.Typer(help="Complaints: add, keep, drop.", no_args_is_help=True)
alerts_app = typer.Typer(help="What somebody must act on.", no_args_is_help=True)
audit_app = typer.Typer(help="The trail of everything that was done or looked at.", no_args_is_help=True)


@teams_app.command("import")
def import_teams(
    file: Path,
    as_json: AsJson = False,
) -> None:
    """Take in a roster whole: teams, people and roles of one service."""
    try:
        raw = acts.written.object_in(acts.written.content_of(file, acts.registers.content_of))
    except acts.written.Unreadable as fault:
        raise SettingsFault("SETTING-041", file=file.name, why=fault) from None
    roster = acts.staff.import_roster(by_hand_or("import_teams"), raw)
    acts.registers.seal_what_was_read(acts.app(), file)
    people = len(roster.users)
    if as_json:
        show({"teams": len(roster.teams), "people": people})
    else:
        teams = counted(len(roster.teams), "team", "teams")
        tell(f"{teams} and {counted(people, 'person', 'people')} of {roster.service}.")


@complaint_app.command()
def add(
    workplace: str,
    district: Annotated[str, typer.Option()],
    text: Annotated[str | None, typer.Option(help=f"What was told; sealed: {HOW}")] = None,
    language: Annotated[str, typer.Option()] = "fr",
    source: Annotated[str | None, typer.Option(help="Who told it; sealed: - reads the input, @FILE a file.")] = None,
    device: Annotated[
        str | None, typer.Option(help="From which device; hashed: - reads the input, @FILE a file.")
    ] = None,
    urgent: Annotated[bool, typer.Option("--urgent", help="Somebody may be in danger now.")] = False,
    as_json: AsJson = False,
) -> None:
    """Register what was told about a workplace."""
    told = sensitive(text, "--text", "What was told")
    complaint = acts.workplaces.NewComplaint(
        workplace=workplace,
        district=district,
        text=told,
        language=language,
        source=sensitive(source, "--source", "Who told it") if source else None,
        device=sensitive(device, "--device", "From which device") if device else None,
        is_urgent=urgent,
    )
    made = acts.workplaces.register_complaint(acting(), complaint)
    show(made) if as_json else tell(f"{made.reference} registered ({made.id}).")


@complaint_app.command("list")
def list_complaints(
    district: Annotated[str | None, typer.Option()] = None,
    state: Annotated[str | None, typer.Option(help="received, kept or dropped")] = None,
    as_json: AsJson = False,
) -> None:
    """List complaints without text and source, the latest first; the look is recorded."""
    found = acts.chasing.list_complaints(acting(), district=district, state=state)
    rows = [(c.reference, c.workplace, c.district, c.state, c.lane, c.not_after or "") for c in found]
    columns = ["reference", "workplace", "district", "state", "lane", "not after"]
    show(found) if as_json else table("Complaints", columns, rows)


@alerts_app.command("list")
def list_alerts(district: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List the open alerts that are for you, the oldest first, each with what it is about; the look is recorded."""
    found = acts.chasing.list_alerts(acting(), district=district)
    if as_json:
        show(found)
        return
    known = _called(acts.chasing.subjects_of_alerts(acting())) if found else {}
    rows = [
        (a.id, a.kind, a.step, _about(a, known), a.district, a.for_role, moment_in_brussels(a.raised_at)) for a in found
    ]
    table("Open alerts", ["id", "kind", "step", "about", "district", "for", "raised"], rows)


def _about(alert: AlertView, known: Mapping[str, str]) -> str:
    """Return what an alert is about, as far as whoever looks may know of it; an id that leads nowhere is left out.

    A register with its delivery or day, a flow, or the code of a fault stand in the subject itself.
    """
    head, *rest = alert.subject.split(":")
    if alert.kind.startswith("run_"):
        return head  # the name of its flow
    if alert.kind.startswith(_WITH_SERVICE):
        return " ".join(rest)
    return known.get(alert.subject, "")


def _called(known: Subjects) -> dict[str, str]:
    """Return by what a terminal calls the subjects of alerts: references, and the ids of workplaces; never a name."""
    controls = {one.id: one.workplace for one in known.controls}
    called = controls | {id_: controls[control] for id_, control in known.follow_ups.items()}
    called |= {one.id: f"{one.workplace} {one.key}" for one in known.clocks}
    called |= {one.id: f"{one.reference} {one.recipient}" for one in known.deliveries}
    for action in known.actions:
        called |= {f"{action.id}:{district}": action.reference for district in action.shares}
        called |= {one.id: f"{action.reference} {one.contact}" for one in action.partners}
    called |= {id_: f"{kind} {key}" for id_, (kind, key) in known.reports.items()}
    return {**called, **known.orders, **known.referrals, **known.house}


@alerts_app.command()
def see(alert_id: str, as_json: AsJson = False) -> None:
    """Take an alert on."""
    acts.alerts.see_alert(acting(), alert_id)
    show({"alert": alert_id, "state": "seen"}) if as_json else tell("Noted.")


@complaint_app.command()
def keep(
    complaint_id: str,
    not_after: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    as_json: AsJson = False,
) -> None:
    """Keep a complaint: its workplace must be visited."""
    kept = acts.workplaces.keep_complaint(acting(), complaint_id, not_after=not_after.date() if not_after else None)
    show(kept) if as_json else tell(f"{kept.reference} kept.")


@complaint_app.command()
def drop(complaint_id: str, reason: Annotated[str, typer.Option(help="One word.")], as_json: AsJson = False) -> None:
    """Drop a complaint."""
    dropped = acts.workplaces.drop_complaint(acting(), complaint_id, reason=reason)
    show(dropped) if as_json else tell(f"{dropped.reference} dropped.")


def serve(
    port: Annotated[int, typer.Option(help="On this machine only.", parser=port_of, metavar="PORT")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Start the office: the screens, the field form and the delivery thread, in one process."""
    require_free(host, port)
    from dashboards.serving import serve as serve_screens
    from inspection.weeks.output import Chasing, write_missing_sheets

    app = acts.app()
    begin_whole(app.acting_as_flow("history"))
    serve_screens(host=host, port=port, chores=[partial(write_missing_sheets, app), Chasing(app)])


@audit_app.command()
def verify(as_json: AsJson = False) -> None:
    """Check every entry of the trail, and hold it against the newest checkpoint, wherever one lies."""
    app = acts.app()
    compared = acts.history.compare(app.store, app.settings, whole=True)
    report = verify_trail(app.store)
    if as_json:
        against = compared.checkpoint.number if compared.checkpoint else None
        codes = [fault.code for fault in (*compared.faults, *compared.notes)]
        show({"entries": report.entries, "streams": report.streams, "broken": report.broken,
              "checkpoint": against, "faults": codes})  # fmt: skip
    else:
        _tell_verified(report, compared)
    if report.broken is not None:
        raise StoreFault("STORE-900", place=str(report.broken))
    for fault in compared.faults:
        raise fault


def _tell_verified(report: TrailReport, compared: acts.history.Compared) -> None:
    if report.broken is None:
        tell(f"{report.entries:,} entries in {report.streams} streams hold.")
    newest = compared.checkpoint
    if newest is None:
        tell("Nothing was signed yet: `vigie audit checkpoint`.")
    elif compared.seen_by:
        tell(f"Checkpoint {newest.number} of {moment_in_brussels(newest.at)} saw them so.")
    for note in compared.notes:
        tell(f"[{note.code}] {note.what} ({note.where}). {note.advice}")


@audit_app.command()
def checkpoint(
    file: Annotated[Path | None, typer.Argument(help="Where to write a copy: another machine's disk.")] = None,
    as_json: AsJson = False,
) -> None:
    """Have it signed where the trail stands, by the witness or, where there is none, by a key of this home."""
    made = acts.history.take_checkpoint(acts.acting_as_flow("history"))
    entries = sum(n for n, _ in made.heads.values())
    if file is not None:
        put(file, json.dumps(made.as_json(), sort_keys=True, indent=1).encode() + b"\n", makes_folder=False)
    if as_json:
        show({"entries": entries, "number": made.number, "file": str(file) if file else None})
    else:
        tell(f"Checkpoint {made.number} of {entries:,} entries signed.")


@audit_app.command()
def accept(
    portal: Annotated[bool, typer.Option("--portal", help="That of the portal's home beside this office.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let the history begin anew after a restored backup, where no witness signs it; the direction, recorded."""
    made = acts.history.accept_loss_of_portal(acting()) if portal else acts.history.accept_loss(acting())
    show({"number": made.number}) if as_json else tell(f"The history begins anew with checkpoint {made.number}.")


def doctor(as_json: AsJson = False) -> None:
    """Say what is wrong with this installation, and what to do; nothing of it is written or made."""
    found = acts.doctor.examine(settings(), at=now())
    if as_json:
        show(found)
    else:
        table("This installation", ["", "what", "advice"], [(f.state, f.what, f.advice) for f in found])
    if any(f.state == "wrong" for f in found):
        raise typer.Exit(1)
