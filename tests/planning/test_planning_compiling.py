"""Machine code is made once, by one process for all, and thrown away when any source that it was made from changes."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest
from builders_planning import Flat
from builders_random_weeks import a_random_week
from numba import __version__ as numba_version
from numba import config

from inspection.planning.search import compiling, entry, joint, linked, packing, ruin, timing
from inspection.planning.solve import plan_rounds, warm

DECORATORS = {"compiled", "inner"}


def is_compiled(source: Path) -> bool:
    """Tell whether a file has a function that one of the two decorators compiles."""
    tree = ast.parse(source.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return any(isinstance(d, ast.Name) and d.id in DECORATORS for f in functions for d in f.decorator_list)


def test_each_file_that_uses_the_decorator_is_counted():
    """Also those in folders below, whichever way they name the module."""
    using = {source for source in compiling.HERE.rglob("*.py") if is_compiled(source)}
    assert {"annealing.py", "pricing.py"} <= {source.name for source in using}
    assert using <= set(compiling.counted())


@pytest.mark.parametrize(
    "line",
    [
        "from .compiling import inner",
        "from ..compiling import inner",
        "from inspection.planning.search.compiling import compiled, inner",
        "from inspection.planning import (\n    compiled,\n    model,\n)",
        "import inspection.planning.search.compiling as machine",
    ],
)
def test_every_way_to_import_it_counts(line, tmp_path, monkeypatch):
    """A file that only speaks of compiled code does not."""
    monkeypatch.setattr(compiling, "HERE", tmp_path)
    (tmp_path / "uses.py").write_text(f'"""What."""\n\n{line}\n')
    (tmp_path / "tells.py").write_text('"""Compiled code is compiled once."""\n\nimport re\n')
    assert [source.name for source in compiling.counted()] == ["arrays.py", "compiling.py", "linked.py", "uses.py"]


ENTRIES = (
    entry.act,
    timing.fit_round,
    timing.first_fit,
    packing.pack_week,
    packing.pack_rows,
    packing.pack_rounds,
    packing.pack_undo,
    packing.pack_best,
)
TINY = """
import sys, time
from pathlib import Path
from numba.core import event
from inspection.planning.search.compiling import compiled, inner

class Slow(event.Listener):
    begun = 0
    def on_start(self, _):
        Slow.begun += 1
        time.sleep(1)  # so that whoever comes second comes while this one is at it
    def on_end(self, _):
        pass

@inner
def twice(x):
    return 2.0 * x

@compiled
def outer(x):
    return twice(x) + 1.0

if __name__ == "__main__":
    event.register("numba:compile", Slow())
    here = Path(sys.argv[1])
    (here / sys.argv[2]).touch()
    while len(list(here.glob("ready-*"))) < 2:
        time.sleep(0.01)
    print(outer(3.0), Slow.begun)
"""


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="nothing is compiled")
def test_every_kind_of_week_goes_through_the_same_machine_code():
    """What `vigie warm` compiles is all that a week needs: frozen rounds, joint visits and breaks compile nothing."""
    warm()
    for seed in range(8):
        visits, days, policy = a_random_week(seed)
        plan = plan_rounds(visits, days, Flat(), policy, iterations=20, seed=seed)
        frozen = [(each.team, each.day) for each in plan.rounds if Random(seed).random() < 0.5]
        plan_rounds(visits, days, Flat(), policy, iterations=20, start=plan, frozen=frozen, change_cost=1.0)
    assert {made.__name__: len(made.signatures) for made in ENTRIES} == {made.__name__: 1 for made in ENTRIES}


@pytest.mark.battery(reason="two processes that compile; what is kept, and for which sources, is tried in every run")
def test_two_processes_do_not_compile_the_same(tmp_path):
    """One compiles, the other waits for it and reads what it kept."""
    (tmp_path / "tiny.py").write_text(TINY)
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "kept"), "PYTHONPATH": str(Path(__file__).parents[2])}
    begun = [
        subprocess.Popen(
            [sys.executable, "tiny.py", str(tmp_path), f"ready-{n}"],
            cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True,
        ) for n in range(2)
    ]  # fmt: skip
    said = sorted(each.communicate(timeout=300)[0].split() for each in begun)
    assert [answer for answer, _ in said] == ["7.0", "7.0"]
    assert [int(count) > 0 for _, count in said] == [False, True]


def test_the_first_place_that_may_be_written_keeps_the_code(tmp_path, monkeypatch):
    """A read-only installation keeps it in the user's cache, where every later process finds it."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    (tmp_path / "file").touch()
    beside, users = compiling.places()
    assert (beside.name, users) == ("__pycache__", tmp_path / "mine" / "vigie")
    kept = compiling._kept_in([tmp_path / "file", users])
    assert kept is not None
    assert kept.parent == users
    assert compiling._kept_in([tmp_path / "file"]) is None


def test_parts_are_linked_with_the_numba_that_is_locked():
    """Whoever locks another numba tries it, and says so in `linked`; until then compiling takes twice as long."""
    assert numba_version.rpartition(".")[0] in linked.TRIED
    assert linked.linking()


def test_sorting_is_that_of_the_library():
    """The lowest of a stable sort, equal ones in their order; and each number once."""
    random = Random(1)
    for size in (0, 1, 7, 40):
        numbers = np.asarray([float(random.randint(0, 9)) for _ in range(size)])
        for count in range(min(size, 1), min(size, 9)):
            order = np.argsort(numbers, kind="stable")[:count]
            lowest = getattr(ruin.lowest, "py_func", ruin.lowest)(np.arange(size), numbers, count)
            assert lowest.tolist() == order.tolist()
        distinct = getattr(joint.distinct, "py_func", joint.distinct)(numbers, size)
        assert distinct.tolist() == np.unique(numbers).tolist()
