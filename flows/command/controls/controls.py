"""`vigie control`: filled controls in and out, and the schema that they must follow."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from flows.command.shell.console import AsJson, acting, one_of, show, table, tell
from flows.command.shell.looking import reveals
from inspection import acts
from inspection.control.checklists import checklist
from inspection.control.checks import arrears_texts, check_text, ground_text, result_text
from inspection.control.reading import ExportedAttachment, is_exported, open_exported, read_control
from inspection.errors import ControlFault
from inspection.files import put
from inspection.i18n import LANGUAGES, Lang
from inspection.reporting.cases import Reader
from inspection.time_of import today

app = typer.Typer(help=__doc__, no_args_is_help=True)
Password = Annotated[
    str | None, typer.Option(help="Of a file that the field form exported; asked for, unseen, when it is not given.")
]
Language = Annotated[str, typer.Option("--lang", help="fr, nl, de or en.")]
Place = Annotated[str | None, typer.Option(help="REFNIS code or canton, for a workplace that nobody knows yet.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A filled control as JSON; - reads the input.")],
    place: Place = None,
    password: Password = None,
    as_json: AsJson = False,
) -> None:
    """Store and conclude a filled control; an inspector's yes opens the referral in the same transaction."""
    raw, attachments = _opened(_content(file), password)
    control = read_control(raw, acts.records.checklist_for(acting(), raw))
    saved = acts.controls.save(acting(), control, place=place)
    for one in attachments:
        acts.controls.keep_attachment(acting(), control.control_id, one.data, one.media_type, sha256=one.sha256)
    if as_json:
        show(saved)
        return
    tell(f"control {saved.control_id}: {'saved' if saved.is_new else 'was saved before, nothing changed'}")
    tell(f"  {saved.findings} findings, {saved.clocks} clocks running; proposal {_said(saved.proposal.positive)}")
    if saved.reference:
        tell(f"  referral {saved.reference} is queued to every addressee")
    if attachments:
        tell(f"  {len(attachments)} attachments kept")


@app.command()
def correct(
    file: Annotated[Path, typer.Argument(help="The corrected control as JSON; - reads the input.")],
    because: Annotated[str, typer.Option(help="Why it is corrected.")],
    place: Place = None,
    as_json: AsJson = False,
) -> None:
    """Correct a finished control that one saved: what it held is kept, and who, when and why."""
    raw = _content(file)
    saved = acts.controls.correct_control(
        acting(), read_control(raw, acts.records.checklist_for(acting(), raw)), because, place=place
    )
    if as_json:
        show(saved)
        return
    tell(f"control {saved.control_id}: {'corrected' if saved.is_new else 'nothing was changed'}")
    tell(f"  {saved.findings} findings, {saved.clocks} clocks running; proposal {_said(saved.proposal.positive)}")


@app.command("return")
def return_(
    control_id: str,
    because: Annotated[str, typer.Option(help="What is to be corrected.")],
    as_json: AsJson = False,
) -> None:
    """Return a finished control to who saved it; they are alerted, and nothing is held back meanwhile."""
    acts.controls.return_control(acting(), control_id, because)
    show({"control": control_id, "review": "returned"}) if as_json else tell("Returned; who saved it is alerted.")


@app.command()
def review(
    control_id: str, words: Annotated[str, typer.Option(help="A remark, if any.")] = "", as_json: AsJson = False
) -> None:
    """Note that one has read a finished control as it stands now."""
    acts.controls.review_control(acting(), control_id, words=words)
    show({"control": control_id, "review": "reviewed"}) if as_json else tell("Noted.")


@app.command()
@reveals
def reviews(control_id: str, as_json: AsJson = False) -> None:
    """List what was said about a control since it was saved; the look is recorded."""
    found = acts.controls.reviews(acting(), control_id)
    rows = [(r.n, r.kind, r.at, r.by, r.version or "", r.words) for r in found]
    show(found) if as_json else table("Reviews", ["n", "kind", "at", "by", "replaced version", "words"], rows)


@app.command()
@reveals
def export(
    control_id: str,
    masked: Annotated[bool, typer.Option("--masked", help="With nothing of a person or of a source.")] = False,
) -> None:
    """Print a filled control as JSON; the look is recorded before anything is shown."""
    sys.stdout.write(acts.controls.export_control(acting(), control_id, masked=masked) + "\n")


@app.command()
@reveals
def checks(control_id: str, lang: Language = "en", as_json: AsJson = False) -> None:
    """Hold what was looked up against the moment of entry, with every ground and its age; the look is recorded."""
    one_of("lang", lang, LANGUAGES)
    said = acts.controls.control_checks(acting(), control_id)
    if as_json:
        show(said)
        return
    catalogue = acts.app().catalogue(said.facts_on)
    read = cast(Lang, lang)
    for check in said.checks:
        tell(f"{check.person or 'workplace'} {check.domain} {result_text(check, read)}: {check_text(check, read)}")
        for ground in check.grounds:
            tell("  - " + ground_text(ground, read, entered_at=said.entered_at, catalogue=catalogue))


