"""The checklist as an XLSForm, and as the XForm that is made of it, for every tool that speaks these formats.

Collect keeps drafts on the telephone in clear, and so may others: no sensitive question is in the form, and nothing
about a person whom we know already. What a rule asks of a question that is left out counts as unanswered.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from inspection.control.checklists.asking import QuestionRules
from inspection.control.expressions.xpath import to_xpath
from inspection.control.filled import COUNT_LIMIT, IDENTIFIER_LENGTH, NUMBER_LIMIT, TEXT_LENGTH
from inspection.i18n import LANGUAGES, Lang, t
from inspection.life_cycles import ControlOutcome
from inspection.territory import WORKPLACE
from sectors.rules.checklists import Question, Section
from sectors.rules.values import Text

if TYPE_CHECKING:
    from inspection.control.checklists.sector_checklist import Checklist  # which offers `xlsform` itself

Row = dict[str, Any]

FORM_PREFIX: Final = "vigie_"
TONGUES: Final[Mapping[Lang, str]] = {
    "fr": "Français (fr)",
    "nl": "Nederlands (nl)",
    "de": "Deutsch (de)",
    "en": "English (en)",
}
DONE: Final = "${outcome} = 'done'"  # nothing is asked of a visit that did not take place
NAME_LENGTH: Final = 200
MOST_PERSONS: Final = 200
_LISTS: Final = (
    ("yes_no", "sheet.", ("yes", "no")),
    ("outcome", "screen.outcome.", tuple(map(str, ControlOutcome))),
    ("report_language", "screen.language.", ("fr", "nl", "de")),
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
    return str(convert({**sheets, **headers}, form_name="data").xform)


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


def _survey(checklist: "Checklist") -> Iterator[Row]:
    yield from _head()
    for section in checklist.sections:
        yield from _group(checklist, section, "workplace", section.key)
        if section.key == "persons":
            yield from _persons(checklist)
    yield from _photos()
    yield from _leaving()


def _head() -> Iterator[Row]:
    """Yield which visit it is, when, with what outcome, and how many persons were found."""
    yield _begin("control", _said("xform.control"))
    yield _row("note", "head_note", "xform.head_note")
    yield from _where()
    yield _row("select_one outcome", "outcome", "screen.control.outcome", required="yes")
    yield _row("dateTime", "entered_at", "screen.control.entered_at", required="yes", default="now()")
    yield _row("date", "facts_on", "screen.control.facts_on", required="yes", default="today()")
    yield _row("select_one report_language", "report_language", "screen.control.report_language", required="yes")
    within = _limited(f". >= 0 and . <= {MOST_PERSONS}")
    yield _row("integer", "persons_found", "xform.persons_found", relevant=DONE, required="yes", **within)
    yield _end("control")


def _where() -> Iterator[Row]:
    """Yield the visit, which brings its workplace with it, or the workplace of an unplanned control."""
    yield {
        "type": "select_one_from_file missions.csv",
        "name": "visit",
        "parameters": "value=visit, label=label",
        **_said("xform.mission"),
        **_said("xform.mission_hint", "hint"),
    }
    yield {
        "type": "calculate",
        "name": "workplace_planned",
        "calculation": "instance('missions')/root/item[visit = ${visit}]/workplace",
    }
    unplanned = {"relevant": "${visit} = ''"}
    number = _limited(f"regex(., '^{WORKPLACE}$')", "xform.number_wrong")
    yield _row("text", "workplace_typed", "screen.control.number", **unplanned, required="yes", **number)
    hint = _said("xform.place_hint", "hint")
    yield _row("text", "place", "xform.place", **hint, **unplanned, constraint="regex(., '^[0-9]{5}$')")


def _persons(checklist: "Checklist") -> Iterator[Row]:
    """Yield as many entries as were counted: an empty one that the client adds by itself would count as somebody."""
    yield _row("begin group", "found", "xform.persons", relevant=DONE)
    yield _row("begin repeat", "person", "screen.control.person", repeat_count="${persons_found}")
    # the reference stays somebody's own when the form is opened again
    yield {"type": "calculate", "name": "person_ref", "calculation": "once(concat('P', position(..)))"}
    yield _row("text", "person_name", "screen.control.name", **_no_longer_than(NAME_LENGTH))
    yield _row("text", "national_number", "screen.control.national_number", **_no_longer_than(IDENTIFIER_LENGTH))
    yield _row("date", "birth_date", "screen.control.birth_date")
    yield _row("text", "hearing_language", "screen.control.hearing_language", **_no_longer_than(NAME_LENGTH))
    for section in checklist.sections:
        yield from _group(checklist, section, "person", f"{section.key}_of_person")
    yield {"type": "end repeat", "name": "person"}
    yield _end("found")


def _photos() -> Iterator[Row]:
    """Yield photos, each with when it was taken, in the record itself: telephones strip it from the picture."""
    yield _row("begin group", "pictures", "xform.photos", relevant=DONE)
    yield _row("begin repeat", "photo", "xform.photo")
    yield _row("image", "photo_file", "xform.photo", parameters="max-pixels=2048")
    yield _taken_at("photo_at", of="photo_file")
    yield _row("text", "photo_person", "xform.photo_person", constraint="regex(., '^P[0-9]{1,3}$')")
    yield _row("text", "photo_comment", "xform.comment", **_no_longer_than(TEXT_LENGTH))
    yield {"type": "end repeat", "name": "photo"}
    yield _end("pictures")


def _leaving() -> Iterator[Row]:
    """Yield the end: while `left_at` is empty the control is not finished, and may be sent again."""
    yield _begin("leaving", _said("xform.leaving"))
    hint = _said("xform.left_hint", "hint")
    yield _row("dateTime", "left_at", "screen.control.left_at", **hint, constraint=". >= ${entered_at}")
    yield _end("leaving")


def _group(checklist: "Checklist", section: Section, scope: str, name: str) -> Iterator[Row]:
    asked = in_form(checklist)
    known = frozenset(question.id for question in asked)
    here = [question for question in asked if question.section == section.key and question.scope == scope]
    if here:
        yield _begin(name, _labels(section.label), DONE if scope == "workplace" else None)
        for question in here:
            yield from _question_rows(question, checklist.asking.rules(question.id), known)
        yield _end(name)


def _question_rows(question: Question, rules: QuestionRules, known: frozenset[str]) -> Iterator[Row]:
    """Yield the row of a question, and those of the evidence that its answer may call for.

    known
        Ids of the questions in the form; a rule that reads another one reads it as unanswered.
    """

    def path_of(id_: str) -> str:
        return f"${{{id_}}}" if id_ in known else "''"

    yield _asked(question, rules, path_of)
    if rules.needs:
        own = path_of(question.id)
        when = " or ".join(to_xpath(when, path_of, own) for _, when in rules.needs)
        label = next((need.label for need, _ in rules.needs if need.label is not None), None)
        photo, taken_at, comment = evidence_fields(question.id)
        asks = _labels(label) if label else _said("xform.photo")
        yield {"type": "image", "name": photo, **asks, "relevant": when, "parameters": "max-pixels=2048"}
        yield _taken_at(taken_at, of=photo)
        is_taken = f"${{{photo}}} != ''"
        yield _row("text", comment, "xform.comment", relevant=is_taken, **_no_longer_than(TEXT_LENGTH))


def _asked(question: Question, rules: QuestionRules, path_of: Callable[[str], str]) -> Row:
    kind, limit = _KINDS[question.kind]
    row = {"type": kind.format(id=question.id), "name": question.id, **_labels(question.label)}
    if question.hint:
        row |= _labels(question.hint, "hint")
    if question.required:
        row["required"] = "${outcome} = 'done' and ${left_at} != ''"
    if rules.relevant is not None:
        row["relevant"] = to_xpath(rules.relevant, path_of)
    if rules.constraint is not None:
        limit = f"{f'{limit} and ' if limit else ''}{to_xpath(rules.constraint, path_of)}"
    if limit:
        row |= _limited(limit)
    if question.constraint_message is not None:
        row |= _labels(question.constraint_message, "constraint_message")
    return row


def _choices(checklist: "Checklist") -> Iterator[Row]:
    for list_name, prefix, keys in _LISTS:
        yield from ({"list_name": list_name, "name": key, **_said(f"{prefix}{key}")} for key in keys)
    for question in in_form(checklist):
        for choice in question.choices:
            yield {"list_name": question.id, "name": choice.key, **_labels(choice.label)}


def _row(kind: str, name: str, label: str, **more: str) -> Row:
    """Return a row with its label from the catalogues."""
    return {"type": kind, "name": name, **_said(label), **more}


def _begin(name: str, titles: Row, relevant: str | None = None) -> Row:
    """Return the row that begins a group shown as one page."""
    shown = {"relevant": relevant} if relevant else {}
    return {"type": "begin group", "name": name, **titles, "appearance": "field-list", **shown}


def _end(name: str) -> Row:
    return {"type": "end group", "name": name}


def _taken_at(name: str, *, of: str) -> Row:
    return {"type": "dateTime", "name": name, "calculation": "now()", "trigger": f"${{{of}}}"}


def _limited(constraint: str, message: str = "xform.out_of_range") -> Row:
    return {"constraint": constraint, **_said(message, "constraint_message")}


def _no_longer_than(length: int) -> Row:
    return _limited(f"string-length(.) <= {length}")


def _labels(text: Text, column: str = "label") -> Row:
    """Return a text of the rules as the columns of its four languages."""
    return {f"{column}::{tongue}": text.say(lang) for lang, tongue in TONGUES.items()}


def _said(key: str, column: str = "label") -> Row:
    """Return a text of the catalogues as the columns of its four languages."""
    return {f"{column}::{TONGUES[lang]}": t(key, lang) for lang in LANGUAGES}
