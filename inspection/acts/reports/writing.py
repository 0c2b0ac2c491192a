"""The files of a report, where the office sends it from: its data and a document in each language of its readers."""

from pathlib import Path
from typing import TYPE_CHECKING

from inspection.failpoints import failpoint
from inspection.files import put
from inspection.i18n import Lang
from inspection.progress import say
from inspection.reporting import reports
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

if TYPE_CHECKING:
    from inspection.acts.reports.publishing import ReportVersion


def write_report(app: AppContext, version: "ReportVersion", languages: tuple[Lang, ...] = ()) -> list[Path]:
    """Write a report and its data, or its draft beside; returns all of its files, and leaves one that is there.

    A version has a folder of its own, and so has each draft, so that nobody sends a draft for the report.

    Arguments: `languages` those of its readers by default, all four where it has none of its own.
    """
    report, draft = version.report, version.approve_as
    rules = app.catalogue(day_in_brussels(version.at))
    folder = app.settings.reports / report.kind / report.key / (f"draft-{draft}" if draft else f"v{report.version}")
    chosen = languages or reports.report_languages(report.kind, rules)
    say("report", 0, len(chosen))
    written = [_kept(folder / "data.json") or put(folder / "data.json", reports.report_json(report))]
    failpoint("report.half_written")
    for done, lang in enumerate(chosen, 1):
        made = reports.report_files(report, lang, rules, made_on=version.at, approve_as=draft)
        written += [_kept(folder / file) or put(folder / file, make()) for file, make in made.items()]
        say("report", done, len(chosen))
    return written


def _kept(file: Path) -> Path | None:
    return file if file.exists() else None
