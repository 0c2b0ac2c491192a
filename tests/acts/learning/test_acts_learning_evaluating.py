"""How well targeting does is one plain value, counted from what came of planned visits."""

import json
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

import pytest
from builders_acts import AT, later
from builders_learning import AFTER, FOUND, HEAD, OBSTRUCTED, a_week, visited
from builders_orders import ordered
from sqlmodel import select

from inspection.acts.learning import evaluation, keep_evaluation, last_evaluation
from inspection.acts.learning.evaluating import _forecasts
from inspection.acts.learning.groups import Groups, Standing, _size
from inspection.errors import AccessRefused
from inspection.sealing import canonical_json
from inspection.store.learning import EvaluationRow
from inspection.trust import AppContext


def test_an_evaluation_counts_what_chance_and_points_found(house: AppContext) -> None:
    """Without signed papers too: whoever learns nothing has to know all the more. A week says nothing for sure."""
    a_week(house)
    visited(house, 1, answers=OBSTRUCTED)
    visited(house, 3)
    visited(house, 1, district="namur", by="insp-namur-1", outcome="closed")
    found = evaluation(house.acting(HEAD, later(days=20)), AFTER)
    # two were drawn a district: one has no place in a round, one was visited in Liège and closed in Namur;
    # for a visit by points in Namur nobody answered: it was not made
    assert (found.visits["random"], found.visits["risk"]) == ((4, 1), (2, 1))
    assert (found.any_infringement.drawn, found.any_infringement.seen) == (4, 1)
    assert found.any_infringement.is_bounds
    assert found.any_infringement.prevalence is not None
    assert found.serious.prevalence is not None
    assert found.any_infringement.prevalence.value == found.serious.prevalence.value == 1.0
    assert found.stop_rule.says == "cannot_tell_yet"
    assert found.calibration is None
    assert not found.learning.allowed
    assert {one.by for one in found.fairness} == {"sector", "region", "language_role", "legal_form", "size_class"}
    assert all(one.value is None for one in found.fairness)  # too few to be shown


def test_an_evaluation_is_kept_as_it_was_and_names_nobody(house: AppContext) -> None:
    """Plain values: no workplace, no inspector; the same again is kept once."""
    a_week(house)
    workplace = visited(house, 1, persons=FOUND)
    made = evaluation(house.acting(at=later(days=20)), AFTER)
    kept = keep_evaluation(house.acting(at=later(days=20)), made)
    assert keep_evaluation(house.acting(at=later(days=21)), made) == kept
    with house.store.read() as session:
        assert len(session.exec(select(EvaluationRow)).all()) == 1
    body = last_evaluation(house.acting("dpo-1", later(days=22)), AFTER)
    assert body == json.loads(canonical_json(made.plain()))
    told = canonical_json(body)
    assert not [word for word in (workplace, "est:", "insp-", "liege-1", HEAD) if word in told]
    assert last_evaluation(house.acting("dpo-1", later(days=22)), AT.date()) is None


def test_an_ordered_workplace_is_in_no_figure(house: AppContext) -> None:
    """Not as a draw that nobody saw, either."""
    a_week(house)
    workplace = visited(house, 1, persons=FOUND)
    ordered(house, workplace)
    found = evaluation(house.acting(HEAD, later(days=20)), AFTER)
    assert found.any_infringement.seen == 0
    assert asdict(found.any_infringement)["prevalence"] is None


def test_only_some_may_read_and_keep_it(house: AppContext) -> None:
    """Supervisors and the data officer read; keeping is for the schedule and the direction."""
    a_week(house)
    made = evaluation(house.acting("supervisor-liege", AT), AFTER)
    for name in ("insp-liege-1", "head-liege"):
        with pytest.raises(AccessRefused):
            evaluation(house.acting(name, AT), AFTER)
    for name in ("supervisor-liege", "dpo-1"):
        with pytest.raises(AccessRefused):
            keep_evaluation(house.acting(name, AT), made)


@pytest.mark.parametrize(("staff", "size"), [(None, "unknown"), (0, "0-4"), (4, "0-4"), (5, "5-9"), (50, "50+")])
def test_a_size_class_begins_at_its_bound(staff: int | None, size: str) -> None:
    """As the rules have them."""
    assert _size(staff, (5, 10, 20, 50)) == size


@pytest.mark.parametrize(("visits", "part"), [(0, 0.0), (1, 0.0), (2, 0.2), (6, 1.0), (9, 1.0)])
def test_equals_share_the_visits_that_are_left(visits: int, part: float) -> None:
    """One workplace has more points and five have as many: nobody of these is chosen surely, nor surely left out."""
    one: Any = SimpleNamespace(plan_id="p", workplace="w", place=6)
    known = Groups(places={}, frames={("p", "w"): Standing("legal_person", "5-9", place=6, equals=5)})
    assert known.part_reached(one, visits) == pytest.approx(part)
    assert Groups(places={}, frames={}).part_reached(one, visits) == float(visits >= 6)


@pytest.mark.parametrize(("served", "has_finding"), [("any", True), ("serious", False), (None, True)])
def test_a_probability_is_held_against_what_it_is_of(served: str | None, has_finding: bool) -> None:
    """What the week served, and what cards are taught by: findings that stand for nationality are not foretold."""
    seen = {"plan_id": "p", "district": "liege", "probability": 0.3, "inclusion": 0.5, "found": True, "serious": True}
    row: Any = SimpleNamespace(plan_id="p", district="liege", objective=served)
    one: Any = SimpleNamespace(**seen, taught=True, taught_serious=False)
    (told,) = _forecasts([one], [row])
    assert (told.probability, told.has_finding, told.weight) == (0.3, has_finding, 2.0)
