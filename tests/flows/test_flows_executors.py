"""A week on the machines of a scheduler: the same assessments and the same plans as on this machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal
from test_flows_planning import some_tasks

from flows import plan_week as steps
from inspection.time_of import today
from inspection.weeks import plan_each


@pytest.fixture
def scheduler() -> Iterator[Any]:
    """A scheduler with two workers in processes of their own."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.mark.battery  # two workers load the libraries, and each compiles or reads the planner
def test_a_week_on_machines_is_the_week(scheduler: Any, ready_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workplace with the same points, in the same order; every district with the same rounds."""
    monkeypatch.setenv("VIGIE_HOME", str(ready_home))
    here = steps.assess_workplaces(today())
    monkeypatch.setenv("VIGIE_EXECUTOR", scheduler.scheduler_address)
    there = steps.assess_workplaces(today())
    assert_frame_equal(there.assessments.frame, here.assessments.frame, check_exact=True)
    assert (there.snapshots, there.left_out) == (here.snapshots, here.left_out)
    assert plan_each(some_tasks(), address=scheduler.scheduler_address) == plan_each(some_tasks(), workers=1)
