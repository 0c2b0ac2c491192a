"""No plan leaves the planner's process unless the verifier, which shares no code with it, finds nothing."""

import pickle

import pytest
from builders_planning import MONDAY, Flat, a_day, a_plan, a_policy, a_visit

from inspection.errors import PlanningFault
from inspection.weeks import DistrictTask, district_planning
from inspection.weeks.district_planning import plan_one


def a_task() -> DistrictTask:
    """One visit that may start between nine and ten, and one team."""
    visit = a_visit("secret", windows=((540.0, 600.0),))
    return DistrictTask(
        district="leuven",
        visits=(visit,),
        team_days=(a_day(),),
        travel=Flat(),
        policy=a_policy(),
        seed=777,
        seconds=60.0,
    )


def test_a_plan_that_keeps_its_rules_comes_back() -> None:
    """As the planner made it."""
    (round_,) = plan_one(a_task()).rounds
    assert [stop.visit for stop in round_.stops] == ["secret"]


def test_a_plan_that_breaks_a_rule_is_refused_without_naming_a_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the planner ends here, with rule and district, also on the way back from another process."""
    late = a_plan(("A", MONDAY, [("secret", 700.0, 700.0, 760.0)]), value=10.0)
    monkeypatch.setattr(district_planning.solve, "plan_rounds", lambda *args, **more: late)
    with pytest.raises(PlanningFault) as refused:
        plan_one(a_task())
    said = str(pickle.loads(pickle.dumps(refused.value)))  # noqa: S301  our own bytes
    assert "PLAN-328" in said
    assert "window" in said
    assert "leuven" in said
    assert not [
        word for word in ("secret", "777") if word in said
    ]  # nor the seed, from which the draw could be computed
