"""What every form asks besides its checklist: which visit, when, with what outcome, who was found, and photos."""

from collections.abc import Iterator
from typing import Final

from inspection.control.checklists.xlsform_rows import Row, begin, end, said
from inspection.control.filled import IDENTIFIER_LENGTH, TEXT_LENGTH
from inspection.territory import WORKPLACE

DONE: Final = "${outcome} = 'done'"
MISSIONS: Final = "missions.csv"
NAME_LENGTH: Final = 200
MOST_PERSONS: Final = 200


def head() -> Iterator[Row]:
    """Yield what is said before the questions."""
    yield begin("control", said("xform.control"))
    yield {"type": "note", "name": "head_note", **said("xform.head_note")}
    yield from _where()
    yield from _when()
    yield {
        "type": "integer",
        "name": "persons_found",
        **said("xform.persons_found"),
        "relevant": DONE,
        "required": "yes",
        "constraint": f". >= 0 and . <= {MOST_PERSONS}",
        **said("xform.out_of_range", "constraint_message"),
    }
    yield end("control")


def _where() -> Iterator[Row]:
    """Yield the visit, which brings its workplace with it, or the workplace of an unplanned control."""
    yield {
        "type": f"select_one_from_file {MISSIONS}",
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
    yield {
        "type": "text",
        "name": "workplace_typed",
        **said("screen.control.number"),
        "relevant": "${visit} = ''",
        "required": "yes",
        "constraint": f"regex(., '^{WORKPLACE}$')",
        **said("xform.number_wrong", "constraint_message"),
    }
    yield {
        "type": "text",
        "name": "place",
        **said("xform.place"),
        **said("xform.place_hint", "hint"),
        "relevant": "${visit} = ''",
        "constraint": "regex(., '^[0-9]{5}$')",
    }


def _when() -> Iterator[Row]:
    yield {"type": "select_one outcome", "name": "outcome", **said("screen.control.outcome"), "required": "yes"}
    yield {
        "type": "dateTime",
        "name": "entered_at",
        **said("screen.control.entered_at"),
        "required": "yes",
        "default": "now()",
    }
    yield {
        "type": "date",
        "name": "facts_on",
        **said("screen.control.facts_on"),
        "required": "yes",
        "default": "today()",
    }
    yield {
        "type": "select_one report_language",
        "name": "report_language",
        **said("screen.control.report_language"),
        "required": "yes",
    }


def person() -> Iterator[Row]:
    """Yield who somebody found is; the reference stays theirs when the form is opened again."""
    yield {"type": "calculate", "name": "person_ref", "calculation": "once(concat('P', position(..)))"}
    yield {"type": "text", "name": "person_name", **said("screen.control.name"), **_no_longer_than(NAME_LENGTH)}
    yield {
        "type": "text",
        "name": "national_number",
        **said("screen.control.national_number"),
        **_no_longer_than(IDENTIFIER_LENGTH),
    }
    yield {"type": "date", "name": "birth_date", **said("screen.control.birth_date")}
    yield {
        "type": "text",
        "name": "hearing_language",
        **said("screen.control.hearing_language"),
        **_no_longer_than(NAME_LENGTH),
    }


def photos() -> Iterator[Row]:
    """Yield photos, each with when it was taken, in the record itself: telephones strip it from the picture."""
    yield {"type": "begin group", "name": "pictures", **said("xform.photos"), "relevant": DONE}
    yield {"type": "begin repeat", "name": "photo", **said("xform.photo")}
    yield {"type": "image", "name": "photo_file", **said("xform.photo"), "parameters": "max-pixels=2048"}
    yield {"type": "dateTime", "name": "photo_at", "calculation": "now()", "trigger": "${photo_file}"}
    yield {
        "type": "text",
        "name": "photo_person",
        **said("xform.photo_person"),
        "constraint": "regex(., '^P[0-9]{1,3}$')",
    }
    yield {"type": "text", "name": "photo_comment", **said("xform.comment"), **_no_longer_than(TEXT_LENGTH)}
    yield {"type": "end repeat", "name": "photo"}
    yield end("pictures")


def leaving() -> Iterator[Row]:
    """Yield the end: while `left_at` is empty the control is not finished, and may be sent again."""
    yield begin("leaving", said("xform.leaving"))
    yield {
        "type": "dateTime",
        "name": "left_at",
        **said("screen.control.left_at"),
        **said("xform.left_hint", "hint"),
        "constraint": ". >= ${entered_at}",
    }
    yield end("leaving")


def _no_longer_than(length: int) -> Row:
    return {"constraint": f"string-length(.) <= {length}", **said("xform.out_of_range", "constraint_message")}
