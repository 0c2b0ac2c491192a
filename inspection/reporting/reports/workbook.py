"""A report and a released table as workbook and as CSV: what a department counts further with."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from inspection.i18n import Lang
from inspection.reporting.disclosure import ProtectedTable
from inspection.reporting.paper import Value, new_workbook, plain_text, saved, write_table
from inspection.reporting.reports.content import MeasureLine, Report, ReportTable
from inspection.reporting.reports.trend import TrendPoint, rolling_first
from inspection.reporting.reports.words import Speaker
from inspection.time_of import day_text
from sectors import Catalogue

Rows = list[Sequence[Value]]
_FIGURES = (("figure", 38), ("period", 20), ("by", 36), ("category", 30), ("second", 26), ("count", 12), ("told", 40))
_REGISTER = (
    *(("group", 16), ("reference", 16), ("kind", 24), ("what", 60), ("owner", 30)),
    *(("decided", 14), ("due", 14), ("late", 12), ("state", 18)),
)
_TREND = (("month", 14), ("count", 12))
_OTHERS = (("figure", 38), ("year", 10), ("count", 12), ("source", 30))
_INITIATIVES = (("first", 14), ("last", 14), ("department", 32), ("kind", 24), ("what", 60), ("source", 30))
_DEFINITIONS = (("figure", 38), ("definition", 110))


def report_xlsx(report: Report, lang: Lang, rules: Catalogue) -> bytes:
    """Return a report as a workbook: its figures in long form, its register with days, and what each figure counts."""
    say = Speaker(lang, rules)
    book, sheet = new_workbook(say.say("xlsx.figures"))
    foot = f"{say.say(f'title.{report.kind}')} · {report.key} · {say.say('version', n=report.version)}"
    write_table(sheet, _heads(_FIGURES, say), list(_figures(report, say)), foot=foot)
    parts: list[tuple[str, tuple[tuple[str, int], ...], Rows]] = [
        ("trend", _TREND, [(date.fromisoformat(f"{p.month}-01"), p.count) for p in _points(report)]),
        ("register", _REGISTER, list(_register(report, say))),
        ("others", _OTHERS, [(say.other(o.figure), o.year, o.count, o.source) for o in report.others]),
        ("initiatives", _INITIATIVES, list(_initiatives(report, say))),
        ("definitions", _DEFINITIONS, _definitions(report, say)),
    ]
    for name, heads, rows in parts:
        if rows:
            write_table(book.create_sheet(say.say(f"xlsx.{name}")), _heads(heads, say), rows, foot=foot)
    return saved(book)


def table_xlsx(table: ProtectedTable, reference: str, lang: Lang, rules: Catalogue) -> bytes:
    """Return a released table as a workbook, with its definition and the reference of its release."""
    say = Speaker(lang, rules)
    book, sheet = new_workbook(reference)
    above = [say.figure(table.figure), say.definition(table.figure), _periods(table)]
    write_table(sheet, _table_heads(table, say), _table_rows(table, say), above=above, foot=reference)
    return saved(book)


def table_csv(table: ProtectedTable, lang: Lang, rules: Catalogue) -> bytes:
    """Return a released table as CSV in UTF-8; no text in it begins as a formula would, what is hidden is empty."""
    say = Speaker(lang, rules)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([plain_text(name) for name, _ in _table_heads(table, say)])
    for row in _table_rows(table, say):
        writer.writerow([plain_text(value) if isinstance(value, str) else value for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def _heads(columns: Sequence[tuple[str, int]], say: Speaker) -> list[tuple[str, int]]:
    return [(say.say(f"xlsx.column.{name}"), width) for name, width in columns]


def _figures(report: Report, say: Speaker) -> Iterator[Sequence[Value]]:
    """Yield one row a cell: what may be read has a number, all else says in words why it has none."""
    own = _span(report.first, report.last)
    longer = _span(rolling_first(report.last, say.rules.releases.rolling_months), report.last)
    for period, tables in ((own, report.tables), (longer, report.rolling)):
        for one in tables:
            for labels, count, told in _cells(one, say):
                names = [say.atom(name, label) for name, label in zip(one.dimensions, labels, strict=False)]
                first, second = (*names, None, None)[:2]
                by = " × ".join(map(say.dimension, one.dimensions))
                yield say.figure(one.figure), period, by, first, second, count, told


def _span(first: date, last: date) -> str:
    months = dict.fromkeys(f"{day:%Y-%m}" for day in (first, last))
    return " – ".join(months)


def _cells(one: ReportTable, say: Speaker) -> Iterator[tuple[tuple[str, ...], int | None, str]]:
    if one.table is not None:
        told = say.say(one.state, reference=one.reference, on=day_text(one.approved_on) if one.approved_on else "")
        for cell in one.table.cells:
            hidden = say.say("xlsx.impossible" if cell.kind == "impossible" else "xlsx.hidden")
            yield cell.labels, cell.count, told if cell.count is not None else hidden
    elif one.assembled is not None:
        for part in one.assembled.cells:
            yield part.labels, part.shown or None, say.say("at_least") if part.shown else say.say("xlsx.hidden")
    else:
        yield (), None, say.say("not_released.short")


def _points(report: Report) -> Sequence[TrendPoint]:
    return report.trend.points if report.trend else ()


def _register(report: Report, say: Speaker) -> Iterator[Sequence[Value]]:
    part = report.register
    for name, lines in (("late", part.late), ("due", part.due), ("ended", part.ended), ("running", part.running)):
        for line in lines:
            yield say.say(f"register.{name}"), *_measure(line, say, report.published_on if name == "late" else None)


def _measure(line: MeasureLine, say: Speaker, late_on: date | None) -> Sequence[Value]:
    late = (late_on - line.due_on).days if late_on and line.due_on else None
    return (
        line.reference,
        say.say(f"measure.{line.kind}"),
        say.words(line.title),
        say.actor(line.owner),
        line.decided_on,
        line.due_on,
        late,
        say.say(f"state.{line.state}"),
    )


def _initiatives(report: Report, say: Speaker) -> Iterator[Sequence[Value]]:
    for one in report.initiatives:
        kind, what = say.say(f"initiative.{one.kind}"), say.words(one.what)
        yield one.first_day, one.last_day, say.actor(one.department), kind, what, one.source


def _definitions(report: Report, say: Speaker) -> Rows:
    names = dict.fromkeys(one.figure for one in report.tables)
    return [(say.figure(name), say.definition(name)) for name in names]


def _table_heads(table: ProtectedTable, say: Speaker) -> list[tuple[str, int]]:
    return [
        *((say.dimension(name), 30) for name in table.dimensions),
        (say.say("count"), 14),
        (say.say("xlsx.told"), 30),
    ]


def _table_rows(table: ProtectedTable, say: Speaker) -> Rows:
    return [
        (
            *(say.atom(name, label) for name, label in zip(table.dimensions, cell.labels, strict=True)),
            cell.count,
            None
            if cell.count is not None
            else say.say(f"xlsx.{'impossible' if cell.kind == 'impossible' else 'hidden'}"),
        )
        for cell in table.cells
    ]


def _periods(table: ProtectedTable) -> str:
    """Return the months that a table covers, from the first to the last; "" where it is by period itself."""
    months = sorted(dict(table.scope).get("period", ()))
    return "" if not months else months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"
