"""A week's travel times: one provider for all districts, told when it is not the one that was asked for."""

import logging
from pathlib import Path

import pytest
from builders_flows import vigie
from builders_planning import MONDAY, a_day, a_visit
from databases import lay_tables
from road_servers import RoadWorld, road_server, true_seconds

from inspection import acts
from inspection.planning.problem import RoundPolicy
from inspection.settings import Settings
from inspection.weeks import DistrictTask, plan_each, settled_travel
from inspection.weeks.district_planning import places_of
from sectors.reader import load_rules

OFFERED = {
    name: tuple(a_visit(f"{name}-{n}", at=(lon + n / 100, 50.85)) for n in range(4))
    for name, lon in (("leuven", 4.7), ("namur", 4.9))
}
ROSTER = {
    "leuven": (a_day("leuven-1", office=(4.7, 50.8), end=(4.8, 50.9)),),
    "namur": (a_day("namur-1", office=(4.9, 50.5)),),
}


def use(world: RoadWorld, monkeypatch: pytest.MonkeyPatch, home: Path, **more: str) -> None:
    """Let the settings name the test's server."""
    given = {"VIGIE_HOME": str(home), "VIGIE_ROADS": "osrm", "VIGIE_ROADS_URL": world.url, **more}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    lay_tables(Settings(home=home))


def test_a_districts_places_are_its_visits_and_both_ends_of_its_days() -> None:
    """Each once, so that the server is asked for no pair twice."""
    twice = (*OFFERED["leuven"], a_visit("again", at=OFFERED["leuven"][0].point))
    assert places_of(twice, ROSTER["leuven"]) == [*(v.point for v in OFFERED["leuven"]), (4.7, 50.8), (4.8, 50.9)]


def test_districts_are_planned_by_what_the_server_said_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is asked once a district; the processes that plan ask nobody, even when it has gone."""
    rules = load_rules().on(MONDAY)
    with road_server() as world:
        use(world, monkeypatch, tmp_path)
        travel = settled_travel(acts.app(), OFFERED, ROSTER, rules)
        assert world.tables == 2
    tasks = [
        DistrictTask(
            district=name,
            visits=OFFERED[name],
            team_days=days,
            travel=travel[name],
            policy=RoundPolicy.free(),
            seed=1,
            seconds=60.0,
        )
        for name, days in ROSTER.items()
    ]
    plans = plan_each(tasks, workers=2)
    assert {plan.travel for plan in plans.values()} == {"osrm data 2026-11-01T20:21:22Z (driving, 4 min access)"}
    assert plans == plan_each(tasks, workers=1)
    (way,) = plans["namur"].rounds
    first = next(v for v in OFFERED["namur"] if v.id == way.stops[0].visit)
    assert way.leaves is not None
    assert way.stops[0].arrive - way.leaves == pytest.approx(true_seconds((4.9, 50.5), first.point) / 60 + 4)


def test_a_server_that_fails_changes_all_districts_and_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Also the district that it had answered for already."""
    with road_server(trouble="status", trouble_after=3) as world, caplog.at_level(logging.WARNING, "vigie"):
        use(world, monkeypatch, tmp_path)
        travel = settled_travel(acts.app(), OFFERED, ROSTER, load_rules().on(MONDAY))
    assert all(one.version.endswith("instead of osrm (PLAN-130)") for one in travel.values())
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("[PLAN-130] The osrm server cannot answer now (HTTP 503); the great circle was taken")


@pytest.mark.parametrize(
    ("given", "more", "state", "says"),
    [
        ({}, {}, "well", "travel times: osrm, data 2026-11-01T20:21:22Z"),
        ({"map_day": None}, {}, "look", "osrm does not tell how old its map is"),
        ({"map_day": "2001-01-01"}, {}, "look", "[PLAN-135]"),
        ({"trouble": "rubbish"}, {}, "look", "weeks are planned by the great circle"),
        ({"trouble": "rubbish"}, {"VIGIE_ROADS_STRICT": "yes"}, "wrong", "no week is planned"),
    ],
)
@pytest.mark.few(2)
def test_the_doctor_looks_at_the_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], more: dict[str, str], state: str, says: str
) -> None:
    """Whether it answers, of which day its map is, and what happens to a week meanwhile."""
    with road_server(**given) as world:
        use(world, monkeypatch, tmp_path, **{"VIGIE_ROADS_MAP_DAYS": "5000", **more})
        found = vigie(tmp_path, "doctor", "--json", expected=None).value
    (one,) = [each for each in found if says in each["what"]]
    assert one["state"] == state
    assert bool(one["advice"]) is (state != "well")


def test_the_doctor_says_that_no_server_is_set(tmp_path: Path) -> None:
    """Nothing is wrong with that."""
    found = vigie(tmp_path, "doctor", "--json", expected=None).value
    assert ("well", "travel times: the great circle; no road server is set") in [(f["state"], f["what"]) for f in found]
