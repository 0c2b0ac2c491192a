"""Which page of a control that is filled in holds what: an answer, a person, a part; and the addresses of its end."""

from typing import Final

from dashboards.office.control_form import END, PARTS, VISIT
from dashboards.office.shared import form_address
from inspection.acts.controls import Filling

_PERSON, _PERSONS, _PLACE, _SITE = "person", "persons", "place", "site"
_OF_VISIT: Final = frozenset(
    {"outcome", "entered_at", "left_at", "facts_on", "facts_from", "report_language", "origin", "team", "visit"}
)
_OF_GRID: Final = frozenset({"persons", "marks"})
_OF_FILES: Final = frozenset({"attachments", "comments"})


def end_address(draft: str, *parts: str) -> str:
    """Return the address of the end of a draft, or of one of its parts."""
    return form_address(draft, END, *parts)


def files_address(draft: str, *parts: str) -> str:
    """Return the address of a draft's photographs and documents."""
    return end_address(draft, "files", *parts)


def site_address(draft: str, part: str) -> str:
    """Return the address of a part of what was noted beside the answers."""
    return form_address(draft, _SITE, part)


def page_of(filling: Filling, question: str, person: str | None) -> str:
    """Return the page on which a question is answered, of the place or of a person."""
    page = page_of_person(filling, person) if person else form_address(filling.id, _PLACE)
    return f"{page}#q-{question}"


def page_of_person(filling: Filling, person: str) -> str:
    """Return the page of a person found."""
    return form_address(filling.id, _PERSON, person)


def page_of_part(filling: Filling, part: str, person: str | None = None) -> str:
    """Return the page on which a part of the control is filled in."""
    if part in _OF_VISIT or not part:
        return form_address(filling.id, VISIT)
    if part in _OF_GRID:
        return page_of_person(filling, person) if person else form_address(filling.id, _PERSONS, 1)
    if part in _OF_FILES:
        return files_address(filling.id)
    if part == "suspicion":
        return f"{end_address(filling.id)}#decision"
    return site_address(filling.id, part) if part in PARTS else form_address(filling.id, _SITE)
