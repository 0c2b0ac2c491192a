"""The tutorial is done by following it: each of its command lines is run as it stands, in a home of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from builders_flows import next_week

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial/first-week.md"


def test_the_tutorial_works_to_its_last_step(ready_home: Path, tmp_path: Path) -> None:
    """Its last step failed once: it planned a week that was approved already."""
    shutil.copytree(ready_home, tmp_path / "var")
    program = tmp_path / ".venv/bin/vigie"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from flows.command import main; main()" "$@"\n')
    program.chmod(0o755)
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", TUTORIAL.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    script = "set -eu\n" + "\n".join(map(dedent, blocks))
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "entries in" in run.stdout
    week = re.search(r"^(\d{4}-W\d\d) ONSS: PROPOSED$", run.stdout, re.MULTILINE)
    assert week is not None
    assert week[1] > next_week()  # that of `make week` is approved and stays as it is
