"""`vigie ingest` and `vigie registers`: take deliveries in, look at what the gate held, release or reject it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.acting import acting as acting_as
from flows.command.house import register_life
from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from flows.command.shell.failing import status_of
from inspection import acts
from inspection.acts.registers import Refused
from inspection.errors import InspectionError, IntakeFault, SettingsFault
from inspection.registers.delivered import kbo_account, reading
from inspection.registers.gate import held
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.time_of import today

if TYPE_CHECKING:
    from inspection.registers.gate import Difference

HELD = 3  # exit status: taken in, and not current
SHOWN = 12  # differences that a terminal shows; `--json` has all

registers_app = typer.Typer(
    help="Deliveries and snapshots: held, release, reject; quarantine, changes, history; addresses; prune.",
    no_args_is_help=True,
)
KEY = register_life.KEY
Which = register_life.Which
Hash = Annotated[str, typer.Argument(help="Hash of the delivery that you looked at: `vigie registers held`.")]
Reason = Annotated[str, typer.Option(help="What you looked at, in one line that names nobody; it is recorded.")]


def ingest(
    register: Annotated[str | None, typer.Argument(help=f"{KEY} Without one: everything that waits.")] = None,
    source: Annotated[Path | None, typer.Argument(help="Folder, zip or file as its owner delivered it.")] = None,
    download: Annotated[
        bool,
        typer.Option(
            "--download", help="Of kbo: fetch what is missing with the account of VIGIE_KBO_USER, then take it."
        ),
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="With --download: the newest full file, whatever the lake has.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take in what waits under $VIGIE_HOME/registers, or one delivery; exit status 3 where something of it is held."""
    if full and not download:
        raise SettingsFault("SETTING-087")
    if register is None and not download:
        found, failed = acts.registers.receive_all(acting_as("ingest_registers"))
        if not found and not failed:
            raise SettingsFault("SETTING-021")
        _take(found, as_json, failed)
    elif download and (register, source) == ("kbo", None):
        _download(as_json, full=full)
    elif register is None or source is None or download:
        raise SettingsFault("SETTING-087")
    else:
        known = acts.app().catalogue(today()).intake_order
        if register not in known:
            raise IntakeFault("INTAKE-030", registers=", ".join(known))
        _take(_lying_at(register, source), as_json)


def _lying_at(register: str, source: Path) -> list[tuple[str, Path]]:
    """Return what is taken in where somebody names a path: of a folder of this home the deliveries, sealed first.

    What lies elsewhere is read where it lies, and stays its owner's to put away.
    """
    if source.resolve() != (acts.app().settings.registers / register).resolve():
        return [(register, source)]
    found = acts.registers.receive(acting_as("ingest_registers"), [register])
    return [(register, one.folder) for one in found] or [(register, source)]


def _download(as_json: bool, *, full: bool) -> None:
    """Take in what the Crossroads Bank's server has; stops where one is refused or held: the next stands on it."""
    count = 0
    for found in acts.registers.fetch_kbo(acting_as("ingest_registers"), kbo_account(), full=full):
        _take([("kbo", one.folder) for one in found], as_json)
        count += 1
    if not count and not as_json:
        tell("The server has nothing newer.")


@registers_app.command("held")
def held_(as_json: AsJson = False) -> None:
    """Show every held delivery and what differs from the last good one; the look is recorded."""
    found = acts.registers.list_held(acting())
    if as_json:
        show(found)
        return
    if not found:
        tell("No delivery of a register is held.")
    for one in found:
        extract = f", extract {one.extract}" if one.extract is not None else ""
        tell(f"{one.register}: {one.kind} of {one.day}{extract} is held; taken in by {one.taken_by}.")
        _differences(one.differences, _base(one.compared_with))
        tell(f"  The week goes on with {one.last_good or 'nothing: there is no good delivery yet'}.")
        if one.asked_by:
            tell(f"  {one.asked_by} asked for its release; a second person gives it.")
        tell(f"  vigie registers release {one.register} {one.sha256[: held.SHORTEST]} --reason …   or   reject")


@registers_app.command()
def release(register: Which, sha256: Hash, reason: Reason, as_json: AsJson = False) -> None:
    """Release a held delivery of a register, as a second person; the first one only asks for it."""
    done = acts.registers.release(acting(), register, sha256, reason=reason)
    if as_json:
        show(done)
    elif done.state == acts.registers.HeldDecision.ASKED:
        tell(f"{register} of {done.day}: asked for. A second person releases it with the same command.")
    else:
        tell(f"{register} of {done.day}: released. It is current from now on.")


@registers_app.command()
def reject(register: Which, sha256: Hash, reason: Reason, as_json: AsJson = False) -> None:
    """Reject a held delivery of a register: its rows go, its account stays."""
    done = acts.registers.reject(acting(), register, sha256, reason=reason)
    show(done) if as_json else tell(f"{register} of {done.day}: rejected. A corrected delivery may have the same day.")


@registers_app.command("given-up")
def given_up(
    register: Which,
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="Day of the snapshot that is lost.")],
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    """Accept, as the direction, that an older snapshot is damaged or gone for good: the doctor says it, and no more."""
    acts.registers.give_up(acting(), register, day.date(), reason=reason)
    told = {"register": register, "day": day.date(), "state": "given up"}
    show(told) if as_json else tell(f"{register} of {day.date()}: given up. `vigie doctor` says so from now on.")


