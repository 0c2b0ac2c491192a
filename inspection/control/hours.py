"""When somebody came to a control and went, as it is typed: never in the future, and nobody goes before they came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from inspection.time_of import BRUSSELS, day_in_brussels

Fault = Literal["in_future", "left_before"]
_A_NIGHT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """What becomes of a raw control whose hours were typed.

    changed
        Its fields with their new values; nothing of a moment that cannot be.
    wrong
        Why a moment cannot be, by its field: `entered_at`, `left_at`.
    """

    changed: Mapping[str, Any]
    wrong: Mapping[str, Fault] = field(default_factory=dict)


def hours_typed(control: Mapping[str, Any], entered: datetime, left: datetime | None, now: datetime) -> Hours:
    """Return what becomes of the hours of a raw control, and of the days of its facts.

    The facts move along where they lay on the day of the entry. A leaving before the entry, on its day, is one of the
    night after.

    Arguments: `left` None while nobody said it.
    """
    if entered > now:
        return Hours({}, {"entered_at": "in_future"})
    changed: dict[str, Any] = {"entered_at": entered.isoformat(), **_facts(control, entered)}
    if left is not None and left < entered and day_in_brussels(left) == day_in_brussels(entered):
        after = (left.astimezone(BRUSSELS) + _A_NIGHT).astimezone(UTC)  # at that hour on the wall
        left = after if after <= now else left
    if left is not None and left > now:
        return Hours(changed, {"left_at": "in_future"})
    if left is not None and left < entered:
        return Hours(changed, {"left_at": "left_before"})
    return Hours({**changed, "left_at": left.isoformat() if left else None})


def _facts(control: Mapping[str, Any], entered: datetime) -> dict[str, str]:
    before = day_in_brussels(datetime.fromisoformat(str(control["entered_at"]))).isoformat()
    last = day_in_brussels(entered).isoformat() if control["facts_on"] == before else str(control["facts_on"])
    first = control.get("facts_from")
    return {"facts_on": last} | ({"facts_from": min(str(first), last)} if first else {})
