"""Tracking: nothing at all without Prefect, Prefect's own with it, and silent about what nobody foresaw."""

import subprocess
import sys
from pathlib import Path

import pytest
from builders_flows import environment

ROOT = Path(__file__).parents[2]


def _printed(look: str, tmp_path: Path, **env: str) -> str:
    """What a fresh process prints; Prefect gets a home of its own and no server to start."""
    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        env=environment(tmp_path, PREFECT_HOME=str(tmp_path / "prefect"), DO_NOT_TRACK="1", **env),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_without_prefect_a_flow_and_a_task_are_the_functions_themselves(tmp_path: Path) -> None:
    """The decorators give back the very same objects, nothing is said to anybody, and Prefect is not imported."""
    look = (
        "import sys; from flows.tracking import call_run, flow, is_tracked, keep_account, task; f = lambda: 1; "
        "print(flow(f) is f, task(retries=2)(f) is f, is_tracked(), 'prefect' in sys.modules); "
        "call_run('2026-W49', district='leuven'); keep_account('plan-2026-w49', '# nobody reads it'); "
        "print('prefect' in sys.modules)"
    )
    assert _printed(look, tmp_path).splitlines() == ["True True False False", "False"]


@pytest.fixture(scope="module")
def with_a_server(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give what a process prints that is told of a server: what the flows are, and what becomes of two errors."""
    look = (
        "from prefect import Flow, Task; from prefect.cache_policies import NO_CACHE\n"
        "from flows.plan_week import plan_week, assess_workplaces\n"
        "from flows.deliver_referrals import hand_over\n"
        "print(isinstance(plan_week, Flow), plan_week.name, plan_week.persist_result,"
        " plan_week.should_validate_parameters)\n"
        "print(isinstance(assess_workplaces, Task), assess_workplaces.name, assess_workplaces.persist_result,"
        " assess_workplaces.cache_policy is NO_CACHE, hand_over.retries)\n"
        "from flows.tracking import flow, task\nfrom inspection.errors import PlanningFault\n"
        "def wrong():\n    raise ValueError('Quidam Vandecanari')\n"
        "def ours():\n    raise PlanningFault('PLAN-302')\n"
        "for kind in (flow, task()):\n"
        "  for one in (wrong, ours):\n"
        "    try:\n        kind(one).fn()\n"
        "    except Exception as fault:\n        print(repr(fault), fault.__cause__, fault.__suppress_context__)"
    )
    return _printed(look, tmp_path_factory.mktemp("tracked"), PREFECT_API_URL="http://127.0.0.1:9/api").splitlines()


def test_with_an_api_url_they_are_prefects_without_results_or_cache(with_a_server: list[str]) -> None:
    """Named like the function with hyphens; nothing is kept, nothing comes from a cache, parameters are not typed."""
    assert with_a_server[:2] == ["True plan-week False False", "True assess-workplaces False True 2"]


@pytest.mark.battery(reason="that they are Prefect's where a server is named is tried in every run")
def test_where_prefect_is_imported_already_it_is_used(tmp_path: Path) -> None:
    """A worker that loads a flow needs no variable."""
    look = "import prefect; from flows.tracking import flow\ndef one(): ...\nprint(isinstance(flow(one), prefect.Flow))"
    assert _printed(look, tmp_path) == "True"


@pytest.mark.battery(reason="no command loads Prefect: tried in every run (test_flows_command.py)")
def test_the_command_is_never_tracked_and_says_nobodys_id_to_prefect(tmp_path: Path) -> None:
    """With a server named too, `vigie week` runs a plain function: whoever asks is no parameter of a run."""
    look = (
        "import sys; from flows.command import app\n"
        "from flows.plan_week import plan_week, read_roster; from flows.publish_reports import publish_reports\n"
        "print(*(type(one).__name__ for one in (plan_week, read_roster, publish_reports)), 'prefect' in sys.modules)"
    )
    printed = _printed(look, tmp_path, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert printed == "function function function False"


def test_an_error_that_nobody_foresaw_reaches_prefect_without_its_text(with_a_server: list[str]) -> None:
    """Prefect keeps an error's text in its database: kind and place go through, an error of ours goes as it is."""
    printed = "\n".join(with_a_server[2:])
    assert printed.count("[VIGIE-900] Something that nobody foresaw: ValueError") == 2
    assert printed.count("[PLAN-302] No team is known") == 2
    assert "Quidam" not in printed
