"""What a district brings to a week: its selection, the visits that the planner was offered, its rounds and its book."""

from dataclasses import dataclass

from inspection.planning.problem import Visit, WeekPlan
from inspection.reporting.week import DistrictBook
from inspection.targeting.model import Chosen, Selection


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What a district's planner is offered; each visit belongs to the chosen workplace of the same name."""

    district: str
    selection: Selection
    visits: tuple[Visit, ...]

    def visit(self) -> dict[str, Visit]:
        """Return the visits offered, by their id."""
        return {v.id: v for v in self.visits}


@dataclass(frozen=True, kw_only=True)
class DistrictPart(Offered):
    """One district of a week as the store keeps it.

    book
        What the office reads of it; the week is approved by the hashes of its districts' books.
    guests
        Workplaces of other districts to which this one sends teams for a joint action; chosen and counted there.
    """

    plan: WeekPlan
    book: DistrictBook
    guests: tuple[Chosen, ...] = ()

    def chosen(self) -> dict[str, Chosen]:
        """Return who was chosen, here or where this district's teams are guests, by workplace."""
        return {c.workplace: c for c in (*self.guests, *self.selection.chosen)}
