"""`vigie control`: filled controls in and out, and the schema that they must follow."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flows.command.console import AsJson, By, show, table, tell
from inspection import acts
from inspection.control import Checklist, checklist, read_control
from inspection.errors import ControlFault
from inspection.store import control_body, controls
from inspection.time_of import today
from sectors import Catalogue

app = typer.Typer(help=__doc__, no_args_is_help=True)
Place = Annotated[str | None, typer.Option(help="REFNIS code or canton, for a workplace that nobody knows yet.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A filled control as JSON; - reads the input.")],
    by: By,
    place: Place = None,
    as_json: AsJson = False,
) -> None:
    """Store and conclude a filled control; an inspector's yes opens the referral in the same transaction."""
    catalogue = acts.office().catalogue(today())
    control = read_control(_content(file), partial(_checklist, catalogue))
    saved = acts.save_control(control, by, place=place)
    if as_json:
        show(saved)
        return
    tell(f"control {saved.control_id}: {'saved' if saved.is_new else 'was saved before, nothing changed'}")
    tell(f"  {saved.findings} findings, {saved.clocks} clocks running; proposal {_said(saved.proposal.positive)}")
    if saved.reference:
        tell(f"  referral {saved.reference} is queued to every addressee")


@app.command()
def export(control_id: str, by: By, purpose: Annotated[str, typer.Option()] = "inspection") -> None:
    """Print a filled control as JSON; the look is recorded before anything is shown."""
    store = acts.office().store
    found = next((c for c in controls(store) if c.id == control_id), None)
    if found is None:
        raise ControlFault("No control has this id", where=control_id, advice="See `vigie control list`.", code="310")
    read = partial(control_body, store, control_id)
    text = acts.consult("control", control_id, by, purpose=purpose, read=read, district=found.district)  # type: ignore[arg-type]
    sys.stdout.write(text + "\n")


@app.command("list")
def list_(district: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List controls without anything about persons, the latest first."""
    found = controls(acts.office().store, district)
    if as_json:
        show(found)
        return
    rows = [
        (c.id, c.facts_on, c.district, c.sector, c.outcome, c.findings, c.decision or "", c.reference or "")
        for c in found
    ]
    table("Controls", ["id", "facts on", "district", "sector", "outcome", "findings", "suspicion", "referral"], rows)


@app.command()
def schema(sector: str) -> None:
    """Print the JSON Schema of a filled control of a sector, as the rules stand today."""
    show(_checklist(acts.office().catalogue(today()), sector).json_schema())


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError:
        advice = "Name a file that exists and that you may read."
        raise ControlFault("The control cannot be read", where=file.name, advice=advice, code="311") from None


def _checklist(catalogue: Catalogue, sector: str) -> Checklist:
    return checklist(catalogue.sectors[sector], catalogue)


def _said(positive: bool) -> str:
    return "POSITIVE: the inspector decides" if positive else "not positive"
