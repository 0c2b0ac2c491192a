"""Runs the field form's pure modules in node, as they are."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from javascript import NODE

APP = Path(__file__).parents[2] / "dashboards/field/app"
# a pipe takes 64 kB at a time: the process may end only when all of it was taken
ANSWER = "const answer = (value) => process.stdout.write(JSON.stringify(value), () => process.exit(0));"


def in_node(folder: Path, script: str, **given: Any) -> Any:
    """Run `script`, which imports modules from "./app/" and calls `answer(value)`; return that value."""
    if not (folder / "app").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(APP, folder / "app")
        (folder / "package.json").write_text('{"type": "module"}')
    head = f"const given = {json.dumps(given)};\n{ANSWER}\n"
    (folder / "script.js").write_text(head + script)
    done = subprocess.run([NODE, "script.js"], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
