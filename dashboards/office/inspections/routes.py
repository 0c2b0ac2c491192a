"""The addresses of controls: the list, one control, and what its forms do."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.inspections import doing, listing, showing
from dashboards.office.shared import INSPECTIONS

_ONE = f"{INSPECTIONS}/{{control}}"


def inspection_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(INSPECTIONS, listing.show),
        page(_ONE, showing.show),
        form(_ONE, showing.reveal),
        form(f"{_ONE}/dossier", showing.dossier),
        form(f"{_ONE}/fields", showing.fields),
        form(f"{_ONE}/record", showing.visit_record),
        form(f"{_ONE}/correct", doing.correct),
        form(f"{_ONE}/report", doing.report),
        form(f"{_ONE}/return", doing.give_back),
        form(f"{_ONE}/review", doing.review),
        form(f"{_ONE}/clock", doing.stop_clock),
    ]
