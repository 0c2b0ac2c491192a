"""The situations that a jurist wrote, one by one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders_control import a_person, positive_dimensions, what_follows

from inspection.control import Conclusion, Finding

SITUATIONS = yaml.safe_load((Path(__file__).parents[1] / "situations" / "findings.yaml").read_text())
FINDING_KEYS = {
    "level",
    "workers",
    "multiplier",
    "criminal_eur",
    "administrative_eur",
    "prison_months",
    "competence",
    "to_verify",
    "persons",
    "aggravated",
    "consequence",
    "open_consequences",
}


def _persons(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    n = 0
    for line in lines:
        answers = {key: value for key, value in line.items() if key not in ("count", "born")}
        fields = {"birth_date": line["born"].isoformat()} if "born" in line else {}
        for _ in range(line.get("count", 1)):
            n += 1
            yield a_person(n, answers, **fields)


def _conclude(situation: dict[str, Any]) -> Conclusion:
    return what_follows(
        on=situation.get("found_on", situation["facts_on"]),
        facts_on=situation["facts_on"].isoformat(),
        sector=situation.get("sector", "restaurants"),
        answers=situation.get("answers", {}),
        persons=list(_persons(situation.get("persons", []))),
    )


def _shown(finding: Finding, key: str) -> object:
    if key.endswith("_eur"):
        cents = getattr(finding, key.replace("_eur", "_cents"))
        return None if cents is None else [amount / 100 for amount in cents]
    value = getattr(finding, key)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("situation", SITUATIONS, ids=[s["name"] for s in SITUATIONS])
def test_situation(situation: dict[str, Any]):
    """What the situation expects is what follows from it."""
    conclusion, expect = _conclude(situation), situation["expect"]
    assert expect.keys() <= {"findings", "clocks", "dimensions", "positive", "minors"}
    if "findings" in expect:
        found = {finding.offence: finding for finding in conclusion.findings}
        assert found.keys() == expect["findings"].keys()
        for offence, wanted in expect["findings"].items():
            assert wanted.keys() <= FINDING_KEYS
            assert {key: _shown(found[offence], key) for key in wanted} == wanted
    if "clocks" in expect:
        due: dict[str, date] = {clock.key: clock.due_on for clock in conclusion.clocks}
        assert expect["clocks"].items() <= due.items()
        assert bool(due) == bool(expect["clocks"])
    if "dimensions" in expect:
        assert positive_dimensions(conclusion) == expect["dimensions"]
    if "positive" in expect:
        assert conclusion.proposal.positive is expect["positive"]
    if "minors" in expect:
        assert list(conclusion.proposal.minors) == expect["minors"]


def test_there_are_enough_situations_and_no_two_share_a_name():
    """Every sanction period and dimension has its case, and each can be found by its name."""
    names = [situation["name"] for situation in SITUATIONS]
    assert len(names) >= 30
    assert len(set(names)) == len(names)
