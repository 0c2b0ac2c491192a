"""The command `vigie release`: a table in, a protected table out, two persons."""

import json
from pathlib import Path

import pytest
from builders_disclosure import a_table, some_cases
from builders_flows import As, vigie

from inspection.reporting.disclosure import count_table_json

BY, SECOND = "supervisor-leuven", "supervisor-namur"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A table of counts on the disk."""
    path = tmp_path / "table.json"
    path.write_text(json.dumps(count_table_json(a_table(some_cases(11), ("form", "sex")))), encoding="utf-8")
    return str(path)


def test_a_table_is_proposed_approved_and_listed(ready_home: Path, tmp_path: Path, file: str) -> None:
    """As text and as JSON; the second person copies the hash that the first one was shown."""
    import shutil

    home = tmp_path / "home"
    shutil.copytree(ready_home, home)
    made = vigie(home, "release", "propose", file, As(BY), "--json").value
    assert {cell["kind"] for cell in made["table"]["cells"]} == {"count", "hidden"}
    said = vigie(home, "release", "propose", file, As(BY)).out
    assert f"vigie release approve {made['reference']} {made['sha256']}" in said
    line = ("release", "approve", made["reference"], made["sha256"])
    assert "ACCESS-041" in vigie(home, *line, As(BY), expected=2).err
    assert " ".join(line) in vigie(home, "release", "list", As(SECOND)).out  # who finds it in the list has the hash
    assert f"approved by {SECOND}" in vigie(home, *line, As(SECOND)).out
    (listed,) = vigie(home, "release", "list", As(BY), "--json").value
    assert (listed["reference"], listed["approved_by"]) == (made["reference"], SECOND)
    assert made["reference"] in vigie(home, "release", "list", As(BY)).out
    assert "REFER-965" in vigie(home, "release", "propose", file, As(BY), "--audience", "all", expected=2).err
    assert "REFER-967" in vigie(home, "release", "propose", file + "x", As(BY), expected=2).err
