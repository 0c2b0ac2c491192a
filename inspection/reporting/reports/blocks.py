"""The parts of a report's pages that several reports share."""

from collections.abc import Sequence
from datetime import date

from inspection.i18n import Lang
from inspection.reporting.disclosure import TOTAL, Assembled, ProtectedTable
from inspection.reporting.figures import FIGURES, PERIOD, months
from inspection.reporting.paper import Block, Cell, grid, heading, notice, paragraphs, small
from inspection.reporting.policy import Initiative
from inspection.reporting.reports.content import MeasureLine, OtherFigureCount, RegisterPart, Report, ReportTable
from inspection.reporting.reports.opening import rolling_text
from inspection.reporting.reports.words import Speaker
from inspection.time_of import day_text
from sectors import Catalogue

HIDDEN, IMPOSSIBLE, VICTIMS = "…", "–", ("victims_detected", "victims_referred")
MOST_REFERENCES = 6


def register_blocks(part: RegisterPart, say: Speaker, on: date) -> list[Block]:
    """Return the register: what is late and by how many days on a day, what falls due, what ended, what else runs."""
    blocks = [heading(say.say("register"))]
    groups = (("late", part.late), ("due", part.due), ("ended", part.ended), ("running", part.running))
    counts = [say.say(f"register.count.{name}", n=len(lines)) for name, lines in groups]
    blocks.append(paragraphs(" · ".join(counts)))
    for name, lines in groups:
        if lines:
            blocks += [heading(say.say(f"register.{name}"), 3), _measures(lines, say, on if name == "late" else None)]
    return blocks


def table_blocks(report: Report, say: Speaker) -> list[Block]:
    """Return tables with their definitions, those of victims opened by the three rows that are never one."""
    blocks: list[Block] = []
    told = False
    for one in report.tables:
        if one.figure in VICTIMS and not told:
            blocks += _victims(report, say)
            told = True
        blocks += [*_table(one, len(months(report.first, report.last)), say), *_longer(one, report, say)]
    return blocks + (_others(report.others, say) if report.others else [])


def table_blocks_of(table: ProtectedTable, lang: Lang, rules: Catalogue) -> list[Block]:
    """Return one released table by itself, with its definition and how it was protected."""
    say = Speaker(lang, rules)
    guarded = notice(say.say("protection", threshold=table.threshold, base=table.base))
    return [small(say.definition(table.figure), opens=True), *_cells(table, say), guarded]


def protection_notice(report: Report, say: Speaker) -> Block:
    """Return how the figures of a report were protected."""
    rule = next((t.table for t in report.tables if t.table is not None), None)
    if rule is None:
        return notice(say.say("nothing_released"))
    return notice(say.say("protection", threshold=rule.threshold, base=rule.base))


def initiative_blocks(initiatives: Sequence[Initiative], say: Speaker) -> list[Block]:
    """Return initiatives by their days, with figures and source."""
    if not initiatives:
        return [paragraphs(say.say("initiatives.none"))]
    rows = [
        (
            say.days(one.first_day, one.last_day),
            say.say(f"initiative.{one.kind}"),
            [say.words(one.what), *(f"{words}: {_number(n)}" for words, n in one.figures)],
            one.source,
        )
        for one in initiatives
    ]
    names = [say.say(f"initiatives.{name}") for name in ("days", "kind", "what", "source")]
    return [grid(names, (3, 3, 7, 4), rows)]


def _measures(lines: Sequence[MeasureLine], say: Speaker, late_on: date | None) -> Block:
    rows = [
        (
            line.reference,
            [
                say.words(line.title),
                f"{say.say(f'measure.{line.kind}')}, {say.say(f'meeting.{line.meeting}')} {day_text(line.decided_on)}",
                *([line.evidence] if line.evidence else ()),
            ],
            say.actor(line.owner),
            _due(line, say, late_on),
            say.say(f"state.{line.state}"),
        )
        for line in lines
    ]
    names = [say.say(f"measure.{name}") for name in ("reference", "what", "owner", "due", "state")]
    return grid(names, (30, 64, 41, 23, 21), rows) | {"whole": False}


def _due(line: MeasureLine, say: Speaker, late_on: date | None) -> Cell:
    if line.due_on is None:
        return IMPOSSIBLE
    day = day_text(line.due_on)
    return day if late_on is None else [day, say.say("measure.late", days=(late_on - line.due_on).days)]


def _victims(report: Report, say: Speaker) -> list[Block]:
    rows: list[Sequence[Cell]] = [[say.figure(name), _all_of(report.tables, name, say)] for name in VICTIMS]
    told = [one for one in report.others if one.figure == "victims_recognised" and one.count is not None]
    known = [part for one in told for part in (_number(one.count or 0), f"{one.source}, {one.year}")]
    rows.append([say.say("recognised"), known or say.say("not_held")])
    block = grid(["", say.say("total")], (2, 1), rows, numbers=True)
    return [heading(say.say("victims"), 3), small(say.say("victims.note"), opens=True), block | {"strong": []}]


