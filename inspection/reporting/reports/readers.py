"""In which languages a report is written: those of the offices that read it, which are rules."""

from inspection.i18n import LANGUAGES, Lang
from inspection.reporting.reports.content import ReportKind
from sectors import Catalogue


def report_languages(kind: ReportKind, rules: Catalogue) -> tuple[Lang, ...]:
    """Return the languages of whoever reads a kind of report, in our order; all four where no office is named."""
    wanted = {lang for one in rules.recipients.values() if kind in one.reports for lang in one.languages}
    return tuple(lang for lang in LANGUAGES if lang in wanted or not wanted)
