"""What a check of a filled XForm says: the answers that one choice gives, and the mark that it was given so.

An answer given by itself counts more than the choice, which then leaves no mark. Only what is asked is answered.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from inspection.control.checklists import OTHERWISE, Checklist, check_fields, checks_in_form, is_asked
from inspection.control.filled import AnswerValue
from sectors.rules.checklists import GridCheck, Way

Answers = dict[str, AnswerValue]


class GridReading:
    """Reads the checks of one checklist; `fields` are the names that they have in a form."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._checks = checks_in_form(checklist)
        self.fields = frozenset(field for check in self._checks for field in check_fields(check.key))

    def place_marks(self, told: Mapping[str, str], answers: Answers) -> list[dict[str, Any]]:
        """Return the marks of the place, after answering what they answer in `answers`."""
        return list(self._marks("workplace", None, told, answers, None))

    def marks_of(self, ref: str, told: Mapping[str, str], own: Answers, place: Answers) -> list[dict[str, Any]]:
        """Return the marks of a person, after answering what they answer in `own`."""
        return list(self._marks("person", ref, told, own, place))

    def _marks(
        self, scope: str, ref: str | None, told: Mapping[str, str], own: Answers, place: Answers | None
    ) -> Iterator[dict[str, Any]]:
        for check in self._checks:
            field, at = check_fields(check.key)
            chosen = told.get(field, OTHERWISE)
            if check.scope != scope or chosen == OTHERWISE:
                continue
            way = next((way for way in check.ways if way.key == chosen), None)
            if way is None or self._answered(way, own, place):  # an unknown way is refused where marks are read
                yield _mark(ref, check, chosen, told.get(at))

    def _answered(self, way: Way, own: Answers, place: Answers | None) -> bool:
        """Answer what a way answers and nobody has; tells whether everything stands as the way says it."""
        said = {id_: list(value) if isinstance(value, tuple) else value for id_, value in way.answers.items()}
        then = {**said, **own}
        read = (then, None) if place is None else (place, then)
        asked = {id_: v for id_, v in said.items() if is_asked(self._checklist, self._checklist.by_id[id_], *read)}
        for id_, value in asked.items():
            own.setdefault(id_, value)
        return all(own[id_] == value for id_, value in asked.items())


def _mark(ref: str | None, check: GridCheck, way: str, at: str | None) -> dict[str, Any]:
    return {"person": ref, "check": check.key, "kind": "in_order", "way": way, "at": at}
