"""Travel times without a network."""

import tracemalloc

import numpy as np
import pytest
from builders_planning import ROADS, Coefficients, a_day, a_policy, a_visit

from inspection.errors import PlanningFault
from inspection.planning.problem import GreatCircle, RoundPolicy
from inspection.planning.problem.travel import EARTH_RADIUS_KM, great_circle_km
from inspection.planning.search import build
from inspection.planning.solve import plan_rounds

BRUSSELS, LIEGE, IXELLES = (4.3517, 50.8466), (5.5797, 50.6451), (4.3732, 50.8333)


def test_great_circle_takes_detour_speed_and_access_from_the_rules():
    """Brussels to Liège is 89 km as the crow flies: 116 km by road at 85 km/h, and 4 minutes to park and walk."""
    minutes = ROADS.minutes([BRUSSELS, LIEGE])
    assert minutes[0, 1] == pytest.approx(89.4 * 1.3 / 85 * 60 + 4, abs=1.0)
    assert minutes[0, 1] == minutes[1, 0]
    assert minutes[0, 0] == 0


def test_speed_rises_with_distance():
    """A short way in town is slow, a long one fast, and farther never takes less time."""
    ways = [ROADS.minutes([BRUSSELS, (BRUSSELS[0] + d, BRUSSELS[1])])[0, 1] for d in (0.01, 0.1, 0.5, 1.0, 1.5)]
    assert ways == sorted(ways)
    town = GreatCircle(Coefficients(access_minutes=0)).minutes([BRUSSELS, IXELLES])[0, 1]
    assert town == pytest.approx(60 * 2.12 * 1.3 / (22 + 63 * 0.0276), rel=0.02)


def test_two_points_at_one_place_are_the_access_time_apart():
    """Another workplace in the same house still takes its walk."""
    assert ROADS.minutes([BRUSSELS, BRUSSELS]).tolist() == [[0, 4], [4, 0]]


def test_version_names_the_coefficients():
    """A plan made with other coefficients can be told apart."""
    assert GreatCircle(Coefficients(town_kmh=20)).version != ROADS.version


def test_no_points_are_no_minutes():
    """An empty list gives an empty table."""
    assert ROADS.minutes([]).shape == (0, 0)


def test_a_wrong_table_is_refused():
    """A provider that returns too small a table, or no numbers, is refused with a fault."""
    from builders_planning import a_day, a_visit

    class Broken:
        name, version = "broken", "0"

        def minutes(self, points, depart=None):
            return np.full((len(points), len(points)), np.nan)

    with pytest.raises(PlanningFault) as fault:
        plan_rounds([a_visit()], [a_day()], Broken(), RoundPolicy.free())
    assert fault.value.code == "PLAN-110"


def direct_km(points):
    """The formula over the whole table at once."""
    lon, lat = np.radians(np.asarray(points)).T
    chord = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))


@pytest.mark.parametrize("count", [1, 2, 361, 362, 363, 900])
def test_strips_of_rows_give_the_formulas_table(count):
    """Whatever the number of points does to the strips: the same kilometres and the same minutes."""
    points = np.random.default_rng(count).uniform((2.5, 49.5), (6.4, 51.5), (count, 2))
    rules = Coefficients()
    km = great_circle_km(points.tolist())
    np.testing.assert_allclose(km, direct_km(points), rtol=1e-12, atol=1e-9)
    road = direct_km(points) * rules.detour_factor
    speed = rules.town_kmh + (rules.far_kmh - rules.town_kmh) * np.minimum(road / rules.far_km, 1)
    minutes = 60 * road / speed + rules.access_minutes
    np.fill_diagonal(minutes, 0)
    np.testing.assert_allclose(ROADS.minutes(points.tolist()), minutes, rtol=1e-12, atol=1e-9)


def test_a_large_table_needs_little_more_than_itself():
    """2,500 points make 50 MB; the strips come to less than a third of that besides."""
    points = np.random.default_rng(1).uniform((2.5, 49.5), (6.4, 51.5), (2500, 2)).tolist()
    tracemalloc.start()
    try:
        minutes = ROADS.minutes(points)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < minutes.nbytes * 1.3


def test_a_table_that_may_not_be_written_to_is_copied(monkeypatch):
    """Code is compiled for tables of one kind; another table is read as it is."""
    visits, days = [a_visit("v", at=(4.4, 50.8))], [a_day(office=(4.3, 50.8))]
    table = ROADS.minutes([visits[0].point, days[0].office])
    monkeypatch.setattr(ROADS, "minutes", lambda *_: table, raising=False)
    assert np.shares_memory(build(visits, days, ROADS, a_policy()).week.travel, table)
    table.flags.writeable = False
    travel = build(visits, days, ROADS, a_policy()).week.travel
    assert travel.flags.writeable
    assert np.array_equal(travel, table)
