"""The addresses of policy: both registers, the forms that add to them, and the page of each measure and initiative."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.policy import initiatives, measures, registers
from dashboards.office.policy.addresses import INITIATIVES, MEASURES, NEW, POLICY


def policy_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(POLICY, registers.measures),
        page(f"{MEASURES}/{NEW}", measures.show_new),
        form(f"{MEASURES}/{NEW}", measures.add),
        page(f"{MEASURES}/{{reference}}", measures.show),
        form(f"{MEASURES}/{{reference}}", measures.change),
        page(INITIATIVES, registers.initiatives),
        page(f"{INITIATIVES}/{NEW}", initiatives.show_new),
        form(f"{INITIATIVES}/{NEW}", initiatives.add),
        page(f"{INITIATIVES}/{{reference}}", initiatives.show),
        form(f"{INITIATIVES}/{{reference}}", initiatives.correct),
    ]
