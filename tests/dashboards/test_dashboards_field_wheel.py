"""The wheel holds the field form: a house that installs it has every file that the page asks for."""

import subprocess
import sys
import zipfile
from pathlib import Path

from dashboards.field.files import APP, BUNDLE, READER

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_every_file_of_the_form(tmp_path: Path) -> None:
    """And the rules that the package is made of."""
    made = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    folders = (APP, BUNDLE, READER)
    ours = {path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert len(ours) > 10
    assert ours | {"sectors/common/steps.yaml", "sectors/common/on_call.yaml"} <= held
