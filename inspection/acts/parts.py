"""What a district brings to a week: its selection, its rounds, and the visits that the planner was offered."""

from dataclasses import dataclass

from inspection.planning import Visit, WeekPlan
from inspection.targeting import Chosen, Selection


@dataclass(frozen=True, kw_only=True)
class DistrictPart:
    """One district of a week; each visit belongs to the chosen workplace of the same name."""

    district: str
    selection: Selection
    plan: WeekPlan
    visits: tuple[Visit, ...]

    def chosen(self) -> dict[str, Chosen]:
        """Return who was chosen, by workplace."""
        return {c.workplace: c for c in self.selection.chosen}

    def visit(self) -> dict[str, Visit]:
        """Return the visits offered, by their id."""
        return {v.id: v for v in self.visits}
