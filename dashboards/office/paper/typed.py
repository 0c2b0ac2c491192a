"""What a page's form sends, as what stands on paper: rows of the grid, answers about the place, hours.

A field's name says what it is: `p3.c.documents` is the cell of the third person, `w.q14_safety.manque` a box of the
place. What cannot be read changes nothing, and is named, so that it is shown again as it was typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from inspection.control.filled import AnswerValue
from inspection.control.hours import hours_typed
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
        """Return the answers about the place, None for one that is left open."""
        return self.answers([one.question for one in questions], sent, answers)

    def answers(self, questions: Iterable[Question], sent: Fields, known: Mapping[str, Any]) -> dict[str, AnswerValue]:
        """Return the answers to questions that stand alone on a page, None for one that is left open.

        One that cannot be read stays as it is `known`.
        """
        return {one.id: self._answer(one, sent, f"w.{one.id}", known.get(one.id)) for one in questions}

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
        """Return when everybody came and left, and the days of the facts, as the raw control says them."""
        entered = self._moment(sent, "entered_on", "entered_at")
        left = self._moment(sent, "entered_on", "left_at") if entered and sent.get("left_at") else None
        if entered is None:
            return {}
        typed = hours_typed(control, *_as_held(control, entered, left), now)
        self.wrong.extend(typed.wrong)
        return dict(typed.changed)

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

    def _moment(self, sent: Fields, day: str, hour: str) -> datetime | None:
        moment = moment_typed(sent.get(day, ""), sent.get(hour, ""))
        if moment is None:
            self.wrong.append(hour)
        return moment


def _as_held(control: Mapping[str, Any], entered: datetime, left: datetime | None) -> tuple[datetime, datetime | None]:
    """Keep what no field of the page shows of the moments that stand: seconds, and that a leaving lies days later."""
    came, went = control["entered_at"], control.get("left_at")
    if day_in_brussels(entered) != day_in_brussels(datetime.fromisoformat(came)):
        return entered, left
    if clock(entered.isoformat()) == clock(came):
        entered = datetime.fromisoformat(came)
    if left is not None and went and clock(left.isoformat()) == clock(went):
        left = datetime.fromisoformat(went)
    return entered, left


def moment_typed(day: str, hour: str) -> datetime | None:
    """Return the moment of a day and an hour as fields of a form send them; None where one of them is none."""
    try:
        on = date.fromisoformat(day)
        at = datetime.strptime(hour, "%H:%M")  # noqa: DTZ007  an hour on the wall, of the day above
        return moment_of(on, at.hour * 60 + at.minute)
    except (ValueError, OverflowError):
        return None


def clock(moment: str | None) -> str:
    """Return the hour on the wall of a moment of the raw control, "" for none."""
    return f"{datetime.fromisoformat(moment).astimezone(BRUSSELS):%H:%M}" if moment else ""
