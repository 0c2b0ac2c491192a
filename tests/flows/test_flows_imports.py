"""Only what a command needs is imported, counted in modules: seconds say more of the machine than of the house."""

import json
import subprocess
import sys

import pytest

from flows.command import COMMANDS

MOST = 150
HEAVY = {"numba", "pandas", "geopandas", "prefect", "streamlit"}
HELP = """
import gc, json, os, sys
import polars, sqlmodel, typer.rich_utils  # of others, and light: most commands load them, here they do so once
from flows.command import main

gc.disable()

out = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for name in sys.argv[1:]:
    if not os.fork():
        sys.argv = ["vigie", name, "--help"]
        try:
            main()
        except SystemExit as ended:
            loaded = {each.split(".")[0] for each in sys.modules}
            ours = [e for e in sys.modules if e.split(".")[0] in ("sectors", "inspection", "flows", "dashboards")]
            os.write(out, json.dumps([name, ended.code, len(ours), sorted(loaded)]).encode() + b"\\n")
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def loaded(request: pytest.FixtureRequest) -> dict[str, list]:
    """Give how the help of each command that is tried ended, how many modules of ours it loads, and what else.

    Each is asked in a process of its own, forked from one that has loaded what every command loads, and libraries of
    others that most of them do.
    """
    here = request.node.path
    asked = [item.callspec.params["name"] for item in request.session.items if item.path == here]
    done = subprocess.run([sys.executable, "-c", HELP, *asked], capture_output=True, text=True, check=True)
    return {name: found for name, *found in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.few(6)
def test_the_help_of_a_command_loads_little_of_the_house(name: str, loaded: dict[str, list]) -> None:
    """Neither the planner's compiler, nor a scheduler, nor the screens; and a part of the product only."""
    code, count, every = loaded[name]
    assert code in (0, None)
    assert count <= MOST
    assert set(every) & HEAVY <= ({"numba"} if name in ("run", "warm") else set())
