"""The referee itself: runs are made once, plans are judged, and the report says what the results say."""

import json
from dataclasses import replace

import pytest

from benchmarks.planning import small, styles, suites
from benchmarks.planning.engines import engine
from benchmarks.planning.figures import best_known, gain_percent, gaps_percent, mean_of
from benchmarks.planning.instances import instance
from benchmarks.planning.one import Run, measured
from benchmarks.planning.problem import district, orders_of, plan_of
from benchmarks.planning.replan import replanned, sick_team
from benchmarks.planning.report import report
from benchmarks.planning.results import append, read
from benchmarks.planning.weeks import HELD_OUT_SEEDS, TUNING_SEEDS
from benchmarks.planning.whole import fitting, whole
from inspection.planning.solve import plan_rounds


def a_row(name="fifteen-300-11", engine="ours", value=100.0, **rest):
    """Return the row of an ordinary run."""
    row = {
        "what": "weeks", "instance": name, "engine": engine, "seed": 1, "seconds": 1.0, "status": "found",
        "value": value, "required": 2, "required_placed": 2, "violations": [], "visits": 300, "visits_placed": 50,
        "team_days": 75, "start_value": None, "setup_seconds": 0.1, "search_seconds": 1.0, "seconds_to_99": None,
        "peak_memory_mb": 50.0, "date": "2026-11-25",
        "machine": {"cpu": "a processor", "cores": 2, "python": "3.11", "versions": {}},
    }  # fmt: skip
    return {**row, **rest}


def test_order_of_stops_becomes_the_plan_it_came_from():
    """The times of an engine's order are exact: our own plan comes back with its value and breaks no rule."""
    problem = district(11, 60, "three")
    plan = plan_rounds(problem.visits, problem.team_days, problem.travel, problem.policy, iterations=0)
    again = plan_of(problem, orders_of(plan))
    assert problem.verify(again) == []
    assert again.value == pytest.approx(plan.value)


def test_an_order_that_breaks_a_rule_is_seen():
    """A referee that mends others' plans would be none."""
    problem = district(11, 60, "three")
    first, other = problem.team_days[0], problem.team_days[-1]
    everything = [visit.id for visit in problem.visits]
    rules = {each.rule for each in problem.verify(plan_of(problem, {(first.team, first.day): everything}))}
    assert {"shift", "window", "day"} <= rules
    twice = plan_of(problem, {(day.team, day.day): everything[:1] for day in (first, other)})
    assert "visit_twice" in {each.rule for each in problem.verify(twice)}


def test_plan_that_holds_exactly_holds_in_whole_numbers_on_district_weeks():
    """Every engine gets the same travel times, rounded up, so our greedy plan is a start for all of them."""
    problem = district(11, 60, "fifteen")
    plan = plan_rounds(problem.visits, problem.team_days, problem.travel, problem.policy, iterations=0)
    data = whole(problem)
    kept = {key: [data.visits[v].id for v in order] for key, order in fitting(data, plan).items()}
    assert kept == orders_of(plan)


def test_visits_that_nobody_can_make_are_no_work_for_others():
    """A visit on a day without a team is left out, the other variant of a required visit too."""
    problem = district(11, 60, "three")
    v = next(v for v, visit in enumerate(problem.visits) if visit.required)
    must = problem.visits[v]
    never = replace(must, id="never", workplace="nowhere", required=False, languages=frozenset({"pl"}))
    variant = replace(must, id="variant", required=False)
    data = whole(replace(problem, visits=(*problem.visits, never, variant)))
    assert must.id in data.number
    assert not {"never", "variant"} & set(data.number)


def test_suites_name_instances_that_exist():
    """Sixty small weeks and forty of the published kinds at the least, and every name can be made again."""
    assert len(small.names()) >= 60
    assert len(styles.names()) >= 40
    assert len({*small.names(), *styles.names()}) == len(small.names()) + len(styles.names())
    for name in ("small-05", "p5.3.m", "rc2-wide-m1", "three-60-11-breaks", "fifteen-60-901"):
        assert instance(name).visits == instance(name).visits
    assert all(len(small.small_week(name).visits) <= small.MOST for name in small.names())


@pytest.mark.parametrize("what", suites.NAMES)
def test_a_suite_asks_each_run_once_and_on_the_seeds_given(what):
    """Held-out weeks are run only when they are asked for."""
    asked = {"limits": None, "reference_seconds": 300.0, "engines": None}
    made = suites.runs(what, weeks=TUNING_SEEDS, **asked)
    assert len({run.key for run in made}) == len(made) > 0
    assert not any(run.instance.endswith(f"-{seed}") for run in made for seed in HELD_OUT_SEEDS)


def test_a_run_in_its_own_process_is_measured_and_verified():
    """The row holds value, violations, memory and seconds, and nothing of where the project lies."""
    row = measured(Run(what="weeks", instance="three-60-11", engine="greedy", seed=1, seconds=0.0))
    assert row["status"] == "found"
    assert row["violations"] == []
    assert row["value"] > 0
    assert row["peak_memory_mb"] > 10
    assert "/" not in json.dumps({**row, "machine": None})


