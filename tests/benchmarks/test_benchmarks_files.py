"""Others' instances: the published formats are read as they are meant, a broken file is refused with its line."""

import pytest

from benchmarks.planning.files import InstanceFault, read_instance
from benchmarks.planning.problem import orders_of, plan_of
from inspection.planning.solve import plan_rounds

# Two routes of length 10 from (0, 0) to (10, 0): the straight way takes 1 and 2. Point 3 is 1 aside halfway, 2 × √26 =
# 10.198 in all, so too far; point 4 lies before the start: 2 + 10 + … too far. Point 5 at (5, 0) has score 7.
TOP = """n 7
m 2
tmax 10
0.000\t0.000\t0
2.000\t0.000\t3
8.000\t0.000\t4
5.000\t1.000\t50
-1.000\t0.000\t60
5.000\t0.000\t7
10.000\t0.000\t0
"""

# From (0, 0), back by 40. Vertex 1 is 10 away, 5 of service, opens 0-12, score 10. Vertex 2 is √109 away, cut to
# 10.4, 5 of service, score 20. Vertex 3 starts at 30 or later, takes 4 and is 8 from home: never back by 40. Vertex
# 4 starts at 30 sharp, takes 4, is 6 from home: back at 40 sharp; from 2 it is 10.4 again. 1 then 2 ends at 10 + 5
# + 3 + 5 = 23, too late for 4 (33.4); 2 alone leaves at 15.4 and is at 4 by 25.8. So one route makes 2 and 4 (35),
# two make 1, 2 and 4 (45).
TOPTW = """1 3 4 1
0 200
0 0.00 0.00 0.00 0.00 0 0 0 40
1 10.00 0.00 5.00 10.00 1 1 1 0 12
2 10.00 3.00 5.00 20.00 1 2 1 2 0 20
3 0.00 8.00 4.00 100.00 1 0 30 31
4 0.00 6.00 4.00 15.00 1 0 30 30
"""


def _read(tmp_path, text, name="p1.2.a.txt", **options):
    path = tmp_path / name
    path.write_text(text)
    return read_instance(path, **options)


def _best(problem):
    plan = plan_rounds(problem.visits, problem.team_days, problem.travel, problem.policy, iterations=200)
    assert problem.verify(plan) == []
    return plan


def test_top_file_has_the_optimum_worked_out_by_hand(tmp_path):
    """The points on the straight way fit in a route, exactly; the two aside do not."""
    problem = _read(tmp_path, TOP)
    assert len(problem.team_days) == 2
    assert _best(problem).value == 14


def test_top_distances_are_not_rounded(tmp_path):
    """2 × √26 is 10.198…: the point aside enters as soon as there is so much time."""
    assert _best(_read(tmp_path, TOP.replace("tmax 10", "tmax 10.197"), routes=1)).value == 14
    assert _best(_read(tmp_path, TOP.replace("tmax 10", "tmax 10.199"), routes=1)).value == 50


def test_routes_option_overrides_the_number_in_a_top_file(tmp_path):
    """Others run the same points with another m."""
    problem = _read(tmp_path, TOP, routes=3)
    assert (problem.name, len(problem.team_days)) == ("p1.2.a-m3", 3)
    assert _read(tmp_path, TOP, routes=2).name == "p1.2.a"


@pytest.mark.parametrize(("routes", "value"), [(1, 35), (2, 45)])
def test_toptw_file_has_the_optimum_worked_out_by_hand(tmp_path, routes, value):
    """One route makes 2 and 4; a second one makes 1; nobody makes 3 and is back in time."""
    problem = _read(tmp_path, TOPTW, "c101.txt", routes=routes)
    plan = _best(problem)
    assert plan.value == value
    assert problem.verify(plan_of(problem, orders_of(plan))) == []


@pytest.mark.parametrize(
    ("name", "decimals", "far"), [("c101.txt", None, 10.4), ("pr01.txt", None, 10.44), ("x", 0, 10)]
)
def test_toptw_distances_are_cut_as_in_the_published_results(tmp_path, name, decimals, far):
    """√109 is 10.4403…: one decimal for Solomon's files, two for Cordeau's, others on demand."""
    problem = _read(tmp_path, TOPTW, name, decimals=decimals)
    minutes = problem.travel.minutes([problem.team_days[0].office, problem.visits[1].point])
    assert minutes[0, 1] == pytest.approx(far, abs=1e-12)


def test_a_capacity_line_for_each_day_is_read_over(tmp_path):
    """Files that come from Cordeau's periodic ones may hold t lines 'D Q'."""
    text = TOPTW.replace("1 3 4 1\n0 200\n", "1 3 4 2\n0 200\n200\n")
    assert len(_read(tmp_path, text, "pr01.txt").visits) == 4


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "p1.2.a.txt"),
        (TOP.replace("n 7", "n 8"), "line 10"),  # a point is missing
        (TOP.replace("n 7", "n 6"), "line 10"),  # a point too many
        (TOP.replace("m 2", "k 2"), "line 2"),
        (TOP.replace("m 2", "m 2.5"), "line 2"),
        (TOP.replace("m 2", "m 0"), "line 1"),
        (TOP.replace("tmax 10", "tmax ten"), "line 3"),
        (TOP.replace("tmax 10", "tmax inf"), "line 3"),
        (TOP.replace("2.000\t0.000\t3", "2.000\t0.000"), "line 5"),
        (TOP.replace("2.000\t0.000\t3", "2.000\t0.000\t3\t1"), "line 5"),
        (TOP.replace("2.000\t0.000\t3", "2.000\t0,5\t3"), "line 5"),
        (TOP.replace("2.000\t0.000\t3", "2.000\t0.000\t-3"), "line 5"),
        (TOP.replace("10.000\t0.000\t0", "10.000\t0.000\t9"), "line 10"),  # the end would lose its score
        ("n 7\nm 2\n", "line 2"),
        (TOPTW.replace("1 3 4 1", "1 3 4"), "line 1"),
        (TOPTW.replace("1 3 4 1", "1 3 5 1"), "line 7"),
        (TOPTW.replace("1 3 4 1", "1 3 3 1"), "line 7"),
        (TOPTW.replace("0 200\n", ""), "line 1"),
        (TOPTW.replace("0 200\n", "0 200\n0 200\n"), "line 1"),
        (TOPTW.replace("\n2 10", "\n5 10"), "line 5"),  # vertices out of order
        (TOPTW.replace("1 2 1 2 0 20", "1 3 1 2 0 20"), "line 5"),  # a list shorter than it says
        (TOPTW.replace("1 2 1 2 0 20", "1 2 1 2 30 20"), "line 5"),
        (TOPTW.replace("0.00 0 0 0 40", "9.00 0 0 0 40"), "line 3"),
    ],
)
def test_a_file_that_breaks_its_format_is_refused_with_its_line(tmp_path, text, line):
    """Nothing is guessed: a misread instance gives a figure that nobody can trust."""
    with pytest.raises(InstanceFault) as refused:
        _read(tmp_path, text)
    assert line in refused.value.where
