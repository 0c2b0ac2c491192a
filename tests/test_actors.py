"""What docs/explanation/actors.md promises to each actor of the charter exists: commands, screens, data and tests."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "explanation" / "actors.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "reference" / "command.md").read_text(encoding="utf-8")
PARAGRAPHS = 14  # of the charter, its three bullets counted apart and its headings not
NOT_SERVED = "not served, because"


def rows() -> list[list[str]]:
    """The rows of every table: paragraph, task, what serves it, what shows it."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:2] == "| "]
    return [each for each in cells if each[0].isdigit()]


def test_every_paragraph_of_the_charter_has_its_tasks():
    """Paragraph by paragraph: none is passed over, and none is made up."""
    assert {int(each[0]) for each in rows()} == set(range(1, PARAGRAPHS + 1))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1][:40]}")
def test_each_task_is_served_and_shown_or_says_why_not(row):
    """What serves a task names something of the product, and a test that shows it."""
    _, task, served, shown = row
    if served.startswith(NOT_SERVED):
        assert len(served) > len(NOT_SERVED) + 10
        return
    assert task
    assert "`" in served
    assert re.search(r"`tests/\S+`", shown)


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:tests|sectors|docs|flows|dashboards|inspection)/[^`]+)`", PAGE)))
)
def test_each_file_that_it_names_exists(path):
    """A file, and the test in it where one is named."""
    file, _, name = path.partition("::")
    assert (ROOT / file).exists()
    assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`(vigie [a-z][a-z -]*[a-z])`", PAGE))))
def test_each_command_that_it_names_exists(command):
    """Commands stand in docs/reference/command.md, which a test of its own holds against the command itself."""
    assert f"`{command}`" in COMMANDS
