"""Own history is a number that a card may read; a sole trader is judged by facts of the workplace only."""

from datetime import date

import polars as pl
import pytest
from builders_targeting import ENTERPRISE, ON, UNIT, card, catalogue, lake, merged, restaurant

from inspection.targeting.assessing import assess, assess_all, measure, signals_of_enterprise
from inspection.targeting.assessing.adding_up import Assessments
from inspection.targeting.frame import establish
from sectors.rules.selection import Card

WORKPLACE = f"est:{UNIT}"
HISTORY = ("own_history_workplace", "own_history_enterprise")


def residuals(**more: object) -> pl.DataFrame:
    """What planned controls left at the restaurant, and at somebody whom no register knows."""
    return pl.DataFrame(
        {
            "level": ["workplace", "enterprise", "workplace"],
            "subject": [WORKPLACE, ENTERPRISE, "est:8999999999"],
            "residual": [0.5, -0.25, 9.0],
            **more,
        }
    )


@pytest.fixture
def where(tmp_path, polygons):
    """A restaurant in the lake, of a legal person or a natural one."""

    def made(kind: str | None):
        tables = merged(restaurant(), {})
        tables["kbo.enterprise"] = [{**tables["kbo.enterprise"][0], "type_of_enterprise": kind}]
        here = lake(tmp_path / str(kind), tables)
        return here, establish(here, catalogue(), ON, cache=polygons)

    return made


def test_a_residual_reaches_its_workplace_and_its_enterprise(where):
    """By keys; whoever no register knows brings none, and without learning it is missing, not zero."""
    here, established = where("2")
    found = measure(established, here, catalogue(), ON, residuals=residuals())
    assert [found.frame[key].to_list() for key in HISTORY] == [[0.5], [-0.25]]
    assert found.snapshot_of["own_history_workplace"] == f"history@{ON.isoformat()}"
    none = measure(established, here, catalogue(), ON)
    assert [none.frame[key].to_list() for key in HISTORY] == [[None], [None]]
    assert none.snapshots["history"] == "none"


@pytest.mark.parametrize(("kind", "points"), [("2", 7), ("1", 3), (None, 3)])
def test_a_fitted_card_counts_facts_of_the_workplace_only_for_a_sole_trader(where, kind, points):
    """Whoever may be a natural person; the reasons say what the points say. A card that people wrote counts all."""
    here, established = where(kind)
    measured = measure(established, here, catalogue(), ON)
    fitted, written = (_assessed(measured.frame, day) for day in (date(2026, 11, 1), None))
    assert fitted.frame["points"].to_list() == [points]
    assert sum(one.points for one in fitted.reasons(WORKPLACE)) == points
    assert written.frame["points"].to_list() == [7]
    assert sum(one.points for one in written.reasons(WORKPLACE)) == 7


def _assessed(frame: pl.DataFrame, calibrated: date | None) -> Assessments:
    bins = {
        "enterprise_age_years": {None: 1, 0.0: 5},
        "establishment_age_years": {None: 0, 0.0: 2},
    }
    return assess_all(frame, _catalogue(card(calibrated=calibrated, **bins)))


def _catalogue(one: Card):
    rules = catalogue()
    sectors = {
        key: sector.model_copy(update={"card": one if key == "restaurants" else None})
        for key, sector in rules.sectors.items()
    }
    return rules.model_copy(update={"sectors": sectors})


def test_each_signal_says_whose_facts_it_tells():
    """What is known by enterprise alone, age, declarations, is the enterprise's; the door and the complaint are not."""
    found = signals_of_enterprise(catalogue())
    assert {"enterprise_age_years", "late_dimona_share", "dmfa_arrears_share", "own_history_enterprise"} <= found
    assert not {"establishment_age_years", "complaints_kept_365d", "own_history_workplace"} & found


def test_a_frame_that_does_not_say_whose_it_is_is_left_as_it_is():
    """A table of another country has no such column: its points are the card's."""
    frame = pl.DataFrame({"workplace": ["est:1"], "a": [1.0]})
    done = assess(frame, card(calibrated=date(2026, 1, 1), a={None: 0, 0.0: 4}))
    assert done.frame["points"].to_list() == [sum(one.points for one in done.reasons("est:1"))] == [4]
