"""What somebody of ours owes after a decision on a suspicion, as every list of it says it; it is done on one page."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from dashboards.office.shared import WAITING, Telling, control_address
from inspection.acts.follow_ups import FollowUp

FOLLOW_UPS: Final = f"{WAITING}/follow-ups"


@dataclass(frozen=True, kw_only=True)
class OwedLine:
    """One line: what is owed, where, until when; `address` of the page on which it is done, "" for whose it is not."""

    named: str
    address: str
    due_at: datetime
    is_late: bool
    workplace: str = field(repr=False)
    control: str
    district: str


def owed_line(one: FollowUp, telling: Telling, name: str = "") -> OwedLine:
    """Return the line of one that waits; `name` of its firm, where whoever reads may know it."""
    return OwedLine(
        named=_named(one, telling),
        address=follow_up_address(one) if one.is_mine else "",
        due_at=one.due_at,
        is_late=one.is_late,
        workplace=name or telling.number(one.workplace),
        control=control_address(one.control_id),
        district=telling.district(one.district),
    )


def follow_up_address(one: FollowUp) -> str:
    """Return the address of the page on which it is done."""
    return f"{FOLLOW_UPS}/{one.id}"


def _named(one: FollowUp, telling: Telling) -> str:
    """Return what is owed: of which person by reference, what a report left open, or who entered it."""
    about = ", ".join(_lack(telling, each) for each in one.lacks)
    if one.entered_by is not None and one.told_at is not None:
        about = telling.say("after.entered", by=one.entered_by, at=telling.asked.moment(one.told_at))
    return " · ".join(filter(None, (telling.say(f"after.{one.kind}", person=one.subject), about)))


def _lack(telling: Telling, lack: str) -> str:
    what, _, persons = lack.partition(":")
    return " ".join(filter(None, (telling.say(f"after.lack.{what}"), persons.replace(",", ", "))))