def test_a_run_that_dies_is_a_row():
    """One engine that fails does not end the benchmark."""
    row = measured(Run(what="weeks", instance="three-60-11", engine="nobody", seed=1, seconds=0.0))
    assert (row["status"], row["error"]) == ("failed", "KeyError: 'nobody'")


def test_results_survive_a_line_that_was_cut_off(tmp_path):
    """An interrupt in the middle of writing costs one run, not the file."""
    path = tmp_path / "results.jsonl"
    append(path, a_row())
    path.write_text(path.read_text() + '{"instance": "fif')
    assert read([path]) == [a_row()]
    append(path, a_row(engine="greedy", seconds=0.0))
    assert [row["engine"] for row in read([path])] == ["ours", "greedy"]
    path.write_text("no json\n" + path.read_text())
    with pytest.raises(ValueError, match="line 1"):
        read([path])


def test_interval_is_students():
    """1, 2, 3: mean 2, half width 4.303 × 1 ÷ √3."""
    mean = mean_of([1.0, 2.0, 3.0])
    assert (mean.mean, round(mean.half, 3)) == (2.0, 2.484)
    assert "zero inside" in str(mean)
    assert "zero inside" not in str(mean_of([1.0, 1.1, 0.9]))


def test_gain_is_paired_and_a_broken_plan_counts_as_none():
    """110 against 100 and 120 against 100: 15 % in the mean; where they have nothing there is no pair."""
    ours = [a_row("a", value=110.0), a_row("b", value=120.0), a_row("c", value=50.0)]
    theirs = [a_row("a"), a_row("b"), a_row("c", value=90.0, violations=["shift"])]
    assert gain_percent(ours, theirs).mean == pytest.approx(15)
    best = best_known([*ours, *theirs])
    assert best["c"] == (2, 50.0)
    assert gaps_percent(theirs, best) == pytest.approx([100 / 11, 100 / 6, 100])


def test_required_visits_come_before_value_in_the_best_known():
    """More value with a required visit less is not better."""
    assert best_known([a_row(value=100.0), a_row(value=900.0, required_placed=1)])["fifteen-300-11"] == (2, 100.0)


def test_report_names_what_broke_and_compares_each_engine():
    """What went wrong stands in the report by name, never only in the results."""
    rows = [a_row(value=110.0), a_row(engine="pyvrp"), a_row(engine="ortools", violations=["window"])]
    rows += [{**a_row(engine="pyvrp-warm"), "status": "failed", "error": "out of memory"}]
    rows += [a_row("small-01", "cpsat", 30.0, status="optimal"), a_row("small-01", value=29.0)]
    bound = {"status": "bound", "bound": 29.5, "search_seconds": 0.1, "violations": []}
    rows += [{**a_row("small-01", "bound"), **bound}]
    text = report(rows)
    assert "broken: fifteen-300-11, ortools, seed 1, 1 s: window" in text
    assert "failed: fifteen-300-11, pyvrp-warm, seed 1, 1 s: out of memory" in text
    assert "| pyvrp | 100 | 9.09 | +10.00 (one pair) |" in text
    assert "0 of 1 runs at the optimum" in text
    assert "Bound below the optimum: 1 of 1" in text


@pytest.mark.parametrize("name", ["pyvrp", "pyvrp-warm", "ortools", "ortools-warm", "ortools-plain"])
def test_others_plans_keep_every_rule(name):
    """What another engine finds on a week with every feature of the head-to-head is judged as a plan of ours."""
    pytest.importorskip("pyvrp")
    pytest.importorskip("ortools")
    problem = district(11, 60, "three")
    solve, warm = engine(name)
    start = engine("greedy")[0](problem, 0.0, 1).plan if warm else None
    outcome = solve(problem, 0.5, 1, start)
    assert problem.verify(outcome.plan) == []
    if start is not None:
        assert outcome.plan.value >= start.value - 1e-6
        assert problem.required_placed(outcome.plan) == problem.required_placed(start)


@pytest.mark.parametrize("name", ["small-03", "small-06", "small-14", "small-21", "small-42"])
def test_proof_and_core_agree_on_small_weeks(name):
    """The proof model and the planner mean the same rules."""
    pytest.importorskip("ortools")
    problem = small.small_week(name)
    proof = engine("cpsat")[0](problem, 60.0, 1)
    assert proof.status == "optimal"
    assert problem.verify(proof.plan) == []
    plan = plan_rounds(problem.visits, problem.team_days, problem.travel, problem.policy, iterations=400)
    placed = (problem.required_placed(plan), plan.value)
    assert placed <= (problem.required_placed(proof.plan), pytest.approx(proof.plan.value))


@pytest.mark.battery(reason="a benchmark of its own; replanning is tried in every run")
def test_a_sick_team_is_replanned_and_reported():
    """The figures are those of two plans that break no rule, and the report puts them in a table of their own."""
    problem = district(11, 80, "fifteen", breaks=True)
    made = replanned(problem, 0.5, 1, sick_team(problem, 11))
    assert made["violations"] == []
    assert 0 <= made["share_changed"] <= 1
    assert made["open_value"] <= made["value"]
    text = report([{**a_row("fifteen-80-11-breaks", "replan", what="replan"), **made}])
    assert "One of fifteen teams ill" in text
    assert "| 80 |" in text
