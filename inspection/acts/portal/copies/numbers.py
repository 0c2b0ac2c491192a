"""The numbers on which the inspection answers, as the bundle has them, and when the one on duty was tried last."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from inspection.acts.portal.copies.looking import Look
from inspection.acts.portal.values import Numbers
from inspection.life_cycles import OnCallTestOutcome
from inspection.store.protection import OnCallTestRow
from inspection.time_of import day_in_brussels


def numbers_in(look: Look, data: Mapping[str, Any]) -> Numbers:
    """Return the inspector's number, and the one of whoever answers above where that is somebody else's."""
    above = data.get("ring_back", {})
    inspector = str(data.get("contact_telephone") or "")
    duty = str(above.get("telephone") or "")
    if above.get("role") == "inspector":
        inspector, duty = inspector or duty, ""
    duty = "" if duty == inspector else duty
    wanted = select(OnCallTestRow.tested_at).where(
        col(OnCallTestRow.number) == duty, col(OnCallTestRow.outcome) == OnCallTestOutcome.REACHED
    )
    tried = look.session.exec(wanted.order_by(col(OnCallTestRow.tested_at).desc())).first() if duty else None
    return Numbers(inspector=inspector, duty=duty, duty_tried_on=day_in_brussels(tried) if tried else None)
