"""Whoever reads the house from the README on finds what the papers promise."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("sectors", "inspection", "flows", "dashboards")
WALKS = (ROOT / "docs/explanation/walks.md").read_text(encoding="utf-8").split("\n## ")[1:]
FIRST_HOUR = re.compile(r"A first hour: this page, (.+?)\. ", re.DOTALL)
STEP = re.compile(r"^\| (\d+) \| `([^`]+)` \| `(\w+)` \|", re.MULTILINE)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.split("\n", 1)[0])
def test_every_step_of_a_walk_exists(walk: str) -> None:
    """Fifteen files at most, numbered, and each holds the function or class that is named."""
    steps = STEP.findall(walk)
    assert [int(number) for number, _, _ in steps] == list(range(1, len(steps) + 1))
    assert 10 <= len({file for _, file, _ in steps}) <= 15
    for _, file, name in steps:
        defined = {getattr(node, "name", "") for node in ast.parse((ROOT / file).read_text("utf-8")).body}
        assert name in defined, f"{file} has no {name}"


def test_the_view_of_a_walk_is_read_by_its_signal() -> None:
    """The function of the step in `views` is one of its file's views, and the next step's signal names that view."""
    steps = [(file, name) for walk in WALKS for _, file, name in STEP.findall(walk)]
    ((file, view),) = [one for one in steps if "/targeting/views/" in one[0]]
    signals, signal = steps[steps.index((file, view)) + 1]
    tree = ast.parse((ROOT / signals).read_text("utf-8"))
    read = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == signal)
    assert view in {node.value for node in ast.walk(read) if isinstance(node, ast.Constant)}
    assert f'"{view}": View(' in (ROOT / file).read_text("utf-8")


def test_the_map_names_every_package() -> None:
    """Each folder with a face or a first line stands in the README, under the folder that it lies in."""
    rows = [
        row.split("|")[1:-1] for row in (ROOT / "README.md").read_text("utf-8").split("\n") if row.startswith("| `")
    ]
    told = {row[0].strip().strip("`"): " ".join(row[1:]) for row in rows}
    folders = {p.parent.relative_to(ROOT) for root in PACKAGES for p in (ROOT / root).rglob("__init__.py")}
    folders |= {p.parent.relative_to(ROOT) for p in (ROOT / "sectors").rglob("*.yaml")}
    for folder in sorted(folders - {Path("inspection"), Path("inspection/store/migrations")}):
        above = next((str(one) for one in [folder, *folder.parents] if str(one) in told), None)
        assert above is not None, f"{folder} is on no row"
        assert str(folder) == above or f"`{folder.name}`" in told[above], f"{folder} is not named beside {above}"


def test_every_start_of_the_map_exists() -> None:
    """Where the map says to start reading, there is a file."""
    for row in (ROOT / "README.md").read_text("utf-8").split("\n"):
        cells = [cell.strip() for cell in row.split("|")[1:-1]]
        if row.startswith("| `") and len(cells) == 4:
            assert (ROOT / cells[0].strip("`") / cells[3].strip("`")).exists(), cells[3]


def test_a_first_hour_is_short() -> None:
    """README, and what it names for it: a sector that is on, a flow, a rule that it comes to, and the rule's test."""
    named = FIRST_HOUR.search((ROOT / "README.md").read_text("utf-8"))
    assert named is not None
    read = ["README.md", *re.findall(r"`([^`]+)`", named[1])]
    assert [file.split("/")[0] for file in read[1:]] == ["sectors", "flows", "inspection", "tests"]
    sector, flow, _, test = ((ROOT / file).read_text("utf-8") for file in read[1:])
    assert "\nenabled: true\n" in sector
    assert "@flow" in flow
    assert "acts.chasing.chase(" in flow
    module = read[3].removesuffix(".py").replace("/", ".")
    assert f"from {module} import" in test
    assert f"from {module} import" in (ROOT / "inspection/acts/chasing/outcomes.py").read_text("utf-8")
    assert sum((ROOT / file).read_text("utf-8").count("\n") for file in read) < 400
