"""What a district brings to a week: its selection, its rounds, and the visits that the planner was offered."""

from dataclasses import dataclass

from inspection.planning.problem import Visit, WeekPlan
from inspection.targeting.model import Chosen, Selection


@dataclass(frozen=True, kw_only=True)
class DistrictPart:
    """One district of a week; each visit belongs to the chosen workplace of the same name.

    guests
        Workplaces of other districts to which this one sends teams for a joint action; chosen and counted there.
    """

    district: str
    selection: Selection
    plan: WeekPlan
    visits: tuple[Visit, ...]
    guests: tuple[Chosen, ...] = ()

    def chosen(self) -> dict[str, Chosen]:
        """Return who was chosen, here or where this district's teams are guests, by workplace."""
        return {c.workplace: c for c in (*self.guests, *self.selection.chosen)}

    def visit(self) -> dict[str, Visit]:
        """Return the visits offered, by their id."""
        return {v.id: v for v in self.visits}
