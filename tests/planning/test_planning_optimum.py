"""On weeks small enough to try everything, the plan is the best there is."""

import pytest
from builders_planning import Flat
from builders_tiny_weeks import a_tiny_week, the_optimum

from inspection.planning.solve import plan_rounds


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.few(12)
def test_a_tiny_week_is_planned_to_the_optimum(seed):
    """As many required visits and as much value as full enumeration finds, breaks and longest day included."""
    visits, days, policy = a_tiny_week(seed)
    plan = plan_rounds(visits, days, Flat(), policy, iterations=120)
    required = sum(visit.required for visit in visits) - len(plan.unplaced)
    assert (required, plan.value) == the_optimum(seed)
