"""`vigie report month`, `cell`, `biennial`, `note`, `chapters`: what the cell, the bureau and the government read."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, cast

import typer

from flows.command.console import AsJson, By, progress, show, table, tell
from flows.publish_reports import propose_tables, publish_reports, write_report
from inspection import acts
from inspection.errors import ReferralFault, SettingsFault
from inspection.i18n import LANGUAGES, Lang
from inspection.reporting import ReportKind
from inspection.time_of import today

chapters_app = typer.Typer(help="Other departments' chapters of the two-yearly report.", no_args_is_help=True)
Langs = Annotated[list[str] | None, typer.Option("--lang", help="fr, nl, de or en; its reader's by default.")]
Correct = Annotated[bool, typer.Option("--correct", help="Make a new version, if anything changed; it names the old.")]
Propose = Annotated[bool, typer.Option("--propose", help="Only propose its tables for release; publish nothing yet.")]
NOTES = ("college", "rapporteur", "prevention")


def month(
    by: By,
    month: Annotated[str | None, typer.Option("--month", help="The month that ended, by default.")] = None,
    lang: Langs = None,
    propose: Propose = False,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Publish the monthly note to the bureau: the register first, then the month's figures with their definitions."""
    key = month or f"{today().replace(day=1) - timedelta(days=1):%Y-%m}"
    _publish("bureau", key, by, lang, propose, correct, as_json)


def cell(
    by: By,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Day of the meeting.")],
    lang: Langs = None,
    propose: Propose = False,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Publish the file of a meeting of the coordination cell, with the evaluation by arm and what did not work."""
    _publish("cell", f"{until:%Y-%m-%d}", by, lang, propose, correct, as_json)


def biennial(
    by: By,
    until: Annotated[int | None, typer.Option("--until", help="The second year; the last even one by default.")] = None,
    lang: Langs = None,
    propose: Propose = False,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Publish the two-yearly report: the inspection services' chapter, and those that other departments sent."""
    year = until or today().year - 1 - (today().year - 1) % 2
    _publish("biennial", f"{year - 1}-{year}", by, lang, propose, correct, as_json)


def note(
    reader: Annotated[str, typer.Argument(help="college, rapporteur or prevention (Foreign Affairs).")],
    by: By,
    year: Annotated[int | None, typer.Option("--year", help="The year that ended, by default.")] = None,
    lang: Langs = None,
    propose: Propose = False,
    correct: Correct = False,
    as_json: AsJson = False,
) -> None:
    """Publish the yearly note to the College, the national rapporteur or Foreign Affairs: released tables only."""
    if reader not in NOTES:
        raise _fault("No yearly note is for this reader", "vigie report note", f"Write one of {', '.join(NOTES)}.")
    _publish(cast(ReportKind, reader), str(year or today().year - 1), by, lang, propose, correct, as_json)


def published(by: By, as_json: AsJson = False) -> None:
    """List what was published, version by version (--json: with all its data)."""
    found = acts.published_reports(by)
    if as_json:
        show(found)
        return
    rows = [
        (p.report.kind, p.report.key, p.report.version, p.report.published_on, p.report.awaiting, p.sha256[:12])
        for p in found
    ]
    table("Published reports", ("kind", "period", "version", "published", "awaiting", "hash"), rows)


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
    made = acts.chapter_template(department, period, _languages([lang])[0])
    try:
        file.write_bytes(made)
    except OSError:
        advice = "Give a folder that exists and that you may write."
        raise SettingsFault("The workbook cannot be written", where="--folder", advice=advice, code="052") from None
    show({"file": str(file)}) if as_json else tell(f"written {file}")


@chapters_app.command("import")
def import_(file: Path, by: By, as_json: AsJson = False) -> None:
    """Check a filled workbook and take it in whole; it stands in place of the department's earlier one."""
    try:
        content = file.read_bytes()
    except OSError:
        raise _fault("The workbook cannot be read", "chapters import", "Give a file that you may read.") from None
    made = acts.import_chapter(content, by)
    counts = {"department": made.department, "period": made.period, "sections": len(made.sections)}
    if as_json:
        show({**counts, "initiatives": len(made.initiatives)})
        return
    tell(f"{made.department}, {made.period}: {len(made.sections)} sections, {len(made.initiatives)} initiatives.")


def _publish(
    kind: ReportKind, key: str, by: str, lang: list[str] | None, propose: bool, correct: bool, as_json: bool
) -> None:
    languages = _languages(lang or ())
    if propose:
        refused = propose_tables(kind, key, by)
        show({"kind": kind, "key": key, "refused": refused}) if as_json else _say_proposed(kind, key, refused)
        return
    with progress(quiet=as_json):
        publish_reports(kind, key, by, correct)
    made = next(p for p in reversed(acts.published_reports(by)) if (p.report.kind, p.report.key) == (kind, key))
    files = write_report(made, languages)
    if as_json:
        show({"kind": kind, "key": key, "version": made.report.version, "sha256": made.sha256,
              "awaiting": made.report.awaiting, "files": files})  # fmt: skip
        return
    tell(f"{kind} {key}, version {made.report.version} of {made.report.published_on}, hash {made.sha256[:12]}.")
    for file in files:
        tell(f"written {file}")
    if made.report.awaiting:
        tell(f"{made.report.awaiting} tables await approval by a second person: `vigie release list`,")
        tell("  `vigie release approve`, then the same command with --correct.")


def _say_proposed(kind: str, key: str, refused: int) -> None:
    tell(f"The tables of {kind} {key} are proposed; a second person approves them: `vigie release list`.")
    if refused:
        tell(f"{refused} of them were refused by the ledger, and will be shown as not released.")


def _languages(given: list[str] | tuple[()]) -> tuple[Lang, ...]:
    for one in given:
        if one not in LANGUAGES:
            raise _fault("No report is written in this language", "--lang", f"Write one of {', '.join(LANGUAGES)}.")
    return tuple(cast(Lang, one) for one in given)


def _fault(what: str, where: str, advice: str) -> ReferralFault:
    return ReferralFault(what, where=where, advice=advice, code="957")
