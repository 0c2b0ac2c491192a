"""First working day of the month, before a meeting, every two years: reports, proposed for one approval as a whole."""

from pathlib import Path

from flows.acting import acting, begin, person
from flows.tracking import flow, task
from inspection import acts
from inspection.failpoints import failpoint
from inspection.files import put
from inspection.i18n import LANGUAGES, Lang
from inspection.progress import say
from inspection.reporting.reports import ReportKind, due_key, report_files, report_json
from inspection.time_of import day_in_brussels, today
from inspection.trust import Context

READERS = {
    "bureau": "cic-bureau",
    "cell": "cic",
    "biennial": "spc-dsb",
    "college": "collpg",
    "rapporteur": "myria",
    "prevention": "fps-fa",
}


@flow
def publish_reports(kind: ReportKind = "bureau", key: str | None = None, correct: bool = False) -> str | None:
    """Propose a report and write its draft, or the report itself once a second person approved it as a whole.

    A draft that stands is somebody's reading: the schedule leaves it as it is, and a person may propose it anew.

    Without a key: the period that ended last, and nothing on a day on which nobody works or no period has ended.
    Result: "proposed" or "published"; None where nothing is due.
    """
    asked = key or due_key(kind, today())
    begin(f"{kind} {asked or 'nothing due'}", report=kind)
    return None if asked is None else propose_one(kind, asked, correct)


@task(retries=1)
def propose_one(kind: ReportKind, key: str, correct: bool) -> str:
    """Propose one report, unless it was published, and write what stands."""
    by_schedule, context = person() is None, acting("publish_reports")
    stands = acts.reports.propose_report(context, kind, key, correct=correct, leave_draft=by_schedule)
    write_report(stands)
    return "published" if stands.is_published else "proposed"


def approve_one(context: Context, kind: ReportKind, key: str, sha256: str) -> acts.reports.ReportVersion:
    """Approve one draft as a whole, as a second person, and write the report; again, what is missing is written."""
    approved = acts.reports.approve_report(context, kind, key, sha256)
    write_report(approved)
    return approved


def write_report(version: acts.reports.ReportVersion, languages: tuple[Lang, ...] = ()) -> list[Path]:
    """Write a report and its data where the office sends it from, or its draft beside; a file that is there stays.

    Arguments: `languages` those of its reader by default, all four where it has more than one.
    """
    report, here = version.report, acts.app()
    rules = here.catalogue(day_in_brussels(version.at))
    name = f"v{report.version}" if version.is_published else f"draft-{version.sha256[:12]}"
    approve_as = None if version.is_published else version.sha256[:12]
    folder = here.settings.reports / report.kind / report.key / name
    reader = READERS.get(report.kind)
    chosen = languages or (rules.recipients[reader].languages if reader else LANGUAGES)
    say("report", 0, len(chosen))
    written = [_kept(folder / "data.json") or put(folder / "data.json", report_json(report))]
    failpoint("report.half_written")
    for done, lang in enumerate(chosen, 1):
        made = report_files(report, lang, rules, made_on=version.at, approve_as=approve_as)
        written += [_kept(folder / file) or put(folder / file, make()) for file, make in made.items()]
        say("report", done, len(chosen))
    return written


def _kept(file: Path) -> Path | None:
    return file if file.exists() else None
