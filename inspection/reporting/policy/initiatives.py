"""What departments did against trafficking, dated and kept all year: the substance of the two-yearly report."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.reporting.policy.measures import Words

InitiativeKind = Literal["training", "campaign", "circular", "staff", "joint_day", "cooperation", "other"]


@dataclass(frozen=True, kw_only=True)
class Initiative:
    """One initiative of a department, which is an actor of recipients.yaml.

    figures
        What was counted, in the words of the source, with its number: persons trained, leaflets, posts.
    source
        Where this can be read again: a circular's number, a report, a web page.
    """

    reference: str
    department: str
    kind: InitiativeKind
    first_day: date
    last_day: date
    what: Words
    figures: tuple[tuple[str, int], ...]
    source: str