@app.command()
@reveals
def arrears(control_id: str, lang: Language = "en", as_json: AsJson = False) -> None:
    """Draft what each person may still be owed, with a blank wherever something is unknown; the look is recorded."""
    one_of("lang", lang, LANGUAGES)
    drafts = acts.controls.control_arrears(acting(), control_id)
    if as_json:
        show(drafts)
        return
    if not drafts:
        tell("Nothing to draft: no person of this control has a pay period, and the law presumes nobody's employment.")
    scales = acts.app().catalogue(today()).scales
    for draft in drafts:
        for n, text in enumerate(arrears_texts(draft, scales, cast(Lang, lang))):
            tell(text if n == 0 else f"  {text}")


@app.command()
@reveals
def dossier(
    control_id: str,
    reader: Annotated[str, typer.Option("--for", help="auditorate, or offender for the copy.")] = "auditorate",
    offender: Annotated[
        str | None, typer.Option(help="Whom it is about, such as employer or belgian_user; a copy is for one only.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder that the PDF is written to.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the dossier of a control as PDF/A, prepared for the report of infringement; the look is recorded."""
    one_of("for", reader, get_args(Reader))
    made = acts.controls.dossier(acting(), control_id, cast(Reader, reader), offender=offender)
    path = out / made.name
    put(path, made.pdf, makes_folder=False)
    show({"file": path.name, "language": made.lang}) if as_json else tell(f"{path.name} is written, in {made.lang}")


@app.command("visit-record")
@reveals
def visit_record(
    control_id: str,
    out: Annotated[Path, typer.Option(help="The folder that the PDF is written to.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write what the employer may keep of a visit as PDF/A: no finding and no worker is in it; the look is recorded."""
    made = acts.controls.visit_record(acting(), control_id)
    path = out / made.name
    put(path, made.pdf, makes_folder=False)
    show({"file": path.name, "language": made.lang}) if as_json else tell(f"{path.name} is written, in {made.lang}")


@app.command()
def reported(
    control_id: str,
    epv: Annotated[str, typer.Option(help="The number that the report got in e-PV.")],
    sent_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on which it was sent.")] = None,
    as_json: AsJson = False,
) -> None:
    """Note the number of the report of infringement that was drawn up, and the day on which it was sent."""
    saved = acts.controls.note_report(acting(), control_id, epv, sent_on=sent_on.date() if sent_on else None)
    show(saved) if as_json else tell(f"Noted; {saved.clocks} clocks running.")


@app.command("list")
def list_(district: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List controls without anything about persons, the latest first; the look is recorded."""
    found = acts.chasing.list_controls(acting(), district=district)
    rows = [
        (c.id, c.facts_on, c.district, c.sector, c.outcome, c.findings, c.decision or "", c.reference or "")
        for c in found
    ]
    columns = ["id", "facts on", "district", "sector", "outcome", "findings", "suspicion", "referral"]
    show(found) if as_json else table("Controls", columns, rows)


@app.command("stop-clock")
def stop_clock(clock_id: str, as_json: AsJson = False) -> None:
    """Record that what a legal deadline asks for was done; `vigie control clocks` names those that run."""
    acts.chasing.stop_clock(acting(), clock_id)
    show({"clock": clock_id, "state": "stopped"}) if as_json else tell("Recorded; the deadline no longer runs.")


@app.command()
def clocks(district: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False) -> None:
    """List the legal deadlines that run, the earliest first; the look is recorded."""
    found = acts.chasing.list_clocks(acting(), district=district)
    rows = [(c.id, c.key, c.due_on, c.district, c.control_id) for c in found]
    show(found) if as_json else table("Deadlines that run", ["id", "deadline", "last day", "district", "control"], rows)


@app.command()
def schema(sector: str) -> None:
    """Print the JSON Schema of a filled control of a sector, as the rules stand today."""
    catalogue = acts.app().catalogue(today())
    if sector not in catalogue.sectors:
        raise ControlFault("CONTROL-312", sectors=", ".join(sorted(catalogue.sectors)), sector=sector)
    show(checklist(catalogue.sectors[sector], catalogue).json_schema())


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError:
        raise ControlFault("CONTROL-311", file=file.name) from None


def _opened(data: bytes, password: str | None) -> tuple[bytes, tuple[ExportedAttachment, ...]]:
    """Return a control and its attachments, from a plain file or from one that the field form exported."""
    if not is_exported(data):
        return data, ()
    exported = open_exported(data, password or typer.prompt("Password of the file", hide_input=True, err=True))
    return exported.control, exported.attachments


def _said(positive: bool) -> str:
    return "POSITIVE: the inspector decides" if positive else "not positive"
