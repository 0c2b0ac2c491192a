"""What is done with ordered visits: registered, opened to a reader, closed, let to an office, withdrawn."""

from collections.abc import Callable
from typing import cast

from starlette.responses import Response

from dashboards.numbers import workplace_of
from dashboards.office.asking import Asked
from dashboards.office.orders import listing, showing
from dashboards.office.shared import ORDERS, attempted, day_or_none, order_address, place_in
from inspection import acts
from inspection.errors import PlanningFault
from inspection.trust import Context


def make(asked: Asked) -> Response:
    """Register a visit; its page is where it is opened to the team that goes."""
    way = lambda made: f"{order_address(made.reference)}?told=made"  # noqa: E731
    return attempted(asked, lambda: _made(asked), way, lambda fault: listing.drawn(asked, fault), page=ORDERS)


def permit(asked: Asked) -> Response:
    """Let one user, one team or one list show it."""
    kind, reader = _reader(asked)
    act = lambda context: acts.orders.permit(context, showing.order_in(asked), kind, reader)  # noqa: E731
    return _done(asked, act, "permit", "permitted")


def revoke(asked: Asked) -> Response:
    """Close it to one user, one team or one list."""
    kind, reader = _reader(asked)
    reason = asked.form.get("reason", "")
    act = lambda context: acts.orders.revoke(context, showing.order_in(asked), kind, reader, reason=reason)  # noqa: E731
    me = asked.known.user
    page = ORDERS if (kind, reader) in (("user", me.id), ("team", me.team)) else ""  # it may be closed to oneself now
    return _done(asked, act, "revoke", "revoked", page)


def let_have(asked: Asked) -> Response:
    """Note that the magistrate lets a further office have the referral."""
    office = asked.form.get("office", "")
    act = lambda context: acts.bundles.authorise_recipient(context, showing.order_in(asked), office)  # noqa: E731
    return _done(asked, act, "let_have", "let_had")


def withdraw(asked: Asked) -> Response:
    """End a visit that nobody answered yet."""
    reason = asked.form.get("reason", "")
    act = lambda context: acts.orders.withdraw_order(context, showing.order_in(asked), reason=reason)  # noqa: E731
    return _done(asked, act, "withdraw", "ended")


def _done(asked: Asked, act: Callable[[Context], object], part: str, told: str, page: str = "") -> Response:
    """Do it, and lead back to the visit, or to another page; where it is refused the form is shown again as it was."""
    way = order_address(showing.order_in(asked))
    return attempted(
        asked,
        lambda: act(asked.acting()),
        f"{page or way}?told={told}",
        lambda fault: showing.drawn(asked, fault, part),
        page=way,
    )


def _reader(asked: Asked) -> tuple[acts.orders.OrderReader, str]:
    """Return to whom a form opens or closes it; the act refuses what is no reader."""
    kind, _, reader = asked.form.get("reader", "").partition(":")
    return cast(acts.orders.OrderReader, kind), reader


def _made(asked: Asked) -> acts.orders.Ordered:
    sent = asked.form
    return acts.orders.order_visit(
        asked.acting(),
        workplace_of(sent.get("number", ""), "ordered visit"),
        authority=sent.get("authority", ""),
        authority_reference=sent.get("reference", ""),
        not_after=day_or_none(sent.get("not_after", ""), PlanningFault("PLAN-408")),
        place=place_in(asked),
    )
