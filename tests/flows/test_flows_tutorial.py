"""The tutorial is done by following it: a shell reads its lines, and the command does what the shell asks."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

from builders_flows import command, next_week

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial/first-week.md"


def test_the_tutorial_works_to_its_last_step(ready_home: Path, tmp_path: Path) -> None:
    """Its last step failed once: it planned a week that was approved already."""
    shutil.copytree(ready_home, tmp_path / "var")
    program = tmp_path / ".venv/bin/vigie"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@" >> asked\n')
    program.chmod(0o755)
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", TUTORIAL.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    script = "set -eu\n" + "\n".join(map(dedent, blocks))
    in_belgium = {**os.environ, "TZ": "Europe/Brussels"}
    subprocess.run(["bash", "-c", script], cwd=tmp_path, env=in_belgium, check=True)
    asked = (tmp_path / "asked").read_text().splitlines()
    said = [command(tmp_path / "var", *line.split(), columns=80).out for line in asked]
    assert len(said) == script.count(".venv/bin/vigie")
    assert "entries in" in "".join(said)
    week = re.search(r"^(\d{4}-W\d\d) ONSS: PROPOSED$", said[-1], re.MULTILINE)
    assert week is not None
    assert week[1] > next_week()  # that of `make week` is approved and stays as it is
