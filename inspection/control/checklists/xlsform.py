"""The checklist as an XLSForm, and as the XForm that is made of it, for every tool that speaks these formats.

Collect keeps drafts on the telephone in clear, and so may others: no sensitive question is in the form, and nothing
about a person whom we know already. What a rule asks of a question that is left out counts as unanswered.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from inspection.control.checklists.asking import QuestionRules
from inspection.control.checklists.xform_grid import OTHERWISE, FormGrid, check_fields, choices_of
from inspection.control.checklists.xform_parts import LISTS, hearing_rows, pay_rows
from inspection.control.checklists.xform_rows import (
    TONGUES,
    Row,
    begin,
    end,
    labels,
    limited,
    no_longer_than,
    noted_at,
    row,
    said,
)
from inspection.control.expressions.xpath import to_xpath
from inspection.control.filled import COUNT_LIMIT, IDENTIFIER_LENGTH, NAME_LENGTH, NUMBER_LIMIT, TEXT_LENGTH
from inspection.i18n import OF_BELGIUM
from inspection.life_cycles import ControlOutcome
from inspection.territory import WORKPLACE
from sectors.rules.checklists import GridCheck, Question, Section

if TYPE_CHECKING:
    from inspection.control.checklists.sector_checklist import Checklist  # which offers `xlsform` itself

FORM_PREFIX: Final = "vigie_"
DONE: Final = "${outcome} = 'done'"  # nothing is asked of a visit that did not take place
MOST_PERSONS: Final = 200
_LISTS: Final = (
    ("yes_no", "sheet.", ("yes", "no")),
    ("outcome", "screen.outcome.", tuple(map(str, ControlOutcome))),
    ("report_language", "screen.language.", OF_BELGIUM),
)
_KINDS: Final[Mapping[str, tuple[str, str]]] = {  # type of the row, and the limit that the server keeps too
    "yes_no": ("select_one yes_no", ""),
    "choice": ("select_one {id}", ""),
    "choices": ("select_multiple {id}", ""),
    "integer": ("integer", f". >= 0 and . <= {COUNT_LIMIT}"),
    "number": ("decimal", f". >= -{NUMBER_LIMIT} and . <= {NUMBER_LIMIT}"),
    "text": ("text", f"string-length(.) <= {TEXT_LENGTH}"),
    "time": ("time", ""),
    "date": ("date", ""),
    "identifier": ("text", f"string-length(.) <= {IDENTIFIER_LENGTH}"),
}
_BUILT: dict[tuple[str, str | None], str] = {}
_BUILDING = threading.Lock()


def xform(checklist: "Checklist", *, public_key: str | None = None) -> str:
    """Return the XForm of a checklist; worked out once for each checklist and key, since it takes a second."""
    wanted = checklist.sha256, public_key
    with _BUILDING:
        if wanted not in _BUILT:
            _BUILT[wanted] = _converted(xlsform(checklist, public_key=public_key))
        return _BUILT[wanted]


def _converted(sheets: dict[str, list[Row]]) -> str:
    from pyxform.xls2xform import convert

    headers = {f"{name}_header": [dict.fromkeys(key for row in rows for key in row)] for name, rows in sheets.items()}
    with _compared_by_identity():
        return str(convert({**sheets, **headers}, form_name="data").xform)


@contextmanager
def _compared_by_identity() -> Iterator[None]:
    """Let pyxform see at once that a part of a form is itself: it writes out both to compare them.

    It asks so of each question of a repeat, two thirds of the time that a form takes. No two parts of a form are alike
    without being one, since their names differ.
    """
    from pyxform.survey_element import SurveyElement

    by_content = SurveyElement.__eq__
    SurveyElement.__eq__ = object.__eq__
    try:
        yield
    finally:
        SurveyElement.__eq__ = by_content


def xlsform(checklist: "Checklist", *, public_key: str | None = None) -> dict[str, list[Row]]:
    """Return the sheets `survey`, `choices` and `settings` as pyxform takes them, in four languages.

    public_key
        Base64 of the RSA public key (DER) that clients must encrypt what is filled in with.
    """
    settings = {
        "form_id": form_id(checklist.id),
        "form_title": f"Vigie: {checklist.label['fr']} / {checklist.label['nl']}",
        "version": checklist.version,
        "default_language": TONGUES["fr"],
        "style": "pages",
        **({"public_key": public_key} if public_key else {}),
    }
    return {"survey": list(_survey(checklist)), "choices": list(_choices(checklist)), "settings": [settings]}


def form_id(sector: str) -> str:
    """Return how the form of a sector is called by its clients."""
    return f"{FORM_PREFIX}{sector}"


def in_form(checklist: "Checklist") -> tuple[Question, ...]:
    """Return the questions of a checklist that may stand on a client that we do not control."""
    return tuple(question for question in checklist.questions if not question.sensitive)


def evidence_fields(id_: str) -> tuple[str, str, str]:
    """Return the fields of the evidence for a question: the picture, when it was taken, and a comment on it."""
    return f"{id_}_photo", f"{id_}_photo_at", f"{id_}_photo_comment"


def checks_in_form(checklist: "Checklist") -> tuple[GridCheck, ...]:
    """Return the checks of the grid that such a client is asked: none that a guarded answer closes."""
    return FormGrid(checklist.checks, in_form(checklist)).checks


@dataclass(frozen=True)
class _Form:
    """A checklist as its form asks it: the questions that may stand there, and the checks that close them."""

    checklist: "Checklist"
    asked: tuple[Question, ...]
    grid: FormGrid

    def rules(self, question: Question) -> QuestionRules:
        """Return when a question is asked and what it takes."""
        return self.checklist.asking.rules(question.id)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(question.id for question in self.asked)

    def path_of(self, id_: str) -> str:
        """Return what a rule reads of a question; one that is not in the form is read as unanswered."""
        return self.grid.path_of(id_, f"${{{id_}}}") if id_ in self._known else "''"


def _survey(checklist: "Checklist") -> Iterator[Row]:
    form = _Form(checklist, asked := in_form(checklist), FormGrid(checklist.checks, asked))
    yield from _head()
    for section in checklist.sections:
        yield from _group(form, section, "workplace", section.key)
        if section.key == "persons":
            yield from _persons(form)
            yield from pay_rows(DONE)
            yield from hearing_rows(DONE)
    yield from _photos()
    yield from _leaving()


def _head() -> Iterator[Row]:
    """Yield which visit it is, when, with what outcome, and how many persons were found."""
    yield begin("control", said("xform.control"))
    yield row("note", "head_note", "xform.head_note")
    yield from _where()
    yield row("select_one outcome", "outcome", "screen.control.outcome", required="yes")
    yield row("dateTime", "entered_at", "screen.control.entered_at", required="yes", default="now()")
    yield row("date", "facts_on", "screen.control.facts_on", required="yes", default="today()")
    yield row("select_one report_language", "report_language", "screen.control.report_language", required="yes")
    within = limited(f". >= 0 and . <= {MOST_PERSONS}")
    yield row("integer", "persons_found", "xform.persons_found", relevant=DONE, required="yes", **within)
    yield end("control")


def _where() -> Iterator[Row]:
    """Yield the visit, which brings its workplace with it, or the workplace of an unplanned control."""
    yield {
        "type": "select_one_from_file missions.csv",
        "name": "visit",
        "parameters": "value=visit, label=label",
        **said("xform.mission"),
        **said("xform.mission_hint", "hint"),
    }
    yield {
        "type": "calculate",
        "name": "workplace_planned",
        "calculation": "instance('missions')/root/item[visit = ${visit}]/workplace",
    }
    unplanned = {"relevant": "${visit} = ''"}
    number = limited(f"regex(., '^{WORKPLACE}$')", "xform.number_wrong")
    yield row("text", "workplace_typed", "screen.control.number", **unplanned, required="yes", **number)
    hint = said("xform.place_hint", "hint")
    yield row("text", "place", "xform.place", **hint, **unplanned, constraint="regex(., '^[0-9]{5}$')")


def _persons(form: _Form) -> Iterator[Row]:
    """Yield as many entries as were counted: an empty one that the client adds by itself would count as somebody."""
    yield row("begin group", "found", "xform.persons", relevant=DONE)
    yield row("begin repeat", "person", "screen.control.person", repeat_count="${persons_found}")
    # the reference stays somebody's own when the form is opened again
    yield {"type": "calculate", "name": "person_ref", "calculation": "once(concat('P', position(..)))"}
    yield row("text", "person_name", "screen.control.name", **no_longer_than(NAME_LENGTH))
    yield row("text", "national_number", "screen.control.national_number", **no_longer_than(IDENTIFIER_LENGTH))
    yield row("date", "birth_date", "screen.control.birth_date")
    yield row("text", "hearing_language", "screen.control.hearing_language", **no_longer_than(NAME_LENGTH))
    if checks := [check for check in form.grid.checks if check.scope == "person"]:
        yield begin("checks_of_person", said("xform.checks"))
        for check in checks:
            yield from _check_rows(check)
        yield end("checks_of_person")
    for section in form.checklist.sections:
        yield from _group(form, section, "person", f"{section.key}_of_person")
    yield {"type": "end repeat", "name": "person"}
    yield end("found")


def _photos() -> Iterator[Row]:
    """Yield photos, each with when it was taken, in the record itself: telephones strip it from the picture."""
    yield row("begin group", "pictures", "xform.photos", relevant=DONE)
    yield row("begin repeat", "photo", "xform.photo")
    yield row("image", "photo_file", "xform.photo", parameters="max-pixels=2048")
    yield noted_at("photo_at", of="photo_file")
    yield row("text", "photo_person", "xform.photo_person", constraint="regex(., '^P[0-9]{1,3}$')")
    yield row("text", "photo_comment", "xform.comment", **no_longer_than(TEXT_LENGTH))
    yield {"type": "end repeat", "name": "photo"}
    yield end("pictures")


def _leaving() -> Iterator[Row]:
    """Yield the end: while `left_at` is empty the control is not finished, and may be sent again."""
    yield begin("leaving", said("xform.leaving"))
    hint = said("xform.left_hint", "hint")
    yield row("dateTime", "left_at", "screen.control.left_at", **hint, constraint=". >= ${entered_at}")
    yield end("leaving")


def _group(form: _Form, section: Section, scope: Literal["workplace", "person"], name: str) -> Iterator[Row]:
    here = [question for question in form.asked if question.section == section.key and question.scope == scope]
    if here:
        yield begin(name, labels(section.label), DONE if scope == "workplace" else None)
        for check in form.grid.of_place(section.key) if scope == "workplace" else ():
            yield from _check_rows(check)
        for question in here:
            yield from _question_rows(question, form)
        yield end(name)


def _check_rows(check: GridCheck) -> Iterator[Row]:
    """Yield how a check ended, and when that was chosen."""
    field, at = check_fields(check.key)
    yield {"type": f"select_one {choices_of(check.key)}", "name": field, **labels(check.label)}
    yield noted_at(at, of=field)


def _question_rows(question: Question, form: _Form) -> Iterator[Row]:
    """Yield the row of a question, and those of the evidence that its answer may call for."""
    yield _asked(question, form)
    if needs := form.rules(question).needs:
        own = form.path_of(question.id)
        when = " or ".join(to_xpath(when, form.path_of, own) for _, when in needs)
        label = next((need.label for need, _ in needs if need.label is not None), None)
        photo, taken_at, comment = evidence_fields(question.id)
        asks = labels(label) if label else said("xform.photo")
        yield {"type": "image", "name": photo, **asks, "relevant": when, "parameters": "max-pixels=2048"}
        yield noted_at(taken_at, of=photo)
        is_taken = f"${{{photo}}} != ''"
        yield row("text", comment, "xform.comment", relevant=is_taken, **no_longer_than(TEXT_LENGTH))


def _asked(question: Question, form: _Form) -> Row:
    kind, limit = _KINDS[question.kind]
    rules = form.rules(question)
    asked = {"type": kind.format(id=question.id), "name": question.id, **labels(question.label)}
    if question.hint:
        asked |= labels(question.hint, "hint")
    if question.required:
        asked["required"] = "${outcome} = 'done' and ${left_at} != ''"
    own = to_xpath(rules.relevant, form.path_of) if rules.relevant is not None else None
    if relevant := form.grid.relevant(question, own):
        asked["relevant"] = relevant
    if rules.constraint is not None:
        limit = f"{f'{limit} and ' if limit else ''}{to_xpath(rules.constraint, form.path_of)}"
    if limit:
        asked |= limited(limit)
    if question.constraint_message is not None:
        asked |= labels(question.constraint_message, "constraint_message")
    return asked


def _choices(checklist: "Checklist") -> Iterator[Row]:
    for list_name, prefix, keys in (*_LISTS, *LISTS):
        yield from ({"list_name": list_name, "name": key, **said(f"{prefix}{key}")} for key in keys)
    for check in checks_in_form(checklist):
        ways = ({"name": way.key, **labels(way.label)} for way in check.ways)
        differs = {"name": OTHERWISE, **said("xform.otherwise")}
        yield from ({"list_name": choices_of(check.key), **one} for one in (*ways, differs))
    for question in in_form(checklist):
        for choice in question.choices:
            yield {"list_name": question.id, "name": choice.key, **labels(choice.label)}
