"""Travel times without a network."""

import numpy as np
import pytest
from builders_planning import ROADS, Coefficients

from inspection.errors import PlanningFault
from inspection.planning import GreatCircle, RoundPolicy, plan_rounds

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
