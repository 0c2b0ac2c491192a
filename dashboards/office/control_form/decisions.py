"""Final decisions against an offender as they are typed: one a line, authority; day on which it became final; level."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from inspection.control.filled import EarlierDecision


def read_decisions(typed: str) -> list[dict[str, Any]]:
    """Return decisions as a control holds them.

    Errors: `ValueError` with the line that cannot be read.
    """
    return [_decision(line.strip()) for line in typed.splitlines() if line.strip()]


def written(decisions: Sequence[dict[str, Any]]) -> str:
    """Return decisions as they are typed."""
    return "\n".join(_line(one) for one in decisions)


def _decision(line: str) -> dict[str, Any]:
    authority, _, rest = line.partition(";")
    day, _, level = (part.strip() for part in rest.partition(";"))
    try:
        final_on = datetime.strptime(day, "%d/%m/%Y").date()  # noqa: DTZ007  a day, not a moment
        made = EarlierDecision(authority=authority.strip(), final_on=final_on, level=int(level) if level else None)
    except ValueError:  # pydantic's too: which levels there are is the model's to say
        raise ValueError(line) from None
    return made.model_dump(mode="json", exclude_none=True)


def _line(one: dict[str, Any]) -> str:
    year, month, day = str(one["final_on"]).split("-")
    level = f"; {one['level']}" if one.get("level") else ""
    return f"{one['authority']}; {day}/{month}/{year}{level}"
