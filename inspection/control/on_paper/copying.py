"""What is copied from paper goes into a raw control: ticks and cells become answers, marks and comments, and back.

A page owns what it shows and nothing else: sensitive answers, and whatever no code can say, stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from inspection.control.filled import AnswerValue
from inspection.control.on_paper.cells import put_cell, read_cell, written
from inspection.control.on_paper.layout import Column, Numbered, PaperForm
from sectors.rules.checklists import GridCheck

Raw = dict[str, Any]
Tick = tuple[str, str]  # a check, and the way of it that was ticked
_ALONE: Final = frozenset({"time"})  # of the first column: these have a line of their own on paper


@dataclass(frozen=True)
class Cell:
    """What stands in one cell of the grid."""

    ticks: frozenset[Tick] = frozenset()
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class CopiedPerson:
    """One row of the grid.

    alone
        What has a line of its own in the first column, by question id: when the person was seen.
    cells
        By the key of the column.
    """

    ref: str
    name: str = field(default="", repr=False)
    alone: Mapping[str, AnswerValue] = field(default_factory=dict, repr=False)
    cells: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the row."""
        cells = any(cell.ticks or cell.text for cell in self.cells.values())
        return not (self.name or cells or any(value is not None for value in self.alone.values()))


def alone(form: PaperForm) -> tuple[Numbered, ...]:
    """Return what has a line of its own in the first column."""
    return tuple(one for column in form.columns if column.kind == "who" for one in _split(column)[0])


def coded(column: Column) -> tuple[Numbered, ...]:
    """Return what is written in a cell by its code."""
    return _split(column)[1]


def cells_of(form: PaperForm, control: Mapping[str, Any], ref: str) -> CopiedPerson:
    """Return a person's row as it stands in a raw control; an empty one for nobody."""
    nobody: Raw = {"ref": ref, "answers": {}}
    person: Raw = next((one for one in control["persons"] if one["ref"] == ref), nobody)
    answers = person["answers"]
    return CopiedPerson(
        ref,
        str(person.get("name") or ""),
        {one.question.id: answers.get(one.question.id) for one in alone(form)},
        {column.key: _cell(column, control, ref, answers) for column in form.columns},
    )


def copy_person(form: PaperForm, control: Raw, row: CopiedPerson, *, at: str) -> None:
    """Put a row into a raw control; a person of whom nothing stands there and nothing is written is not added.

    at
        The moment, ISO 8601, that marks and comments get: the paper holds none of its own.
    """
    known = next((one for one in control["persons"] if one["ref"] == row.ref), None)
    if known is None and row.is_empty:
        return
    if known is None:
        known = {"ref": row.ref, "answers": {}}
        control["persons"].append(known)
        control["persons"].sort(key=lambda one: int(one["ref"][1:]))
    if row.name or known.get("name"):
        known["name"] = row.name or None
    for id_, value in row.alone.items():
        _put(known["answers"], id_, value)
    for column in form.columns:
        _copy_cell(column, control, known, row.cells.get(column.key, Cell()), at)


def copy_place(
    form: PaperForm, control: Raw, values: Mapping[str, AnswerValue], ticks: frozenset[Tick] | None, *, at: str
) -> None:
    """Put what is said of the place into a raw control.

    Arguments: `values` by question id, None for what was left open; `ticks` of the place as a whole, None where the
    page has none: a mark goes whose answers are other ones now; `at` as above.
    """
    answers = control["answers"]
    for id_, value in values.items():
        _put(answers, id_, value)
    if ticks is not None:
        _tick(control, form.place_checks, None, answers, ticks, at)
    elif "marks" in control:
        broken = {tick for tick in place_ticks(form, control) if _is_broken(form.place_checks, tick, answers)}
        control["marks"] = [
            mark
            for mark in control["marks"]
            if mark.get("person") is not None or (mark["check"], mark.get("way")) not in broken
        ]


def copy_answers(form: PaperForm, control: Raw, ref: str, values: Mapping[str, AnswerValue]) -> None:
    """Put answers of one person into a raw control, None for one that was left open.

    A mark goes whose answers are other ones now.
    """
    answers = next(one["answers"] for one in control["persons"] if one["ref"] == ref)
    for id_, value in values.items():
        _put(answers, id_, value)
    checks = [check for column in form.columns for check in column.checks]
    broken = {tick for tick in _ticked(control, checks, ref) if _is_broken(checks, tick, answers)}
    if broken:
        control["marks"] = [
            mark
            for mark in control["marks"]
            if mark.get("person") != ref or (mark["check"], mark.get("way")) not in broken
        ]


