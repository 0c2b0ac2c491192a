"""The register of policy: what the coordination cell decided, and what departments did against trafficking.

A measure says who owes what by when, and how it stands on a day. An initiative is kept all year: it is the substance
of the two-yearly report.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from inspection.i18n import LANGUAGES, Lang
from inspection.life_cycles import MeasureState

MeasureKind = Literal["decision", "recommendation", "action_plan"]
Meeting = Literal["cell", "bureau"]
InitiativeKind = Literal["training", "campaign", "circular", "staff", "joint_day", "cooperation", "other"]
Words = Mapping[Lang, str]


def words_in(words: Words, lang: Lang) -> tuple[str, Lang]:
    """Return the words in `lang` with that language, else in the first language in which they were written."""
    found = lang if lang in words else next(other for other in LANGUAGES if other in words)
    return words[found], found


@dataclass(frozen=True, kw_only=True)
class MeasureChange:
    """How a measure stood from a moment on; its history is the row of these.

    evidence
        What shows it, in the words of who keeps the register; empty where nothing was noted.
    """

    state: MeasureState
    owner: str
    due_on: date | None
    evidence: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One decision, recommendation or measure of the action plan; `owner` is an actor of recipients.yaml.

    title
        By language, in at least one.
    """

    reference: str
    kind: MeasureKind
    meeting: Meeting
    decided_on: date
    title: Words
    history: tuple[MeasureChange, ...]

    @property
    def now(self) -> MeasureChange:
        """How it stands."""
        return self.history[-1]

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still owes it."""
        return self.now.state in (MeasureState.OPEN, MeasureState.IN_PROGRESS)

    def is_late(self, on: date) -> bool:
        """Tell whether it is still owed after its day."""
        return self.is_open and self.now.due_on is not None and self.now.due_on < on


@dataclass(frozen=True, kw_only=True)
class MeasureOverview:
    """The register as a meeting reads it: what is late, what falls due, what else runs, what ended since the last."""

    late: tuple[Measure, ...]
    due: tuple[Measure, ...]
    running: tuple[Measure, ...]
    ended: tuple[Measure, ...]


def measure_overview(measures: Iterable[Measure], *, on: date, due_until: date, since: datetime) -> MeasureOverview:
    """Sort the register for a meeting.

    Arguments: `on` the day of the reading; `due_until` up to which day something counts as falling due; `since` the
    moment of the last reading, after which what ended is news.
    """
    known = sorted(measures, key=lambda m: (m.now.due_on or date.max, m.reference))
    late = tuple(m for m in known if m.is_late(on))
    due = tuple(m for m in known if m.is_open and m.now.due_on is not None and on <= m.now.due_on <= due_until)
    running = tuple(m for m in known if m.is_open and m not in late and m not in due)
    ended = tuple(m for m in known if not m.is_open and m.now.changed_at >= since)
    return MeasureOverview(late=late, due=due, running=running, ended=ended)


@dataclass(frozen=True, kw_only=True)
class Initiative:
    """One initiative of a department, which is an actor of recipients.yaml.

    figures
        What was counted, in the words of the source, with its number: persons trained, leaflets, posts.
    source
        Where this can be read again: a circular's number, a report, a web page.
    """

    reference: str
    department: str
    kind: InitiativeKind
    first_day: date
    last_day: date
    what: Words
    figures: tuple[tuple[str, int], ...]
    source: str
