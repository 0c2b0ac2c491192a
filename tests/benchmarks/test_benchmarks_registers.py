"""What a country costs: every step runs on a toy one, the steps that were done stay done, the line is a line."""

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from defusedxml import ElementTree

from benchmarks.registers import fitting, running, steps, telling
from benchmarks.registers.locating import compared
from benchmarks.registers.measured import Cost, StepFailed, run
from inspection.demo.registers.registers import size_of
from sectors.reader import load_rules


def _cost(seconds=1.0, **said):
    return Cost(seconds=seconds, peak_mb=100.0, clock=1.0, load=0.0, said=said)


def test_a_line_is_fitted_as_worked_out_by_hand():
    """2 + 3x holds every point; a point that is a tenth off is the worst deviation."""
    line = fitting.fit([(0.5, 3.5), (1.0, 5.0), (2.0, 8.0)])
    assert (line.fixed, line.slope, line.r_squared) == pytest.approx((2, 3, 1))
    assert line.worst == pytest.approx(0, abs=1e-12)
    assert line.exponent == pytest.approx(1)
    assert fitting.fit([(1, 1), (2, 4), (4, 16), (8, 64)]).worst > 0.5


def test_the_plot_has_each_point_once_and_is_xml():
    """Two rows of costs: as many circles as points, as many lines as rows."""
    svg = ElementTree.fromstring(fitting.plot({"a < b": [(1, 2), (2, 4)], "c": [(1, 3), (2, 5), (4, 9)]}))
    names = [one.tag.rpartition("}")[2] for one in svg.iter()]
    assert names.count("circle") == 5
    assert any(one.text == "a < b" for one in svg.iter())


def test_sizes_grow_as_asked_and_once_is_the_demo():
    """Once the national size is what `vigie demo --scale national` writes; a tenth has a tenth of every sector."""
    national = size_of("national")
    assert national.times(1.0) == national
    tenth = national.times(0.1)
    assert sum(tenth.establishments.values()) == pytest.approx(170_000, abs=10)
    assert (tenth.idle, tenth.activities) == (43_000, national.activities)


def test_the_registers_of_the_chain_are_those_of_targeting():
    """A register that signals read is in the lake which the chain is measured on."""
    catalogue = load_rules().on(steps.DAY)
    wanted = {key for key, register in catalogue.registers.items() if register.is_for_targeting}
    assert wanted == {"kbo", *running.OTHERS}


def test_a_step_that_fails_ends_with_what_it_said(tmp_path):
    """A step that nobody knows: the error of the child is in ours."""
    with pytest.raises(StepFailed, match="KeyError"):
        run([running.STEPS, "nothing"], python=Path(sys.executable), scratch=tmp_path)


def test_a_journal_goes_on_where_it_was(tmp_path):
    """What an earlier run wrote down is read again as it was."""
    file = tmp_path / "steps.jsonl"
    file.write_text(json.dumps({"step": "make 1", **_cost(rows={"kbo/code.csv": 3}).__dict__}) + "\n")
    again = running.Journal.opened(file)
    assert again.done == {"make 1": _cost(rows={"kbo/code.csv": 3})}
    assert again.has(["make 1"])
    assert not again.has(["make 1", "chain 1"])


def test_promises_see_which_side_a_figure_is_on(tmp_path):
    """Three times DuckDB is kept, more is missed; a sixth of cbe likewise."""
    costs = {
        "take kbo 1 #0": _cost(31.0),
        "duckdb 1 #0": _cost(10.0),
        "cbe 1 #0": _cost(190.0),
        "update 1": _cost(7.0, own_seconds=4.0),
        "make 1": _cost(),
        "chain 1": _cost(61.0),
        "chain again 1": _cost(59.0),
        "locate 1": _cost(ratio={"min": 2.9, "median": 3.0, "max": 4.0}),
    }
    told = [one.is_kept for one in telling.promises(running.Plan(scratch=tmp_path), costs)]
    assert told == [False, True, True, True, False, True, True, False, True, True, True]


@pytest.mark.battery  # the outlines of the cantons take seconds to read
def test_locating_gives_the_same_answers_as_the_reversed_join():
    """Points in the country and around it; the comparison itself fails where one differs."""
    lon = [4.35, 5.57, 3.22, 0.0, math.nan]
    lat = [50.85, 50.63, 51.2, 0.0, 50.0]
    told = compared(np.array(lon), np.array(lat), 1)
    assert told["points"] == 5
    assert told["ratio"]["min"] <= told["ratio"]["median"] <= told["ratio"]["max"]


@pytest.mark.battery
def test_every_step_runs_on_a_toy_country(tmp_path):
    """A thousandth of the country: made, taken in, updated, selected, located; a minute of processes."""
    plan = running.Plan(
        scratch=tmp_path, national=0.001, factors=(0.001, 0.002), points=1000, locating_turns=2, entities=20, peers=()
    )
    journal = running.Journal.opened(tmp_path / "steps.jsonl")
    running.carry_out(plan, journal)
    text = "\n".join(telling.lines(plan, journal.done, running.machine(), "today"))
    assert "chain, one process" in text
    assert set(journal.done["take others 0.001"].said["seconds"]) == set(running.OTHERS)
    assert journal.done["chain 0.002"].said["steps"][-1]["name"] == "all"
    assert fitting.plot(telling.sized(plan, journal.done)).count("<circle") == 6
    assert [path.name for path in tmp_path.iterdir() if path.is_dir() and path.name.startswith("times")] == []
