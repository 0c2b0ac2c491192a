"""The situations that a jurist wrote, one by one."""

from typing import Any

import pytest
from builders_control import positive_dimensions
from builders_situations import Situation, shown, situations

from inspection.control.conclusions import Conclusion

KEYS = {
    "name",
    "facts_on",
    "found_on",
    "entered",
    "sector",
    "area",
    "report_language",
    "suspicion",
    "answers",
    "persons",
    "facts_from",
    "offenders",
    "noted",
    "expect",
}
SEEN = {
    "clocks": lambda made: {clock.key: clock.due_on for clock in made.clocks},
    "day_one": lambda made: {clock.key: clock.starts_on for clock in made.clocks},
    "dimensions": positive_dimensions,
    "positive": lambda made: made.proposal.positive,
    "patterns": lambda made: list(made.proposal.patterns),
    "minors": lambda made: list(made.proposal.minors),
    "groups": lambda made: [seen.key for seen in made.proposal.groups],
    "dignity": lambda made: [seen.key for seen in made.proposal.dignity],
    "grave": lambda made: [seen.key for seen in made.proposal.grave],
    "strong": lambda made: [seen.key for seen in made.proposal.strong],
    "open": lambda made: bool(made.proposal.left_open),
    "remarks": lambda made: list(made.remarks),
    "set_aside": lambda made: {one.offence: one.why for one in made.set_aside},
    "to_clarify": lambda made: {one.key: list(one.persons) for one in made.to_clarify},
    "not_in_force": lambda made: list(made.not_in_force),
}
FINDING_KEYS = {
    "level",
    "article",
    "workers",
    "multiplier",
    "criminal_eur",
    "criminal_legal_eur",
    "is_legal_person",
    "recidivism",
    "regional",
    "administrative_eur",
    "prison_months",
    "competence",
    "legal_orders",
    "effects",
    "to_verify",
    "confidence",
    "persons",
    "questions",
    "aggravated",
    "factors",
    "offender",
    "against",
    "from_on",
    "to_on",
    "found_on",
    "other",
    "consequence",
    "open_consequences",
}


@pytest.mark.parametrize("situation", situations(), ids=[f"{s.file}: {s.name}" for s in situations()])
def test_situation(situation: Situation):
    """What the situation expects is what follows from it."""
    conclusion, expect = situation.conclusion, situation.expect
    assert situation.raw.keys() <= KEYS
    assert expect.keys() <= {"findings", *SEEN}
    if "findings" in expect:
        _hold_findings(conclusion, expect["findings"])
    for key in expect.keys() & {"clocks", "day_one"}:
        running = SEEN[key](conclusion)
        assert expect[key].items() <= running.items()
        assert bool(running) == bool(expect[key])
    for key in expect.keys() - {"findings", "clocks", "day_one"}:
        assert SEEN[key](conclusion) == expect[key], key


def _hold_findings(conclusion: Conclusion, wanted: dict[str, Any]) -> None:
    """Hold what is found of each offence against one line, or against several: by offender, and by days."""
    assert {finding.offence for finding in conclusion.findings} == wanted.keys()
    for offence, values in wanted.items():
        lines = values if isinstance(values, list) else [values]
        found = [finding for finding in conclusion.findings if finding.offence == offence]
        assert len(found) == len(lines), offence
        for finding, line in zip(found, lines, strict=True):
            assert line.keys() <= FINDING_KEYS
            assert {key: shown(finding, key) for key in line} == line


def test_there_are_enough_situations_and_no_two_share_a_name():
    """Each can be found by its name."""
    names = [situation.name for situation in situations()]
    assert len(names) >= 220
    assert len(set(names)) == len(names)
