"""First working day of the month, before a meeting, every two years: the reports, their figures proposed."""

from datetime import date, timedelta
from pathlib import Path

from flows.progress import say
from flows.tracking import call_run, flow, task
from flows.week_output import put
from inspection import acts
from inspection.control import is_working_day
from inspection.failpoints import failpoint
from inspection.i18n import Lang
from inspection.reporting import ReportKind, report_json, report_pdf
from inspection.time_of import day_in_brussels, today

READERS = {
    "bureau": "cic-bureau",
    "cell": "cic",
    "biennial": "spc-dsb",
    "college": "collpg",
    "rapporteur": "myria",
    "prevention": "fps-fa",
}


@flow
def publish_reports(
    kind: ReportKind = "bureau", key: str | None = None, by: str = "system", correct: bool = False
) -> int:
    """Propose the tables of a report, publish it, and write it; returns how many tables wait for their approval.

    Without a key: the period that ended last, and nothing on a day on which nobody works or no period has ended.
    """
    asked = key or due_key(kind, today())
    call_run(f"{kind} {asked or 'nothing due'}", report=kind)
    if asked is None:
        return 0
    propose_tables(kind, asked, by)
    return publish_one(kind, asked, by, correct)


@task(retries=1)
def propose_tables(kind: ReportKind, key: str, by: str) -> int:
    """Propose every table of a report for release; returns how many the ledger refused."""
    first, last = acts.report_days(kind, key)
    return sum(one.refused is not None for one in acts.propose_report_tables(kind, first, last, by))


@task(retries=1)
def publish_one(kind: ReportKind, key: str, by: str, correct: bool) -> int:
    """Publish one report and write it for its readers; returns how many of its tables wait for their approval."""
    published = acts.publish_report(kind, key, by, correct=correct)
    write_report(published)
    return published.report.awaiting


def write_report(published: acts.Published, languages: tuple[Lang, ...] = ()) -> list[Path]:
    """Write a published report and its data where the office sends it from; a file that is there stays as it was sent.

    Arguments: `languages` those of its reader by default.
    """
    report, here = published.report, acts.office()
    rules = here.catalogue(day_in_brussels(published.published_at))
    folder = here.settings.reports / report.kind / report.key / f"v{report.version}"
    chosen = languages or rules.recipients[READERS[report.kind]].languages
    say("report", 0, len(chosen))
    written = [_kept(folder / "data.json") or put(folder / "data.json", report_json(report))]
    failpoint("report.half_written")
    for done, lang in enumerate(chosen, 1):
        file = folder / f"{report.kind}-{report.key}-{lang}.pdf"
        written.append(_kept(file) or put(file, report_pdf(report, lang, rules, made_on=published.published_at)))
        say("report", done, len(chosen))
    return written


def due_key(kind: ReportKind, on: date) -> str | None:
    """Return the period that ended last and whose report is due on a working day; None where none is.

    A meeting's file is asked for with its day, and the two years of a report end with an even one.
    """
    if not is_working_day(on) or kind == "cell" or (kind == "biennial" and on.year % 2 == 0):
        return None
    if kind == "bureau":
        return f"{on.replace(day=1) - timedelta(days=1):%Y-%m}"
    return f"{on.year - 2}-{on.year - 1}" if kind == "biennial" else str(on.year - 1)


def _kept(file: Path) -> Path | None:
    return file if file.exists() else None
