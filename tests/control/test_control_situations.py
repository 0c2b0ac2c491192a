"""The situations that a jurist wrote, one by one; and what is told where one is written wrongly."""

from pathlib import Path

import pytest
from builders_control import the_rules
from builders_situations import Situation, situations

from inspection.control.situations import read_situations, try_each, unmet
from inspection.errors import ControlFault
from sectors.reader import load_rules

CASE = """
- name: An undeclared waiter
  facts_on: 2027-03-02
  persons: [{q02_dimona: absent}]
  expect: {findings: {SS_DIMONA_IN: {level: 3, workers: 1}}, clocks: {pv_copy: 2027-03-16}}
"""
CHANGE = """
defaults: {source: "decision of the service", confidence: L}
offences: {SS_DIMONA_IN: {dated: {2027-01-01: {level: 2}}}}
"""


@pytest.mark.parametrize("situation", situations(), ids=[f"{s.file}: {s.name}" for s in situations()])
def test_situation(situation: Situation):
    """What the situation expects is what follows from it."""
    assert unmet(situation.expect, situation.follows) == ()


def test_there_are_enough_situations_and_no_two_share_a_name():
    """Each can be found by its name."""
    names = [situation.name for situation in situations()]
    assert len(names) >= 220
    assert len(set(names)) == len(names)


def test_a_change_of_the_house_is_told_as_before_and_after(tmp_path: Path):
    """What held by the product's rules and no longer does is named, with what follows now."""
    file = tmp_path / "ours.yaml"
    file.write_text(CHANGE)
    [tried] = try_each(read_situations(CASE.encode(), "mine.yaml"), the_rules(), load_rules([file]))
    assert (tried.place, tried.before.holds, tried.after.holds) == ("mine.yaml, line 2", True, False)
    assert tried.changed["findings.SS_DIMONA_IN.level"] == (3, 2)
    assert tried.changed["findings.SS_DIMONA_IN.criminal_eur"] == ([2000, 20000], [500, 5000])
    unmet_now = [(one.what, one.expected, one.follows) for one in tried.after.unmet]
    assert unmet_now == [("findings.SS_DIMONA_IN.level", 3, 2)]


@pytest.mark.parametrize(
    ("expect", "what"),
    [
        ("{findings: {}}", "findings"),
        ("{findings: {SS_DIMONA_IN: {}, PAY_UNPAID: {}}}", "findings"),
        ("{findings: {SS_DIMONA_IN: {workers: 2}}}", "findings.SS_DIMONA_IN.workers"),
        ("{clocks: {pv_copy: 2027-03-17}}", "clocks"),
        ("{clocks: {}}", "clocks"),
        ("{clocks: {notice: 2027-03-17}}", "clocks"),
        ("{positive: true}", "positive"),
        ("{minors: [P1]}", "minors"),
    ],
)
def test_what_does_not_follow_is_named(expect: str, what: str):
    """An expectation that nobody held would pass for ever."""
    case = CASE[: CASE.index("  expect")] + f"  expect: {expect}\n"
    [tried] = try_each(read_situations(case.encode(), "mine.yaml"), the_rules(), the_rules())
    assert [one.what for one in tried.after.unmet] == [what]
    assert tried.changed == {}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("name: no list\n", "CONTROL-880", "mine.yaml"),
        ("- just words\n", "CONTROL-880", "mine.yaml, line 1"),
        ("- {name: [}\n", "CONTROL-880", "mine.yaml, line 1"),
        ("\xff", "CONTROL-880", "mine.yaml"),
        ("- {name: a, expect: {}}\n", "CONTROL-881", "mine.yaml, line 1"),
        (CASE + "  person: []\n", "CONTROL-882", "mine.yaml, line 2"),
        (CASE.replace("level:", "levels:"), "CONTROL-882", "mine.yaml, line 2"),
        (CASE.replace("clocks:", "clock:"), "CONTROL-882", "mine.yaml, line 2"),
        (CASE + CASE, "CONTROL-883", "mine.yaml, line 7"),
        (CASE + "  facts_on: 2027-03-03\n", "CONTROL-884", "mine.yaml, line 6"),
        (CASE.replace("facts_on: 2027-03-02", "facts_on: soon"), "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  entered: '25:00'\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE.replace("absent}", "absent, born: young}"), "CONTROL-885", "mine.yaml, line 2"),
        (CASE.replace("absent}", "absent, count: 0}"), "CONTROL-885", "mine.yaml, line 2"),
        (CASE.replace("[{q02_dimona: absent}]", "{q02_dimona: absent}"), "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  sector: [restaurants]\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  sector: {restaurants: meat}\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  area: [brussels-capital]\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  report_language: {fr: nl}\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  suspicion: no\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE + "  found_on: 2027-03-02T10:00:00\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE.replace("facts_on: 2027-03-02", "facts_on: 2027-03-02T10:00:00"), "CONTROL-885", "mine.yaml, line 2"),
        (CASE.replace("absent}", "absent, born: 2000-01-01T10:00:00}"), "CONTROL-885", "mine.yaml, line 2"),
        (CASE[: CASE.index("  expect")] + "  expect: {clocks: 7}\n", "CONTROL-885", "mine.yaml, line 2"),
        (CASE[: CASE.index("  expect")] + "  expect: {findings: {7: {}, a: {}}}\n", "CONTROL-885", "mine.yaml, line 2"),
    ],
)
def test_a_situation_that_is_written_wrongly_is_one_message(text: str, code: str, place: str):
    """With file and line, and nothing of what it holds about persons."""
    with pytest.raises(ControlFault) as caught:
        read_situations(text.encode("latin-1"), "mine.yaml")
    assert (caught.value.code, caught.value.where) == (code, place)


@pytest.mark.parametrize(
    ("more", "code"),
    [("sector: zoo", "CONTROL-886"), ("area: utopia", "CONTROL-886"), ("answers: {q99_moon: full}", "CONTROL-041")],
)
def test_what_the_rules_do_not_know_is_told_of_the_case_alone(more: str, code: str):
    """The other cases of the file are tried all the same."""
    cases = CASE + CASE.replace("An undeclared waiter", "Another") + f"  {more}\n"
    first, second = try_each(read_situations(cases.encode(), "mine.yaml"), the_rules(), the_rules())
    assert first.after.holds
    assert not second.after.holds
    assert second.after.refused.startswith(f"[{code}]")


def test_days_before_the_rules_reach_are_told_too():
    """It is no traceback."""
    case = CASE.replace("2027-03-02", "1999-03-02")
    [tried] = try_each(read_situations(case.encode(), "mine.yaml"), the_rules(), the_rules())
    assert tried.after.refused.startswith("[RULE-501]")
