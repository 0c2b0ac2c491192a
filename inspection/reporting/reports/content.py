"""What a report says, whatever its language; frozen when it is published, and held against what came later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from inspection.life_cycles import MeasureState
from inspection.reporting import policy
from inspection.reporting.disclosure import Assembled, ProtectedTable
from inspection.reporting.figures import ImportedFigure
from inspection.reporting.model_card import ModelCard
from inspection.reporting.reports.chapters import Chapter
from inspection.reporting.reports.trend import Trend

ReportKind = Literal["bureau", "cell", "biennial", "college", "rapporteur", "prevention", "model_card"]
OTHER_FIGURES = ("victims_recognised", "suspects", "prosecuted", "convicted")


class TableState(StrEnum):
    """How far a table of a report is on its way out of the house."""

    RELEASED = "released"
    PROPOSED = "proposed"
    NOT_RELEASED = "not_released"


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """A figure as a report may show it.

    state
        "released" with its table; "proposed" with the table that a second person is asked to release, in a draft only;
        "not_released" where nothing was proposed, or the ledger refused it.
    reference
        Of the release, or of what is proposed.
    assembled
        What the releases of shorter periods tell, where this one was not released.
    """

    figure: str
    dimensions: tuple[str, ...]
    state: TableState
    reference: str | None = None
    approved_on: date | None = None
    table: ProtectedTable | None = None
    assembled: Assembled | None = None

    @property
    def tells(self) -> bool:
        """Whether anything of it may be read: a table in which everything is hidden tells nothing."""
        if self.table is not None:
            return bool(self.table.shown)
        return self.assembled is not None and any(cell.shown for cell in self.assembled.cells)


@dataclass(frozen=True, kw_only=True)
class OtherFigureCount:
    """What others told of one of their figures for a year, each account by itself; no count where nobody did."""

    figure: str
    year: int
    source: str = ""
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    """A measure as a meeting reads it: its actor, and nobody's name."""

    reference: str
    kind: policy.MeasureKind
    meeting: policy.Meeting
    decided_on: date
    title: policy.Words
    owner: str
    state: MeasureState
    due_on: date | None
    evidence: str


@dataclass(frozen=True, kw_only=True)
class RegisterPart:
    """The register as it opens a report."""

    late: tuple[MeasureLine, ...] = ()
    due: tuple[MeasureLine, ...] = ()
    running: tuple[MeasureLine, ...] = ()
    ended: tuple[MeasureLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """One version of a report.

    key
        Its period: a month, the day of a meeting, a year, or two years.
    replaces
        Hash of the version that this one corrects.
    first, last
        The days that its figures are about.
    authors
        Departments whose chapter a two-yearly report waits for.
    targeting
        How targeting does: the whole of a model card, and what partners may read of it in the file of a meeting.
    rolling
        Figures over the months until the last day, where the period alone is too small to show.
    trend
        The course of one figure, month by month; None where too few months can be shown.
    """

    kind: ReportKind
    key: str
    service: str
    version: int
    replaces: str | None
    published_on: date
    first: date
    last: date
    register: RegisterPart = RegisterPart()
    tables: tuple[ReportTable, ...] = ()
    others: tuple[OtherFigureCount, ...] = ()
    initiatives: tuple[policy.Initiative, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    authors: tuple[str, ...] = ()
    targeting: ModelCard | None = None
    rolling: tuple[ReportTable, ...] = ()
    trend: Trend | None = None

    @property
    def proposed(self) -> tuple[str, ...]:
        """References of the tables that a second person has yet to release; a published report has none."""
        all_of_it = (*self.tables, *self.rolling)
        return tuple(table.reference for table in all_of_it if table.state == TableState.PROPOSED and table.reference)

    def longer(self, one: ReportTable) -> ReportTable | None:
        """Return a table of this report over the longer period, None where its own period tells enough."""
        return next((t for t in self.rolling if (t.figure, t.dimensions) == (one.figure, one.dimensions)), None)

    def table(self, figure: str, *dimensions: str) -> ProtectedTable | None:
        """Return a released table; by any dimensions where none are named."""
        asked = (t.table for t in self.tables if t.figure == figure and dimensions in ((), t.dimensions))
        return next((table for table in asked if table is not None), None)


def published(draft: Report, on: date) -> Report:
    """Return a draft as it is published on the day of its approval: what it proposed is released."""
    tables, rolling = (tuple(_released(table, on) for table in all_of) for all_of in (draft.tables, draft.rolling))
    return replace(draft, published_on=on, tables=tables, rolling=rolling)


def other_figure_counts(imported: Sequence[ImportedFigure], first: date, last: date) -> tuple[OtherFigureCount, ...]:
    """Return what others told of each of their figures, year by year."""
    return tuple(
        OtherFigureCount(figure=cell.figure, year=year, source=cell.source, count=cell.count)
        for figure in OTHER_FIGURES
        for year in range(first.year, last.year + 1)
        for cell in policy.imported_cells(figure, imported, (), year)
    )


def register_part(read: policy.MeasureOverview) -> RegisterPart:
    """Return what a report shows of the register: without who changed it."""
    groups = {name: tuple(map(_line, getattr(read, name))) for name in ("late", "due", "running", "ended")}
    return RegisterPart(**groups)


def _released(table: ReportTable, on: date) -> ReportTable:
    is_proposed = table.state == TableState.PROPOSED
    return replace(table, state=TableState.RELEASED, approved_on=on) if is_proposed else table


def _line(measure: policy.Measure) -> MeasureLine:
    return MeasureLine(
        reference=measure.reference,
        kind=measure.kind,
        meeting=measure.meeting,
        decided_on=measure.decided_on,
        title=measure.title,
        owner=measure.now.owner,
        state=measure.now.state,
        due_on=measure.now.due_on,
        evidence=measure.now.evidence,
    )
