"""How a checklist lies on paper: chapters by letter, questions by number, a grid with a column for each check.

The sheet that is carried and the page that copies it back are both drawn from this, so that the eye goes from one to
the other. Sensitive questions are on neither: they are asked from memory.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import Final, Literal

from inspection.control.checklists import Checklist
from sectors.rules.checklists import GridCheck, Question, Section

PERSONS: Final = 8  # rows of the grid on one page; a copy of the page holds the next ones
_COUNTED: Final = frozenset({"integer", "time"})


@dataclass(frozen=True)
class Numbered:
    """A question with what stands for it on paper, such as D1."""

    code: str
    question: Question


@dataclass(frozen=True)
class Chapter:
    """A section of the list: its letter, and its questions about the place and about each person."""

    letter: str
    section: Section
    place: tuple[Numbered, ...]
    person: tuple[Numbered, ...]


@dataclass(frozen=True)
class Column:
    """A column of the grid: the checks that can be ticked in it, and the chapters whose exceptions are written in it.

    kind
        "who" stands first, with what is seen of the person; "other" last, with what belongs to no check.
    """

    key: str
    kind: Literal["who", "check", "other"]
    checks: tuple[GridCheck, ...]
    chapters: tuple[Chapter, ...]

    @cached_property
    def numbered(self) -> tuple[Numbered, ...]:
        """The questions that an exception in it may answer."""
        return tuple(one for chapter in self.chapters for one in chapter.person)


@dataclass(frozen=True)
class PaperForm:
    """A checklist as it lies on paper.

    counted
        What is counted in the first minutes: it stands above the grid.
    place_checks
        What can be ticked of the place as a whole, above the grid too.
    place
        The chapters with questions about the place, for the second page.
    """

    checklist: Checklist
    chapters: tuple[Chapter, ...]
    columns: tuple[Column, ...]
    counted: tuple[Numbered, ...]
    place_checks: tuple[GridCheck, ...]
    place: tuple[Chapter, ...]


def paper_form(checklist: Checklist) -> PaperForm:
    """Return how a checklist lies on paper."""
    shown = [one for one in checklist.questions if one.on_paper and not one.sensitive]
    chapters = tuple(
        _chapter(letter, section, [one for one in shown if one.section == section.key])
        for letter, section in zip(ascii_uppercase, checklist.sections, strict=False)
    )
    plain = {one.id for one in shown}
    checks = [check for check in checklist.checks if all(set(way.answers) <= plain for way in check.ways)]
    counted = [chapter for chapter in chapters if _is_counted(chapter)]
    return PaperForm(
        checklist=checklist,
        chapters=chapters,
        columns=tuple(_columns([one for one in chapters if one.person], checks)),
        counted=tuple(one for chapter in counted for one in chapter.place),
        place_checks=tuple(check for check in checks if check.scope == "workplace"),
        place=tuple(chapter for chapter in chapters if chapter.place and chapter not in counted),
    )


def _chapter(letter: str, section: Section, questions: Iterable[Question]) -> Chapter:
    numbered = [Numbered(f"{letter}{n}", question) for n, question in enumerate(questions, 1)]
    place, person = ([one for one in numbered if one.question.scope == scope] for scope in ("workplace", "person"))
    return Chapter(letter, section, tuple(place), tuple(person))


def _is_counted(chapter: Chapter) -> bool:
    return bool(chapter.place) and not chapter.person and {one.question.kind for one in chapter.place} <= _COUNTED


def _columns(chapters: list[Chapter], checks: list[GridCheck]) -> Iterable[Column]:
    """Yield who it is, then a column for each check of the grid, then what is left of the list."""
    own = {chapter.section.key: chapter for chapter in chapters}
    heads = [check for check in checks if check.column and check.section in own]
    of_check = {check.section for check in heads}
    first = min((chapters.index(own[key]) for key in of_check), default=len(chapters))
    if before := tuple(one for one in chapters[:first] if one.section.key not in of_check):
        yield Column("who", "who", (), before)
    for check in heads:
        beside = [one for one in checks if one.scope == "person" and one.section == check.section and not one.column]
        yield Column(check.key, "check", (check, *beside), (own[check.section],))
    if after := tuple(one for one in chapters[first:] if one.section.key not in of_check):
        sections = {one.section.key for one in after}
        told = [one for one in checks if one.scope == "person" and one.section in sections]
        yield Column("other", "other", tuple(told), after)
