"""`vigie report month`, `cell`, `biennial`, `note`, `approve`: what the cell, the bureau and the government read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, cast

import typer

import flows
from flows.command.shell.console import AsJson, acting, progress, show, table, tell
from inspection import acts
from inspection.errors import ReferralFault, SettingsFault
from inspection.files import put
from inspection.i18n import LANGUAGES, Lang
from inspection.reporting.reports import ReportKind, TableState, ended_key
from inspection.time_of import day_in_brussels, today

chapters_app = typer.Typer(help="Other departments' chapters of the two-yearly report.", no_args_is_help=True)
Langs = Annotated[list[str] | None, typer.Option("--lang", help="fr, nl, de or en; its reader's by default.")]
Correct = Annotated[
    bool, typer.Option("--correct", help="Propose a new version, if anything changed; it names the one it replaces.")
]
NOTES = ("college", "rapporteur", "prevention")


def month(
    month: Annotated[str | None, typer.Option("--month", help="The month that ended, by default.")] = None,
    lang: Langs = None,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Propose the monthly note to the bureau: the register first, then the month's figures with their definitions."""
    _publish("bureau", month or ended_key("bureau", today()), lang, correct, as_json)


def cell(
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Day of the meeting.")],
    lang: Langs = None,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Propose the file of a meeting of the coordination cell, with the evaluation by arm and what did not work."""
    _publish("cell", f"{until:%Y-%m-%d}", lang, correct, as_json)


def biennial(
    until: Annotated[int | None, typer.Option("--until", help="The second year; the last even one by default.")] = None,
    lang: Langs = None,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Propose the two-yearly report: the inspection services' chapter, and those that other departments sent."""
    key = f"{until - 1}-{until}" if until else ended_key("biennial", today())
    _publish("biennial", key, lang, correct, as_json)


def note(
    reader: Annotated[str, typer.Argument(help="college, rapporteur or prevention (Foreign Affairs).")],
    year: Annotated[int | None, typer.Option("--year", help="The year that ended, by default.")] = None,
    lang: Langs = None,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Propose the yearly note to the College, the national rapporteur or Foreign Affairs: released tables only."""
    if reader not in NOTES:
        raise ReferralFault("REFER-957", readers=", ".join(NOTES))
    kind = cast(ReportKind, reader)
    _publish(kind, str(year) if year else ended_key(kind, today()), lang, correct, as_json)


def published(as_json: AsJson = False) -> None:
    """List what was published, version by version (--json: with all its data)."""
    found = acts.reports.published_reports(acting())
    rows = [(p.report.kind, p.report.key, p.report.version, p.report.published_on, p.by, p.sha256[:12]) for p in found]
    columns = ("kind", "period", "version", "published", "approved by", "hash")
    show(found) if as_json else table("Published reports", columns, rows)


def waiting(as_json: AsJson = False) -> None:
    """List the drafts that wait for a second person (--json: with all their data)."""
    found = acts.reports.report_drafts(acting())
    rows = [(d.report.kind, d.report.key, d.report.version, day_in_brussels(d.at), d.by, d.sha256[:12]) for d in found]
    show(found) if as_json else table("Drafts that wait", ("kind", "period", "version", "proposed", "by", "hash"), rows)


def approve(
    kind: Annotated[str, typer.Argument(help="bureau, cell, biennial, college, rapporteur or prevention.")],
    period: Annotated[str, typer.Argument(help="As `vigie report waiting` names it.")],
    sha256: Annotated[str, typer.Argument(metavar="HASH", help="Of the draft, or its first twelve signs.")],
    as_json: AsJson = False,
) -> None:
    """Approve a draft as a whole, as a second person: all its tables are released and it is published."""
    with progress(quiet=as_json):
        made = flows.publish_reports.approve_one(acting(), cast(ReportKind, kind), period, sha256)
    _show(made, acts.reports.write_report(acts.app(), made), as_json)


@chapters_app.command()
def template(
    department: Annotated[str, typer.Argument(help="Id of the department in recipients.yaml.")],
    period: Annotated[str, typer.Option(help="Two years, such as 2025-2026.")],
    lang: Annotated[str, typer.Option(help="Of the instructions: fr, nl, de or en.")] = "fr",
    folder: Annotated[Path, typer.Option(help="Where the workbook goes.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the workbook that a department fills in, with its instructions."""
    file = folder / f"chapter-{department}-{period}.xlsx"
    made = acts.reports.chapter_template(acting(), department, period, _languages([lang])[0])
    try:
        put(file, made, makes_folder=False)
    except OSError:
        raise SettingsFault("SETTING-052") from None
    show({"file": str(file)}) if as_json else tell(f"written {file}")


@chapters_app.command("import")
def import_(file: Path, as_json: AsJson = False) -> None:
    """Check a filled workbook and take it in whole; it stands in place of the department's earlier one."""
    try:
        content = file.read_bytes()
    except OSError:
        raise ReferralFault("REFER-977") from None
    made = acts.reports.import_chapter(acting(), content)
    counts = {"department": made.department, "period": made.period, "sections": len(made.sections)}
    if as_json:
        show({**counts, "initiatives": len(made.initiatives)})
        return
    tell(f"{made.department}, {made.period}: {len(made.sections)} sections, {len(made.initiatives)} initiatives.")


def _publish(kind: ReportKind, key: str, lang: list[str] | None, correct: bool, as_json: bool) -> None:
    languages = _languages(lang or ())
    with progress(quiet=as_json):
        flows.publish_reports.publish_reports(kind, key, correct)
    stands = (*acts.reports.published_reports(acting()), *acts.reports.report_drafts(acting()))
    made = [one for one in stands if (one.report.kind, one.report.key) == (kind, key)][-1]
    _show(made, acts.reports.write_report(acts.app(), made, languages), as_json)


def _show(made: acts.reports.ReportVersion, files: list[Path], as_json: bool) -> None:
    report, state = made.report, "published" if made.is_published else "proposed"
    if as_json:
        show({"kind": report.kind, "key": report.key, "version": report.version, "state": state,
              "sha256": made.sha256, "files": files})  # fmt: skip
        return
    tell(f"{report.kind} {report.key}, version {report.version}, {state} on {report.published_on}.")
    for file in files:
        tell(f"written {file}")
    refused = sum(table.state == TableState.NOT_RELEASED for table in report.tables)
    if refused:
        tell(f"{refused} of {len(report.tables)} tables are not released: the ledger refused them, the report says so.")
    if made.approve_as:
        tell("Nothing is published before a second person has read the draft and approved it as a whole:")
        tell(f"  vigie report approve {report.kind} {report.key} {made.approve_as}")


def _languages(given: list[str] | tuple[()]) -> tuple[Lang, ...]:
    for one in given:
        if one not in LANGUAGES:
            raise ReferralFault("REFER-978", languages=", ".join(LANGUAGES))
    return tuple(cast(Lang, one) for one in given)
