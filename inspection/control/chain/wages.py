"""What the persons of a notice are owed, as far as the inspector typed periods and a scale is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inspection.control import checks
from inspection.control.filled import Control

if TYPE_CHECKING:
    from sectors import Rules


@dataclass(frozen=True, kw_only=True)
class WagesOwed:
    """Of one person, in euro cents: what is owed for the periods typed and what of it is unpaid; None: not known."""

    person: str
    owed_cents: int | None
    unpaid_cents: int | None


def wages_of(control: Control, rules: "Rules", persons: Iterable[str]) -> tuple[WagesOwed, ...]:
    """Return what each of some persons is owed, by the scale of each period's days; never by a guess."""
    drafts = {draft.person: draft for draft in checks.arrears(control, rules)}
    made = []
    for person in persons:
        lines = [line for line in drafts[person].lines if not line.presumed] if person in drafts else []
        due = [line.due_cents for line in lines if line.due_cents is not None]
        unpaid = [max(line.difference_cents, 0) for line in lines if line.difference_cents is not None]
        is_known = bool(lines) and len(due) == len(unpaid) == len(lines)
        made.append(
            WagesOwed(
                person=person,
                owed_cents=sum(due) if is_known else None,
                unpaid_cents=sum(unpaid) if is_known else None,
            )
        )
    return tuple(made)
