"""Papers say what is so: tests that a table names exist, every requirement is answered, generated pages are as made."""

import ast
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspection.trust.rights import record_of_processing
from sectors.reader import load_rules

ROOT = Path(__file__).parents[1]
PAPERS = ROOT / "docs" / "papers"
ANSWERS = {"met": {"test"}, "partly": {"residual"}, "open": {"residual"}, "not_applicable": {"reason"}}
PAGES = (ROOT / "SECURITY.md", ROOT / "docs/explanation/threat-model.md", *sorted(PAPERS.glob("*.md")))


@cache
def named_in(file: Path) -> frozenset[str]:
    """Return the tests that a file has."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def faults_of(table: dict[str, Any]) -> list[str]:
    """Return what is wrong with a table of requirements: unanswered, unknown, without what its state asks, no test."""
    asked = {f"{section}.{n}" for section, numbers in table["sections"].items() for n in numbers}
    given = table["requirements"]
    found = [f"{one}: not answered" for one in sorted(asked - given.keys())]
    for key, one in given.items():
        if key not in asked and one["level"] != 3:
            found.append(f"{key}: unknown")
        if not all(one.get(name) for name in ANSWERS.get(one["state"], {"state"})):
            found.append(f"{key}: {one['state']} asks for {ANSWERS.get(one['state'])}")
        file, _, name = one.get("test", "").partition("::")
        if file and not ((ROOT / file).is_file() and name in named_in(ROOT / file)):
            found.append(f"{key}: there is no {one['test']}")
    return found


def test_every_requirement_is_answered_and_every_named_test_exists() -> None:
    """Of levels 1 and 2 each; a mistake in the table is found: a planted one of each kind."""
    table = yaml.safe_load((PAPERS / "asvs.yaml").read_text(encoding="utf-8"))
    assert faults_of(table) == []
    assert len(table["requirements"]) >= sum(map(len, table["sections"].values())) > 200
    known = table["requirements"]
    planted = {
        "V6.2.1": {**known["V6.2.1"], "test": "tests/test_papers.py::test_that_there_is_none_of"},
        "V1.2.6": {**known["V1.2.6"], "reason": ""},
        "V99.1.1": {**known["V6.2.1"]},
    }
    broken = {**table, "requirements": {**known, **planted}}
    del broken["requirements"]["V7.3.1"]
    assert sorted(one.partition(":")[0] for one in faults_of(broken)) == ["V1.2.6", "V6.2.1", "V7.3.1", "V99.1.1"]


def test_the_record_of_processing_is_what_the_rules_say() -> None:
    """Whoever changes a term, a purpose or a register makes the page anew: `vigie rules record --on 2026-11-30`."""
    page = (PAPERS / "record-of-processing.md").read_text(encoding="utf-8")
    assert page == record_of_processing(load_rules().on(date(2026, 11, 30)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_papers_point_at_what_is_there(page: Path) -> None:
    """A link leads to a file, and what stands as shown by a test is there."""
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    named = re.findall(r"`(tests/[^`]+)`", text)
    assert [one for one in named if not list(ROOT.glob(one))] == []
