"""The addresses of ordered visits: the list, one of them, and what their forms do."""

from starlette.routing import BaseRoute

from dashboards.office.asking import form, page
from dashboards.office.orders import doing, listing, showing
from dashboards.office.shared import ORDERS

_ONE = f"{ORDERS}/{{order}}"


def order_routes() -> list[BaseRoute]:
    """Return the routes, for the office."""
    return [
        page(ORDERS, listing.show),
        form(ORDERS, doing.make),
        page(_ONE, showing.show),
        form(f"{_ONE}/permit", doing.permit),
        form(f"{_ONE}/revoke", doing.revoke),
        form(f"{_ONE}/let-have", doing.let_have),
        form(f"{_ONE}/withdraw", doing.withdraw),
    ]
