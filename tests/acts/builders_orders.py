"""Builders for what a magistrate ordered: an order, its place in a week, and the week proposed with it."""

from dataclasses import replace
from datetime import datetime

from builders_acts import AT, FIRM, LIEGE, WEEK, a_part

from inspection.acts.orders import order_visit
from inspection.acts.weeks import propose_week
from inspection.reporting.week import BookRound
from inspection.trust import AppContext

BY, OTHER, TEAM, INSPECTOR = "supervisor-liege", "supervisor-namur", "liege-1", "insp-liege-1"
THEIRS = "LI.69.99.123-26"


def ordered(house: AppContext, workplace: str = FIRM, by: str = BY, at: datetime = AT, **fields):
    """Register an order of Liège's auditorate."""
    values = {"authority": "aud-liege", "authority_reference": THEIRS, "place": LIEGE}
    return order_visit(house.acting(by, at), workplace, **{**values, **fields})


def apart(house: AppContext, workplace: str = FIRM) -> tuple[BookRound, ...]:
    """The round of one ordered visit on Monday at half past one."""
    round_ = a_part("liege").book.rounds[0]
    stop = replace(round_.stops[0], workplace=workplace, code="ABCDEF", name="Ordered", start=810.0, leave=870.0)
    return (replace(round_, stops=(stop,)),)


def planned(house: AppContext, at: datetime = AT, **fields) -> str:
    """Propose the week with the ordered visit apart; returns the plan's id."""
    values = {"service": "ONSS", "parts": [a_part("liege")], "restricted": apart(house)}
    return propose_week(house.acting(at=at), WEEK, **{**values, **fields})