@registers_app.command("addresses")
def addresses_(as_json: AsJson = False) -> None:
    """Show how well the places of today's workplaces are known, and where REFNIS codes and points disagree."""
    found = acts.registers.address_account(acting())
    if as_json:
        show(found)
        return
    told = ", ".join(f"{count:,} {quality}" for quality, count in found.places.items()) or "no workplace"
    tell(f"Address register of {found.snapshot}." if found.snapshot else "There is no address register yet.")
    tell(f"Places: {told}.")
    if not found.workplaces and not found.register:
        tell("No REFNIS code and point disagree.")
    names = ["disagrees", "refnis", "postcode", "doors", "example", "point lies in"]
    _first("In the register itself", names, [tuple(one.values()) for one in found.register])
    names = ["workplace", "disagrees", "postcode", "refnis", "register", "point lies in"]
    _first("With the addresses of workplaces", names, [tuple(one.values()) for one in found.workplaces])


def _first(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    if rows:
        table(title, columns, rows[:SHOWN])
    if len(rows) > SHOWN:
        tell(f"  and {len(rows) - SHOWN} more: --json shows all.")


@registers_app.command("deliveries")
def deliveries_(as_json: AsJson = False) -> None:
    """Show the raw deliveries that lie here sealed, and the day on which each is destroyed."""
    found = acts.registers.list_deliveries(acting())
    if as_json:
        show(found)
        return
    rows = [
        (one.register, f"{one.received_at:%Y-%m-%d %H:%M}", one.state, one.files, one.destroyed_on) for one in found
    ]
    table("Raw deliveries, sealed", ["register", "received", "state", "files", "destroyed on"], rows)


@registers_app.command("authorisations")
def authorisations_(as_json: AsJson = False) -> None:
    """Show which registers may come in and by which decision, and the snapshots that have to be deleted."""
    found = acts.registers.list_authorisations(acting())
    if as_json:
        show(found)
        return
    rows = [
        (one.key, one.register, one.body, one.number, one.valid_until or "", ", ".join(one.purposes), one.state)
        for one in found.known
    ]
    table("Authorisations", ["key", "register", "body", "number", "valid until", "purposes", "state"], rows)
    if found.lacking:
        tell(f"No authorisation in force; nothing comes in but what the demo invents: {', '.join(found.lacking)}.")
    gone = [(one.folder, one.why, one.since, one.authorisation or "") for one in found.to_delete]
    table("Snapshots to delete", ["where", "why", "since", "authorisation"], gone)


@registers_app.command("receive")
def receive_(as_json: AsJson = False) -> None:
    """Seal what was put in the folders of the registers, without taking it in."""
    found, failed = acts.registers.receive_all(acting())
    if as_json:
        show([{"register": register, "id": folder.name, "state": reading(folder).state} for register, folder in found])
    else:
        count = len({register for register, _ in found})
        tell(f"{count} registers have a delivery, sealed. `vigie doctor` counts half copies that lie in clear.")
    _raise_last(failed)


for _command in (
    register_life.quarantine,
    register_life.changes,
    register_life.history,
    register_life.describe,
    register_life.prune,
    register_life.freeze,
    register_life.thaw,
):
    registers_app.command()(_command)


def _take(found: Sequence[tuple[str, Path]], as_json: bool, failed: Sequence[Refused] = ()) -> None:
    from flows.ingest_registers import take_each

    with progress(quiet=as_json):
        reports, refused = take_each(found, failed)
    if as_json:
        show([report.as_json() for report in reports])
    for report in reports if not as_json else ():
        _print(report)
    _raise_last(refused)
    if any(report.state != SnapshotState.CURRENT for report in reports):
        raise typer.Exit(HELD)


def _raise_last(refused: Sequence[Refused]) -> None:
    """Tell every refusal and raise one of them, a fault of the product before what somebody can mend."""
    ordered = sorted(refused, key=lambda one: not isinstance(one.fault, InspectionError))
    for one in ordered[:-1]:
        status_of(one.fault)
    if ordered:
        raise ordered[-1].fault


def _print(report: IntakeReport) -> None:
    extract = f", extract {report.extract}" if report.extract is not None else ""
    again = ", taken in before: nothing changed" if report.unchanged else ""
    title = f"{report.register}: {report.kind} of {report.snapshot}{extract}{again}"
    table(title, ["file", "read", "kept", "quarantined", "remarks"], report.rows())
    for text in (*report.warnings, *report.alarms):
        tell(f"  ! {text}")
    if report.compared_with is None and not report.unchanged:
        tell("  ! a first delivery: nothing could be compared")
    if report.state == SnapshotState.HELD:
        tell("  ! HELD: no week reads it until a second person releases it.")
        _differences(report.differences, _base(report.compared_with))
        tell("  What to do: vigie registers held, and docs/how-to/when-a-delivery-is-held.md")
    if report.state == SnapshotState.REJECTED:
        tell("  ! REJECTED before: the week goes on with the last good one.")


def _base(day: object) -> str:
    return f"compared with {day}" if day else "a first delivery"


def _differences(found: Sequence[Difference], title: str) -> None:
    labels = acts.app().catalogue(today()).register_limits
    rows = [
        (
            labels[one.measure].label.en,
            one.where,
            one.was,
            one.is_now,
            f"{_percent(one.distance)} > {_percent(one.limit)}",
        )
        for one in found[:SHOWN]
    ]
    table(f"What differs, {title}", ["what", "where", "was", "is now", "% > limit"], rows)
    if len(found) > SHOWN:
        tell(f"  and {len(found) - SHOWN} more: --json shows all.")


def _percent(part: float) -> str:
    return f"{100 * part:.1f}"
