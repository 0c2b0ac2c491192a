"""Only what a command needs is imported, counted in modules: seconds say more of the machine than of the house."""

import subprocess
import sys

import pytest

from flows.command import COMMANDS

MOST = 150
HEAVY = {"numba", "pandas", "geopandas", "prefect", "streamlit"}
HELP = """
import sys
sys.argv = ["vigie", {name!r}, "--help"]
from flows.command import main
try:
    main()
except SystemExit:
    pass
ours = [name for name in sys.modules if name.split(".")[0] in ("sectors", "inspection", "flows", "dashboards")]
print(len(ours), *sorted({heavy!r} & sys.modules.keys()), file=sys.stderr)
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_little_of_the_house(name: str) -> None:
    """Neither the planner's compiler, nor a scheduler, nor the screens; and a part of the product only."""
    code = HELP.format(name=name, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, *heavy = done.stderr.strip().split("\n")[-1].split()
    assert int(count) <= MOST
    assert set(heavy) <= ({"numba"} if name in ("run", "warm") else set())