def place_ticks(form: PaperForm, control: Mapping[str, Any]) -> frozenset[Tick]:
    """Return what is ticked of the place as a whole."""
    return _ticked(control, form.place_checks, None)


def _cell(column: Column, control: Mapping[str, Any], ref: str, answers: Mapping[str, AnswerValue]) -> Cell:
    ticks = _ticked(control, column.checks, ref)
    said = _said(column.checks, ticks)
    shown = {id_: value for id_, value in answers.items() if id_ not in said or said[id_] != value}
    note = _note(column, control, ref)
    return Cell(ticks, put_cell(coded(column), shown, note["words"] if note else ""))


def _copy_cell(column: Column, control: Raw, person: Raw, cell: Cell, at: str) -> None:
    """Put a cell in place of what the page showed in it; an exception counts more than the tick beside it."""
    answers, numbered = person["answers"], coded(column)
    for one in numbered:
        if written(one, answers.get(one.question.id)):
            del answers[one.question.id]
    _tick(control, column.checks, person["ref"], answers, cell.ticks, at)
    read = read_cell(numbered, cell.text)
    answers.update(read.answers)
    note = _note(column, control, person["ref"])
    if note is not None and note["words"] != read.words:
        control["comments"].remove(note)
        note = None
    if note is None and read.words:
        said = {"question": numbered[0].question.id, "person": person["ref"], "written_at": at, "words": read.words}
        control["comments"] = [*control.get("comments", ()), said]


def _tick(
    control: Raw, checks: Sequence[GridCheck], ref: str | None, answers: Raw, ticks: frozenset[Tick], at: str
) -> None:
    """Let the marks of these checks be those that are ticked; what a tick says is answered, what it said is not."""
    known, mine = _ticked(control, checks, ref), {check.key for check in checks}
    for id_, value in _said(checks, known - ticks).items():
        if answers.get(id_) == value:
            del answers[id_]
    kept = [
        mark
        for mark in control.get("marks", ())
        if (mark.get("person"), mark["kind"]) != (ref, "in_order")
        or mark["check"] not in mine
        or (mark["check"], mark.get("way")) in ticks
    ]
    ticked = {check for check, _ in ticks}
    kept = [m for m in kept if m.get("person") != ref or m["check"] not in ticked or m["kind"] == "in_order"]
    fresh = [
        {"person": ref, "check": check, "kind": "in_order", "way": way, "at": at}
        for check, way in sorted(ticks - known)
    ]
    if kept or fresh or "marks" in control:
        control["marks"] = [*kept, *fresh]
    for id_, value in _said(checks, ticks).items():
        answers.setdefault(id_, value)


def _ticked(control: Mapping[str, Any], checks: Sequence[GridCheck], ref: str | None) -> frozenset[Tick]:
    ways = {(check.key, way.key) for check in checks for way in check.ways}
    marks = (one for one in control.get("marks", ()) if one["kind"] == "in_order" and one.get("person") == ref)
    return frozenset((one["check"], str(one.get("way"))) for one in marks) & ways


def _is_broken(checks: Sequence[GridCheck], tick: Tick, answers: Mapping[str, AnswerValue]) -> bool:
    """Tell whether an answer says something else than a tick, or nothing any more."""
    return any(answers.get(id_) != value for id_, value in _said(checks, frozenset({tick})).items())


def _said(checks: Sequence[GridCheck], ticks: frozenset[Tick]) -> dict[str, AnswerValue]:
    """Return the answers that ticks give."""
    return {
        id_: list(value) if isinstance(value, tuple) else value
        for check in checks
        for way in check.ways
        if (check.key, way.key) in ticks
        for id_, value in way.answers.items()
    }


def _note(column: Column, control: Mapping[str, Any], ref: str) -> Raw | None:
    """Return the words beside a cell: a comment on the first question that is written in it."""
    anchor = next((one.question.id for one in coded(column)), None)
    notes: Iterator[Raw] = (
        one for one in control.get("comments", ()) if (one.get("question"), one.get("person")) == (anchor, ref)
    )
    return next(notes, None)


def _put(answers: Raw, id_: str, value: AnswerValue) -> None:
    if value is None:
        answers.pop(id_, None)
    else:
        answers[id_] = value


def _split(column: Column) -> tuple[tuple[Numbered, ...], tuple[Numbered, ...]]:
    own = tuple(one for one in column.numbered if column.kind == "who" and one.question.kind in _ALONE)
    return own, tuple(one for one in column.numbered if one not in own)
