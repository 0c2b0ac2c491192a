"""The checks of the grid in an XForm: one choice ends a check in order, and what it answers is asked no more.

A client of others has no grid. A check is a question there: choose how it is in order, or "otherwise"
and fill in what differs. Left blank, everything is asked as before. The server makes the answers and the mark of it
(inspection/control/xforms/reading_grid.py), as the field form does of one tap.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from inspection.control.expressions.xpath import XFORM_NO, XFORM_YES
from sectors.rules.checklists import GridCheck, Question

OTHERWISE: Final = "otherwise"


def check_fields(key: str) -> tuple[str, str]:
    """Return the fields of a check: which way was chosen, and when."""
    return f"check_{key}", f"check_{key}_at"


def choices_of(key: str) -> str:
    """Return the name of the list of a check's ways."""
    return f"ways_of_{key}"


class FormGrid:
    """What the checks of a form ask, close, and answer for the rules that read an answer.

    Arguments: `checks` of the checklist, `asked` the questions that stand in the form. Its own `checks` are those whose
    every answer may stand on a client that we do not control: no guarded one.
    """

    def __init__(self, checks: Iterable[GridCheck], asked: Iterable[Question]) -> None:
        self._asked = tuple(asked)
        known = {question.id for question in self._asked}
        self.checks = tuple(one for one in checks if all(way.answers.keys() <= known for way in one.ways))

    @cached_property
    def _claimed(self) -> Mapping[str, GridCheck]:
        return {id_: check for check in self.checks for way in check.ways for id_ in way.answers}

    @cached_property
    def _closed(self) -> Mapping[str, GridCheck]:
        """Which check closes a question: one of its ways answers it, or it belongs to the chapter of a column.

        A question that must be answered and that no way answers stays open.
        """
        columns = {(check.section, check.scope): check for check in self.checks if check.column}
        of_chapter = {
            one.id: columns[one.section, one.scope]
            for one in self._asked
            if (one.section, one.scope) in columns and not one.required
        }
        return {**of_chapter, **self._claimed}

    def of_place(self, section: str) -> Iterator[GridCheck]:
        """Yield the checks of the place in one section."""
        yield from (check for check in self.checks if (check.section, check.scope) == (section, "workplace"))

    def relevant(self, question: Question, own: str | None) -> str | None:
        """Return when a question is asked: its own condition `own`, and no way of its check was chosen."""
        check = self._closed.get(question.id)
        if check is None:
            return own
        field, _ = check_fields(check.key)
        is_open = f"(${{{field}}} = '' or ${{{field}}} = '{OTHERWISE}')"
        return f"{is_open} and ({own})" if own else is_open

    def path_of(self, id_: str, path: str) -> str:
        """Return what a rule reads of a question: the answer that a chosen way gives, else the question's own.

        path
            Of the question's own node.
        """
        check = self._claimed.get(id_)
        if check is None:
            return path
        field, _ = check_fields(check.key)
        for way in check.ways:
            if id_ in way.answers:
                path = f"if(${{{field}}} = '{way.key}', '{_in_xform(way.answers[id_])}', {path})"
        return path


def _in_xform(value: object) -> str:
    """Return an answer as an XForm writes it."""
    if isinstance(value, bool):
        return XFORM_YES if value else XFORM_NO
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
