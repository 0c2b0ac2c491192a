"""The addresses of the shelf, and of a document by its kind and key."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.documents import calendars, reading, shelf
from dashboards.office.documents.addresses import CALENDAR, DOCUMENTS


def document_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(DOCUMENTS, shelf.show),
        form(f"{DOCUMENTS}/take", reading.take),
        form(f"{DOCUMENTS}/approve", reading.approve),
        page(CALENDAR, calendars.show),
        form(CALENDAR, calendars.make),
        form(f"{CALENDAR}/revoke", calendars.revoke),
        page(f"{DOCUMENTS}/{{kind}}/{{key:path}}", reading.show),
    ]
