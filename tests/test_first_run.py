"""In a fresh clone one process imports the tests first, also where another one hands them out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CONFTEST = """
import time
import pytest
from pathlib import Path
from first_run import first_alone

@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session):
    with first_alone(session.config):
        began = time.time()
        found = yield
        if hasattr(session.config, "workerinput"):
            time.sleep(0.3)
            name = session.config.workerinput["workerid"]
            (Path(__file__).parent / f"{name}.told").write_text(f"{began} {time.time()}")
    return found
"""


@pytest.mark.battery(reason="of the tests' own first run: two processes that import everything")
def test_two_processes_import_one_after_the_other_the_first_time(tmp_path: Path) -> None:
    """The process that hands the tests out imports none, and does not tell the others that all is compiled."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text("def test_it(): pass\ndef test_that(): pass\n")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    line = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:randomly", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(line, cwd=tmp_path, env={**env, "PYTHONPATH": str(TESTS)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    spans = sorted(tuple(map(float, file.read_text().split())) for file in tmp_path.glob("*.told"))
    assert len(spans) == 2
    assert spans[0][1] <= spans[1][0]
