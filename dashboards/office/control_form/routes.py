"""The addresses of a control that is filled in: how it is opened, and its pages under the id of its draft."""

from typing import Final

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.control_form import onsite, opening, person, persons, place, visit
from dashboards.office.control_form.addresses import PERSONS, PLACE, SITE, VISIT
from dashboards.office.control_form.persons import PERSON
from dashboards.office.shared import CONTROL

_ONE: Final = f"{CONTROL}/{{draft}}"
_GRID, _PERSON = f"{_ONE}/{PERSONS}/{{sheet}}", f"{_ONE}/{PERSON}/{{ref}}"
_PART: Final = f"{_ONE}/{SITE}/{{part}}"
_ENTRY: Final = f"{_PART}/{{entry}}"
_MOST_FIELDS: Final = 400  # of a page; eight persons with all their boxes ticked are some hundred and fifty
_LARGEST: Final = 400_000  # bytes: the statement of a hearing is as long as some kept texts


def control_form_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(CONTROL, opening.show),
        form(opening.PLANNED, opening.planned),
        form(opening.UNPLANNED, opening.unplanned),
        page(_ONE, opening.lead),
        form(f"{_ONE}/give-up", opening.give_up),
        page(f"{_ONE}/{VISIT}", visit.show),
        form(f"{_ONE}/{VISIT}", visit.keep, most_fields=_MOST_FIELDS),
        page(_GRID, persons.show),
        form(_GRID, persons.keep, most_fields=_MOST_FIELDS, most=_LARGEST),
        form(f"{_ONE}/{PERSON}", persons.add),
        page(_PERSON, person.show),
        form(_PERSON, person.keep, most_fields=_MOST_FIELDS, most=_LARGEST),
        form(f"{_PERSON}/remove", person.remove),
        page(f"{_ONE}/{PLACE}", place.show),
        form(f"{_ONE}/{PLACE}", place.keep, most_fields=_MOST_FIELDS, most=_LARGEST),
        page(f"{_ONE}/{SITE}", onsite.first),
        form(f"{_ONE}/{SITE}/extracts", onsite.look_up),
        page(_PART, onsite.show),
        form(_PART, onsite.keep, most=_LARGEST, most_fields=_MOST_FIELDS),
        page(_ENTRY, onsite.show),
        form(_ENTRY, onsite.keep, most=_LARGEST, most_fields=_MOST_FIELDS),
        form(f"{_ENTRY}/back", onsite.take_back),
    ]
