"""The addresses of the portal: the shell's own, and the few rooms of an office outside."""

from starlette.responses import Response
from starlette.routing import BaseRoute

from dashboards.office import HOME, Asked, form, page, shell_routes
from dashboards.portal import absences, cases, closed, desk, documents, helping, lists
from inspection.errors import PortalFault


def portal_routes() -> list[BaseRoute]:
    """Return the routes of the portal; what none of them is, is told as what is not for the one who asks."""
    return [
        page("/", desk.show),
        page("/open", desk.show_open),
        page("/closed", closed.show),
        page(cases.CASE, cases.show),
        page(f"{cases.CASE}/names", cases.show_names),
        page(f"{cases.CASE}/words", cases.show_words),
        page(f"{cases.CASE}/files/{{name}}", documents.show),
        form(f"{cases.CASE}/say", cases.say),
        page("/list", lists.show_all),
        page("/list/{id}", lists.show_one),
        page(absences.ABSENCE, absences.show),
        form(absences.ABSENCE, absences.name),
        form(f"{absences.ABSENCE}/end", absences.end),
        page("/reach", helping.reach),
        page("/help", helping.use),
        page(HOME, lambda asked: asked.led("/")),  # where the shell leads whoever asked for nothing
        *shell_routes(),
        page("/{rest:path}", _nothing),
        form("/{rest:path}", _nothing, is_open=True),
    ]


def _nothing(_: Asked) -> Response:
    raise PortalFault("PORTAL-301")
