"""The addresses of a control that is filled in."""

from starlette.routing import BaseRoute


def control_form_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return []