def _others(others: Sequence[OtherFigureCount], say: Speaker) -> list[Block]:
    rows = [
        (
            say.other(one.figure),
            str(one.year),
            say.say("not_held") if one.count is None else _number(one.count),
            one.source or IMPOSSIBLE,
        )
        for one in others
    ]
    names = [say.say(f"others.{name}") for name in ("figure", "year", "count", "source")]
    return [heading(say.say("others"), 3), small(say.say("others.note"), opens=True), grid(names, (5, 2, 3, 5), rows)]


def _all_of(tables: Sequence[ReportTable], figure: str, say: Speaker) -> Cell:
    """Return the whole of a figure as it was released, or why it is not there."""
    one = next((t for t in tables if t.figure == figure), None)
    if one is not None and one.assembled is not None:
        whole = next((c.shown for c in one.assembled.cells if set(c.labels) == {TOTAL}), 0)
        return [_number(whole), say.say("at_least")] if whole else HIDDEN
    if one is None or one.table is None:
        return say.say("not_released.short")
    total = one.table.shown.get((TOTAL,) * len(one.dimensions))
    return HIDDEN if total is None else _number(total)


def _table(one: ReportTable, months_of: int, say: Speaker) -> list[Block]:
    by = " × ".join(say.dimension(name) for name in one.dimensions)
    blocks = [
        heading(say.say("by", figure=say.figure(one.figure), dimensions=by), 3),
        small(say.definition(one.figure), opens=True),
    ]
    missing = FIGURES[one.figure].not_held
    if missing:
        blocks.append(small(say.say("dimensions_not_held", names=", ".join(map(say.dimension, missing))), opens=True))
    return [*blocks, *_shown(one, months_of, say)]


def _longer(one: ReportTable, report: Report, say: Speaker) -> list[Block]:
    """Return the months that stand in for a month which tells nothing of a figure, or that they tell nothing either."""
    longer = report.longer(one)
    if longer is None:
        return []
    if not longer.tells:
        return [small(say.say("rolling.none", months=say.rules.releases.rolling_months))]
    return [heading(rolling_text(report, say), 4), *_shown(longer, say.rules.releases.rolling_months, say)]


def _shown(one: ReportTable, months_of: int, say: Speaker) -> list[Block]:
    if one.assembled is not None:
        return _assembled(one.assembled, [n for n in one.dimensions if n != PERIOD], months_of, say)
    if one.table is None:
        return [notice(say.say("not_released"))]
    on = day_text(one.approved_on) if one.approved_on else ""
    return [*_cells(one.table, say), small(say.say(one.state, reference=one.reference, on=on))]


def _assembled(parts: Assembled, dimensions: Sequence[str], months_of: int, say: Speaker) -> list[Block]:
    """Return the sums of shorter releases; a category that none of them shows is named in one line."""
    names = [*parts.references[:MOST_REFERENCES], *(["…"] if len(parts.references) > MOST_REFERENCES else [])]
    how = say.say("assembled", references=", ".join(names), covered=parts.months, months=months_of)
    shown = [cell for cell in parts.cells if cell.shown]
    rows = [
        (
            " · ".join(say.atom(name, label) for name, label in zip(dimensions, cell.labels, strict=True)),
            _number(cell.shown),
            say.say("hidden_in.count", n=cell.hidden_in) if cell.hidden_in else IMPOSSIBLE,
        )
        for cell in shown
    ]
    if not rows:
        return [notice(how), paragraphs(say.say("all_hidden"))]
    head = [" × ".join(map(say.dimension, dimensions)), say.say("at_least"), say.say("hidden_in")]
    return [notice(how, opens=True), grid(head, (4, 2, 2), rows) | {"numbers": [1, 2]}]


def _cells(table: ProtectedTable, say: Speaker) -> list[Block]:
    """Return the rows of which something may be read; the others are named in one line."""
    by_label = {cell.labels: cell for cell in table.cells}
    rows = list(dict.fromkeys(cell.labels[0] for cell in table.cells))
    columns = [()] if len(table.dimensions) == 1 else list(dict.fromkeys(cell.labels[1:] for cell in table.cells))
    read = {row: [by_label[(row, *column)] for column in columns] for row in rows}
    shown = [row for row in rows if row == TOTAL or any(cell.count is not None for cell in read[row])]
    if not any(cell.count is not None for cell in table.cells):
        return [paragraphs(say.say("all_hidden"))]
    first, *others = table.dimensions
    heads = [say.atom(others[0], column[0]) for column in columns] if others else [say.say("count")]
    lines = [[say.atom(first, row), *(_count(cell.kind, cell.count) for cell in read[row])] for row in shown]
    blocks = [grid([say.dimension(first), *heads], (2, *([1] * len(heads))), lines, numbers=True)]
    gone = [say.atom(first, row) for row in rows if row not in shown]
    return [*blocks, small(say.say("hidden_rows", names=", ".join(gone)))] if gone else blocks


def _count(kind: str, count: int | None) -> str:
    return _number(count) if count is not None else IMPOSSIBLE if kind == "impossible" else HIDDEN


def _number(n: int) -> str:
    return f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
