"""The checklist as an XLSForm: the rows of its sheets, for every tool that speaks that format.

Collect keeps drafts on the telephone in clear, and so may others: no sensitive question is in the form, and nothing
about a person whom we know already. What a rule asks of a question that is left out counts as unanswered.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from inspection.control.checklists.xlsform_head import DONE, head, leaving, person, photos
from inspection.control.checklists.xlsform_rows import Row, begin, end, labels, question_rows, said
from sectors.rules import Question, Section

if TYPE_CHECKING:
    from inspection.control.checklists.sector_checklist import Checklist  # which offers `xlsform` itself

FORM_PREFIX: Final = "vigie_"
OUTCOMES: Final = ("done", "closed", "refused_access", "moved", "called_off", "unsafe")
REPORT_LANGUAGES: Final = ("fr", "nl", "de")
_LISTS: Final = (
    ("yes_no", "sheet.", ("yes", "no")),
    ("outcome", "screen.outcome.", OUTCOMES),
    ("report_language", "screen.language.", REPORT_LANGUAGES),
)


def xlsform(checklist: "Checklist", *, public_key: str | None = None) -> dict[str, list[Row]]:
    """Return the sheets `survey`, `choices` and `settings` as pyxform takes them, in four languages.

    public_key
        Base64 of the RSA public key (DER) that clients must encrypt what is filled in with.
    """
    return {
        "survey": list(_survey(checklist)),
        "choices": list(_choices(checklist)),
        "settings": [_settings(checklist, public_key)],
    }


def form_id(sector: str) -> str:
    """Return how the form of a sector is called by its clients."""
    return f"{FORM_PREFIX}{sector}"


def in_form(checklist: "Checklist") -> tuple[Question, ...]:
    """Return the questions of a checklist that may stand on a client that we do not control."""
    return tuple(question for question in checklist.questions if not question.sensitive)


def _settings(checklist: "Checklist", public_key: str | None) -> Row:
    given = {"public_key": public_key} if public_key else {}
    return {
        "form_id": form_id(checklist.id),
        "form_title": f"Vigie: {checklist.label['fr']} / {checklist.label['nl']}",
        "version": checklist.version,
        "default_language": "Français (fr)",
        "style": "pages",
        **given,
    }


def _survey(checklist: "Checklist") -> Iterator[Row]:
    yield from head()
    for section in checklist.sections:
        yield from _group(checklist, section, "workplace", section.key)
        if section.key == "persons":
            yield from _persons(checklist)
    yield from photos()
    yield from leaving()


def _persons(checklist: "Checklist") -> Iterator[Row]:
    """Yield as many entries as were counted: an empty one that the client adds by itself would count as somebody."""
    yield {"type": "begin group", "name": "found", **said("xform.persons"), "relevant": DONE}
    counted = {"repeat_count": "${persons_found}"}
    yield {"type": "begin repeat", "name": "person", **said("screen.control.person"), **counted}
    yield from person()
    for section in checklist.sections:
        yield from _group(checklist, section, "person", f"{section.key}_of_person")
    yield {"type": "end repeat", "name": "person"}
    yield end("found")


def _group(checklist: "Checklist", section: Section, scope: str, name: str) -> Iterator[Row]:
    asked = in_form(checklist)
    known = frozenset(question.id for question in asked)
    here = [question for question in asked if question.section == section.key and question.scope == scope]
    if here:
        yield begin(name, labels(section.label), DONE if scope == "workplace" else None)
        for question in here:
            yield from question_rows(question, checklist.asking.rules(question.id), known)
        yield end(name)


def _choices(checklist: "Checklist") -> Iterator[Row]:
    for list_name, prefix, keys in _LISTS:
        yield from ({"list_name": list_name, "name": key, **said(f"{prefix}{key}")} for key in keys)
    for question in in_form(checklist):
        for choice in question.choices:
            yield {"list_name": question.id, "name": choice.key, **labels(choice.label)}
