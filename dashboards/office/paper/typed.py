"""What a page's form sends, as what stands on paper: rows of the grid, answers about the place, hours.

A field's name says what it is: `p3.c.documents` is the cell of the third person, `w.q14_safety.manque` a box of the
place. What cannot be read changes nothing, and is named, so that it is shown again as it was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from inspection.control.filled import AnswerValue
from inspection.control.on_paper import (
    PERSONS,
    Cell,
    CopiedPerson,
    Numbered,
    PaperForm,
    Tick,
    alone,
    typed_value,
)
from inspection.time_of import BRUSSELS, day_in_brussels, moment_of
from sectors.rules.checklists import GridCheck, Question

Fields = Mapping[str, str]
TICKED: Final = "1"
YES, NO = "yes", "no"


@dataclass
class Read:
    """What a form says; `wrong` names the fields that could not be read."""

    wrong: list[str] = field(default_factory=list)

    def rows(self, form: PaperForm, sent: Fields, sheet: int, known: Mapping[str, CopiedPerson]) -> list[CopiedPerson]:
        """Return the rows of a sheet; `known` are those that stand, for a field that says nothing readable."""
        first = (sheet - 1) * PERSONS + 1
        return [self._row(form, sent, known[f"P{n}"]) for n in range(first, first + PERSONS)]

    def place(self, questions: Sequence[Numbered], sent: Fields, answers: Mapping[str, Any]) -> dict[str, AnswerValue]:
        """Return the answers about the place; one that cannot be read is left out."""
        found: dict[str, AnswerValue] = {}
        for one in questions:
            value = self._answer(one.question, sent, f"w.{one.question.id}", answers.get(one.question.id))
            found[one.question.id] = value
        return found

    def ticks(self, checks: Sequence[GridCheck], sent: Fields, before: str, known: frozenset[Tick]) -> frozenset[Tick]:
        """Return which boxes are ticked; two of one check say nothing."""
        found: set[Tick] = set()
        for check in checks:
            ways = [
                (check.key, way.key) for way in check.ways if sent.get(f"{before}.t.{check.key}.{way.key}") == TICKED
            ]
            if len(ways) > 1:
                self.wrong.append(f"{before}.t.{check.key}")
                ways = [tick for tick in known if tick[0] == check.key]
            found.update(ways)
        return frozenset(found)

    def hours(self, sent: Fields, control: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """Return when everybody came and left, and the day of the facts, as the raw control says them."""
        entered = self._moment(sent, "entered_on", "entered_at", now)
        if entered is None:
            return {}
        moved: dict[str, Any] = {"entered_at": entered.isoformat(), "facts_on": day_in_brussels(entered).isoformat()}
        if control.get("facts_from"):
            moved["facts_from"] = min(str(control["facts_from"]), moved["facts_on"])
        if not sent.get("left_at"):
            return {**moved, "left_at": None}
        left = self._moment(sent, "entered_on", "left_at", now)
        if left is not None and left < entered:
            left += timedelta(days=1)  # after midnight
        if left is not None and left > now:
            self.wrong.append("left_at")
            left = None
        return moved if left is None else {**moved, "left_at": left.isoformat()}

    def _row(self, form: PaperForm, sent: Fields, known: CopiedPerson) -> CopiedPerson:
        before = known.ref.lower()
        cells = {
            column.key: Cell(
                self.ticks(column.checks, sent, before, known.cells[column.key].ticks),
                sent.get(f"{before}.c.{column.key}", "").strip(),
            )
            for column in form.columns
        }
        own = {
            one.question.id: self._answer(
                one.question, sent, f"{before}.q.{one.question.id}", known.alone.get(one.question.id)
            )
            for one in alone(form)
        }
        return CopiedPerson(known.ref, sent.get(f"{before}.name", "").strip(), own, cells)

    def _answer(self, question: Question, sent: Fields, name: str, known: AnswerValue) -> AnswerValue:
        if question.kind == "choices":
            keys = [choice.key for choice in question.choices if sent.get(f"{name}.{choice.key}") == TICKED]
            return keys or None
        text = sent.get(name, "").strip()
        if question.kind == "yes_no":
            return {YES: True, NO: False}.get(text)
        if question.kind == "choice":
            return text if text in {choice.key for choice in question.choices} else None
        value = typed_value(question, text) if text else None
        if text and value is None:
            self.wrong.append(name)
            return known
        return value

    def _moment(self, sent: Fields, day: str, hour: str, now: datetime) -> datetime | None:
        try:
            on = date.fromisoformat(sent.get(day, ""))
            at = datetime.strptime(sent.get(hour, ""), "%H:%M")  # noqa: DTZ007  an hour on the wall, of the day above
            moment = moment_of(on, at.hour * 60 + at.minute)
        except (ValueError, OverflowError):
            self.wrong.append(hour)
            return None
        if hour == "entered_at" and moment > now:
            self.wrong.append(hour)
            return None
        return moment


def clock(moment: str | None) -> str:
    """Return the hour on the wall of a moment of the raw control, "" for none."""
    return f"{datetime.fromisoformat(moment).astimezone(BRUSSELS):%H:%M}" if moment else ""
