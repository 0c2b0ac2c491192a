"""The addresses of the end of a control that is filled in."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.concluding import deciding, ending, exhibits, showing
from dashboards.office.concluding.addresses import end_address, files_address
from dashboards.office.concluding.finished import of_draft

_DRAFT = "{draft}"


def concluding_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    files = files_address(_DRAFT)
    return [
        page(end_address(_DRAFT), of_draft(showing.show)),
        form(end_address(_DRAFT), of_draft(ending.save)),
        form(end_address(_DRAFT, "decide"), of_draft(deciding.decide, is_lost=True)),
        page(files, of_draft(exhibits.show)),
        form(files, of_draft(exhibits.add, is_lost=True), takes_exhibit=True),
        form(f"{files}/remove", of_draft(exhibits.remove, is_lost=True)),
        page(f"{files}/{{sha256}}", of_draft(exhibits.look)),
    ]
