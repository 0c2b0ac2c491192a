"""What is done with holds: one is noted, and ended before its day."""

from typing import cast

from starlette.responses import Response

from dashboards.numbers import workplace_of
from dashboards.office.asking import Asked
from dashboards.office.holds import listing, showing
from dashboards.office.shared import HOLDS, attempted, day_of, hold_address, place_in
from inspection import acts
from inspection.errors import PlanningFault


def place(asked: Asked) -> Response:
    """Note a place that nobody visits until a day; its page then says whom to ring."""
    way = lambda made: f"{hold_address(made.id)}?told=placed"  # noqa: E731
    return attempted(asked, lambda: _placed(asked), way, lambda fault: listing.drawn(asked, fault), page=HOLDS)


def lift(asked: Asked) -> Response:
    """End a hold before its day."""
    hold = showing.hold_in(asked)
    return attempted(
        asked,
        lambda: acts.workplaces.lift_hold(asked.acting(), hold),
        f"{HOLDS}?told=lifted",
        lambda fault: showing.drawn(asked, fault),
        page=hold_address(hold),
    )


def _placed(asked: Asked) -> acts.workplaces.PlacedHold:
    sent = asked.form
    kind, subject = cast(acts.workplaces.HoldKind, sent.get("kind", "")), sent.get("subject", "")
    return acts.workplaces.place_hold(
        asked.acting(),
        kind,  # the act refuses what is no kind
        workplace_of(subject, "hold") if kind == "workplace" else subject,
        day_of(sent.get("until", ""), PlanningFault("PLAN-402")),
        place=place_in(asked) if kind == "address" else None,
        authority=sent.get("authority", "") or None,
    )
