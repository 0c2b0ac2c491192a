"""What stands in the fields of a page: by the names under which its form sends them back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboards.office.paper.found import OpenPage
from dashboards.office.paper.typed import NO, TICKED, YES, clock
from inspection.control.filled import AnswerValue
from inspection.control.on_paper import (
    PERSONS,
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
        for chapter in form.place:
            _place(made, chapter.place, one.control["answers"])
        return made
    if one.sheet == 1:
        _head(made, form, one.control)
    first = (one.sheet - 1) * PERSONS + 1
    for n in range(first, first + PERSONS):
        _person(made, form, cells_of(form, one.control, f"P{n}"), lang)
    return made


def _head(made: Values, form: PaperForm, control: Mapping[str, Any]) -> None:
    made.put("entered_on", _day(str(control["entered_at"])))
    made.put("entered_at", clock(control["entered_at"]))
    made.put("left_at", clock(control.get("left_at")))
    ticks = place_ticks(form, control)
    for check in form.place_checks:
        for way in check.ways:
            made.put(f"w.t.{check.key}.{way.key}", TICKED if (check.key, way.key) in ticks else "")
    _place(made, form.counted, control["answers"])


def _place(made: Values, questions: tuple[Numbered, ...], answers: Mapping[str, AnswerValue]) -> None:
    for one in questions:
        for name, value in _fields(one.question, answers.get(one.question.id), f"w.{one.question.id}"):
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
