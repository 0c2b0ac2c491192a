"""The addresses of places, controls, holds, orders, joint actions and what waits, for pages that lead to others."""

from collections.abc import Container
from urllib.parse import quote, urlencode

from dashboards.office.asking import Asked

SEARCH, WORKPLACES, INSPECTIONS = "/search", "/workplaces", "/inspections"
OWN_DAY, WAITING = "/day", "/waiting"
HOLDS, ORDERS = "/holds", "/orders"
JOINT_ACTIONS = "/joint-actions"
CONTROL = "/control"


def workplace_address(workplace: str) -> str:
    """Return the address of a workplace's page."""
    return f"{WORKPLACES}/{quote(workplace, safe=':')}"


def control_address(control: str) -> str:
    """Return the address of a control's page."""
    return f"{INSPECTIONS}/{control}"


def hold_address(hold: str) -> str:
    """Return the address of the page of a place that nobody may visit until a day."""
    return f"{HOLDS}/{quote(hold)}"


def order_address(order: str) -> str:
    """Return the address of the page of an ordered visit, by our reference."""
    return f"{ORDERS}/{quote(order)}"


def action_address(reference: str) -> str:
    """Return the address of a joint action's page."""
    return f"{JOINT_ACTIONS}/{reference}"


def form_address(draft: str, *parts: str | int) -> str:
    """Return the address of a control that is filled in; `parts` name its page, none leads to the first."""
    return "/".join((CONTROL, draft, *map(str, parts)))


def order_in(asked: Asked, orders: Container[str], first: str) -> str:
    """Return the order of a list that an address names, `first` where it names none of them."""
    named = asked.query("sort")
    return named if named in orders else first


def sorted_by(path: str, key: str, **kept: str) -> str:
    """Return the address of a list in another order, with what else its address says."""
    told = {name: value for name, value in {**kept, "sort": key}.items() if value}
    return f"{path}?{urlencode(told)}"
