"""What the coordination cell decided, recommended or planned: who owes it, by when, and how it stands on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from inspection.i18n import LANGUAGES, Lang

MeasureKind = Literal["decision", "recommendation", "action_plan"]
MeasureState = Literal["open", "in_progress", "done", "dropped"]
Meeting = Literal["cell", "bureau"]
Words = Mapping[Lang, str]


def said(words: Words, lang: Lang) -> tuple[str, Lang]:
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
        return self.now.state in ("open", "in_progress")

    def is_late(self, on: date) -> bool:
        """Tell whether it is still owed after its day."""
        return self.is_open and self.now.due_on is not None and self.now.due_on < on


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The register as a meeting reads it: what is late, what falls due, what else runs, what ended since the last."""

    late: tuple[Measure, ...]
    due: tuple[Measure, ...]
    running: tuple[Measure, ...]
    ended: tuple[Measure, ...]


def standing(measures: Iterable[Measure], *, on: date, due_until: date, since: datetime) -> Standing:
    """Sort the register for a meeting.

    Arguments: `on` the day of the reading; `due_until` up to which day something counts as falling due; `since` the
    moment of the last reading, after which what ended is news.
    """
    known = sorted(measures, key=lambda m: (m.now.due_on or date.max, m.reference))
    late = tuple(m for m in known if m.is_late(on))
    due = tuple(m for m in known if m.is_open and m.now.due_on is not None and on <= m.now.due_on <= due_until)
    running = tuple(m for m in known if m.is_open and m not in late and m not in due)
    ended = tuple(m for m in known if not m.is_open and m.now.changed_at >= since)
    return Standing(late=late, due=due, running=running, ended=ended)
