"""What stands in the fields of a page: by the names under which its form sends them back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboards.office.paper.copying import refs_of
from dashboards.office.paper.found import OpenPage
from dashboards.office.paper.typed import NO, TICKED, YES, clock
from inspection.control.filled import AnswerValue
from inspection.control.on_paper import (
    Column,
    CopiedPerson,
    Numbered,
    PaperForm,
    alone,
    cells_of,
    coded,
    place_ticks,
    read_cell,
)
from inspection.i18n import Lang, t
from inspection.time_of import day_in_brussels
from sectors.rules.checklists import Question


@dataclass
class Values:
    """The fields of a page.

    names
        Every field that the page has, also those that hold nothing.
    understood
        By the name of a cell: what its codes say, in words, so that a wrong letter is seen.
    unread
        By the name of a cell: what looks like a code and is none.
    """

    values: dict[str, str] = field(default_factory=dict, repr=False)
    names: list[str] = field(default_factory=list)
    understood: dict[str, list[str]] = field(default_factory=dict, repr=False)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def put(self, name: str, value: str) -> None:
        """Let a field hold a value, "" for nothing."""
        self.names.append(name)
        if value:
            self.values[name] = value


def values_of(form: PaperForm, one: OpenPage, lang: Lang) -> Values:
    """Return what stands in the fields of a page."""
    made = Values()
    if one.page == 2:
        put_answers(made, (each.question for chapter in form.place for each in chapter.place), one.control["answers"])
        return made
    if one.sheet == 1:
        made.put("entered_on", _day(str(one.control["entered_at"])))
        made.put("entered_at", clock(one.control["entered_at"]))
        made.put("left_at", clock(one.control.get("left_at")))
    put_grid(made, form, one.control, one.sheet, lang)
    return made


def put_grid(made: Values, form: PaperForm, control: Mapping[str, Any], sheet: int, lang: Lang) -> None:
    """Put what the grid of a sheet holds, on the first with what stands above it: boxes of the place, and counts."""
    if sheet == 1:
        ticks = place_ticks(form, control)
        for check in form.place_checks:
            for way in check.ways:
                made.put(f"w.t.{check.key}.{way.key}", TICKED if (check.key, way.key) in ticks else "")
        put_answers(made, (one.question for one in form.counted), control["answers"])
    for ref in refs_of(sheet):
        _person(made, form, cells_of(form, control, ref), lang)


def put_answers(made: Values, questions: Iterable[Question], answers: Mapping[str, AnswerValue]) -> None:
    """Put the fields of questions that stand alone on a page."""
    for one in questions:
        for name, value in _fields(one, answers.get(one.id), f"w.{one.id}"):
            made.put(name, value)


def _person(made: Values, form: PaperForm, row: CopiedPerson, lang: Lang) -> None:
    before = row.ref.lower()
    made.put(f"{before}.name", row.name)
    for one in alone(form):
        for name, value in _fields(one.question, row.alone.get(one.question.id), f"{before}.q.{one.question.id}"):
            made.put(name, value)
    for column in form.columns:
        cell = row.cells[column.key]
        for check in column.checks:
            for way in check.ways:
                made.put(f"{before}.t.{check.key}.{way.key}", TICKED if (check.key, way.key) in cell.ticks else "")
        made.put(f"{before}.c.{column.key}", cell.text)
        _read(made, f"{before}.c.{column.key}", column, cell.text, lang)


def _read(made: Values, name: str, column: Column, text: str, lang: Lang) -> None:
    numbered = coded(column)
    read = read_cell(numbered, text)
    said = [(one, read.answers[one.question.id]) for one in numbered if one.question.id in read.answers]
    if said:
        made.understood[name] = [f"{one.code} {one.question.label.say(lang)} {_words(one, v, lang)}" for one, v in said]
    if read.unread:
        made.unread[name] = read.unread


def _words(one: Numbered, value: AnswerValue, lang: Lang) -> str:
    if isinstance(value, bool):
        return t("sheet.yes" if value else "sheet.no", lang)
    labels = {choice.key: choice.label.say(lang) for choice in one.question.choices}
    keys = value if isinstance(value, list) else [str(value)]
    return ", ".join(labels.get(key, key) for key in keys)


def _fields(question: Question, value: AnswerValue, name: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of one question, as HTML holds their values."""
    if question.kind == "choices":
        chosen = value if isinstance(value, list) else []
        yield from ((f"{name}.{choice.key}", TICKED if choice.key in chosen else "") for choice in question.choices)
    elif question.kind == "yes_no":
        yield name, "" if value is None else YES if value else NO
    else:
        yield name, "" if value is None else str(value)


def _day(moment: str) -> str:
    return day_in_brussels(datetime.fromisoformat(moment)).isoformat()
