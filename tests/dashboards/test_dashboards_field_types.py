"""The form's JavaScript is type-checked: what the checker would miss is planted in a copy."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from javascript import NODE

ROOT = Path(__file__).parents[2]
TSC = ROOT / ".typescript/node_modules/typescript/bin/tsc"
PAGES = ROOT / "dashboards"
MADE = {PAGES / "field/bundle", PAGES / "field/reader"}  # of the sources, and of packages of others
SCRIPTS = [path for end in ("js", "d.ts") for path in PAGES.rglob(f"*.{end}") if path.parent not in MADE]
# a word before or after it is prose: "any more", "any other"
ANY = re.compile(r"[{<(|:,] *any *[}>)|,;\[&=]|\bany\[\]")
MOST_ANY = 12


def findings(folder: Path, project: str) -> list[str]:
    """Check a copy of the screens' scripts, and return what the checker says, by file."""
    assert TSC.exists(), "run `make scripts`: it fetches the type checker"
    done = subprocess.run([NODE, TSC, "--project", folder / "dashboards" / project, "--pretty", "false"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    found = [line for line in done.stdout.splitlines() if "error TS" in line]
    assert (done.returncode == 0) == (not found), done.stdout + done.stderr
    return [re.sub(r".*/app/(.*)\(\d+,\d+\): error (TS\d+):.*", r"\1 \2", line) for line in found]


@pytest.mark.parametrize(
    ("project", "file", "planted", "code"),
    [
        (
            "tsconfig.json",
            "sending.js",
            "/** @param {Control} one */\nexport const wrong = (one) => one.outcom;",
            "TS2551",
        ),
        ("tsconfig.worker.json", "sw.js", "worker.skipWaitin();", "TS2551"),
    ],
)
@pytest.mark.battery(reason="`make check` runs the same checker; that no script is left out is tried in every run")
def test_a_wrong_name_in_a_script_is_found(tmp_path: Path, project: str, file: str, planted: str, code: str):
    """And nothing else is: all other scripts are right."""
    shutil.copytree(PAGES, tmp_path / "dashboards", ignore=shutil.ignore_patterns("*.py", "*.png", "__pycache__"))
    script = tmp_path / "dashboards/field/app" / file
    script.write_text(f"{script.read_text()}\n{planted}\n")
    assert findings(tmp_path, project) == [f"{file} {code}"]


def test_no_script_is_left_out_and_any_is_rare():
    """No file asks not to be checked; a value of any type stands only where its type is data."""
    texts = {path: path.read_text() for path in SCRIPTS}
    assert [path for path, text in texts.items() if re.search(r"@ts-(nocheck|ignore|expect-error)", text)] == []
    assert sum(len(ANY.findall(text)) for text in texts.values()) <= MOST_ANY
