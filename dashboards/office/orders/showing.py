"""One ordered visit: until when, where plans send somebody, whom to ring, and for the office who may see it."""

from collections.abc import Collection
from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.faults import alike
from dashboards.office.shared import ORDERS, Telling, order_address
from inspection import acts
from inspection.errors import AccessRefused, InspectionError, PlanningFault
from inspection.life_cycles import OrderShown
from inspection.time_of import now
from inspection.trust import may

REVOKING: Final = ("no_longer_needed", "left_the_team", "given_by_mistake")
WITHDRAWING: Final = ("withdrawn_by_magistrate", "registered_by_mistake")
_TOLD: Final = {
    "made": "orders.made",
    "permitted": "orders.permitted",
    "revoked": "orders.revoked",
    "let_had": "orders.let_had",
    "ended": "orders.ended",
}
Choices = list[tuple[str, str]]


def show(asked: Asked) -> Response:
    """Show it; the look is recorded with the visit's id."""
    return drawn(asked)


def order_in(asked: Asked) -> str:
    """Return the visit that the address names."""
    return str(asked.request.path_params["order"])


def drawn(asked: Asked, fault: InspectionError | None = None, part: str = "") -> Response:
    """Return the page; `part` is the form that was refused, whose choices stay.

    Errors: `AccessRefused` 120 for one that is not there, or not open to whoever asks.
    """
    if fault is not None and alike(fault) is not fault:
        raise fault
    try:
        shown = acts.orders.show_order(asked.acting(), order_in(asked))
    except PlanningFault:
        raise AccessRefused("ACCESS-120") from None
    telling, order = Telling(asked), shown.order
    is_open = order.state == OrderShown.OPEN
    told = _TOLD.get(asked.query("told"), "")
    left, colour = telling.due(order.not_after) if is_open and order.not_after else ("", "")
    return asked.page(
        "order.html",
        fault,
        shown=shown,
        order=order,
        left=left,
        colour=colour,
        closed=[stop for stop in order.planned if is_open and not stop.is_permitted],
        telling=telling,
        told=asked.say(told, reference=order.reference) if told == "orders.made" else asked.say(told) if told else "",
        has_sheets=told in ("orders.permitted", "orders.revoked") and bool(order.planned or shown.to_ring),
        part=part,
        chosen=lambda form, name: asked.form.get(name, "") if form == part else "",
        revoking=REVOKING,
        withdrawing=WITHDRAWING,
        address=ORDERS,
        here_address=order_address(order.reference),
        room=ORDERS,
        at=now(),
        **_of_access(asked, shown, telling, is_open=is_open),
    )


def _of_access(asked: Asked, shown: acts.orders.ShownOrder, telling: Telling, *, is_open: bool) -> dict[str, object]:
    """Return what the forms offer to whoever decides about access; nothing to anybody else."""
    if shown.access is None or shown.offices is None:
        return {"readers": [], "closable": [], "offices": [], "having": [], "may_withdraw": False}
    known = asked.known
    has = {f"{one.kind}:{one.reader}" for one in shown.access}
    closable = [one for one in shown.access if (one.kind, one.reader) != ("user", shown.order.ordered_by)]
    return {
        "readers": _readers(asked, telling, has) if known.may("order.permit") else [],
        "closable": [(f"{one.kind}:{one.reader}", reader_named(one, telling)) for one in closable],
        "offices": telling.further_offices(shown.offices) if known.may("referral.let_have") else [],
        "having": [name for _, name in telling.offices(shown.offices)],
        "may_withdraw": is_open and known.may("order.withdraw"),
        "named": lambda one: reader_named(one, telling),
    }


def reader_named(one: acts.orders.OrderAccess, telling: Telling) -> str:
    """Return to whom or to what a visit is open: the id of somebody, or what a list or a team is called."""
    if one.kind == "list":
        return telling.say(f"orders.list.{one.reader}")
    return telling.team(one.reader) if one.kind == "team" else one.reader


def _readers(asked: Asked, telling: Telling, has: Collection[str]) -> list[tuple[str, Choices]]:
    """Return the teams, people and lists that do not have it yet, each kind with its heading."""
    context = asked.acting()
    teams = [(f"team:{one.id}", _placed(one.name, one.district, telling)) for one in acts.staff.working_teams(context)]
    people = [
        (f"user:{one.id}", f"{one.id}, {asked.say(f'role.{one.role}')}")
        for one in acts.staff.colleagues(context)
        if may(one, "alert.see")
    ]
    lists = [(f"list:{key}", asked.say(f"orders.list.{key}")) for key in acts.orders.LISTS]
    every = (("team", teams), ("user", people), ("list", lists))
    open_ = [(asked.say(f"orders.group.{kind}"), [one for one in mine if one[0] not in has]) for kind, mine in every]
    return [(heading, mine) for heading, mine in open_ if mine]


def _placed(name: str, district: str, telling: Telling) -> str:
    return f"{name}, {telling.district(district)}"
