"""Simulated inspectors: what they write down is what is there, doors stay closed in three ways, persons are nobody."""

from collections import Counter
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from stdnum.be import nn

from inspection.control.conclusions import conclude
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.demo.year.inspecting import Case, Chances, Met, Questions, Visit, Words, meet, written_down
from sectors.reader import load_rules

DAY = date(2026, 11, 3)
ANYWHERE: Any = SimpleNamespace(area="liege", report_languages=("fr", "nl", "de"))
SECTORS = ("restaurants", "agriculture", "garment", "construction")


@cache
def _questions() -> Questions:
    return Questions(load_rules().on(DAY))


def _visit(n: int, **more: Any) -> Visit:
    given: dict[str, Any] = {"sector": SECTORS[n % 4], "district": "liege", "language": "fr", "code": None}
    return Visit(workplace=f"est:8{n:09d}", day=DAY, start=700.0, leave=775.0, **given | more)


def _met(n: int, any_: float = 0.0, severity: float = 0.0, **more: Any) -> Met:
    return meet(_visit(n, **more), Chances(any=any_, serious=0.0, severities={"insp-liege-1": severity}), 1)


def _control(n: int, met: Met, case: Case | None = None, words: Words | None = None) -> Control:
    raw = written_down(_visit(n), met, _questions(), case or Case(decision=None, n=n), words or Words())
    return read_control(raw, _questions().of)


def test_a_control_finds_what_was_there_and_nothing_else() -> None:
    """Findings follow exactly where there was something to find, of the highest level where it was serious."""
    rules = load_rules()
    for n in range(60):
        met = _met(n, 0.5)
        if met.outcome == "done":
            found = conclude(_control(n, met), rules, ANYWHERE).findings
            assert (bool(found), any(f.level == 4 for f in found)) == (met.finds, met.serious)


@pytest.mark.battery(reason="the demo's own chances; what a control finds of it is tried in every run")
def test_doors_stay_closed_by_chance_by_sector_and_where_there_is_something_to_find() -> None:
    """Three kinds of non-response: garment and Brussels are closed more often, and so are those who break the law."""
    many = 4_000

    def closed(any_: float, **more: Any) -> float:
        outcomes = Counter(_met(n, any_, **more).outcome for n in range(many))
        return 1 - outcomes["done"] / many

    honest = closed(-9.0, sector="construction")
    assert 0.03 < honest < 0.09
    assert closed(-9.0, sector="garment") > honest + 0.05
    assert closed(-9.0, sector="construction", district="brussel") > honest + 0.02
    assert closed(9.0, sector="construction") > honest + 0.03


def test_the_same_door_opens_the_same_way_again() -> None:
    """Who was stopped half-way goes on: seed, day and workplace decide."""
    assert [(_met(n).outcome, _met(n).finds) for n in range(30)] == [
        (_met(n).outcome, _met(n).finds) for n in range(30)
    ]
    strict, mild = (sum(_met(n, 0.0, severity).finds for n in range(400)) for severity in (1.0, -1.0))
    assert strict > mild + 100


def _done(n: int) -> Met:
    return next(met for k in range(n, n + 50) if (met := _met(k)).outcome == "done")


@pytest.mark.parametrize("decision", ["yes", "no", "undecided"])
def test_a_suspicion_shows_signs_and_says_its_grounds(decision: str) -> None:
    """There are indicators, whatever the inspector decided; a yes and a no have their words."""
    control = _control(3, _done(3), Case(decision=decision, n=3))
    assert control.suspicion is not None
    assert control.suspicion.decision == decision
    assert bool(control.suspicion.grounds) == (decision != "undecided")
    assert conclude(control, load_rules(), ANYWHERE).proposal.indicators


def test_persons_found_are_nobody() -> None:
    """Names say that they are synthetic, numbers are impossible and each control has its own; one may be met again."""
    cases = [Case(decision="yes", n=n) for n in range(5)]
    people = [person for case in cases for person in _control(case.n, _done(case.n), case).persons]
    assert all((person.name or "").startswith("Synthetic worker") for person in people)
    assert not [person for person in people if nn.is_valid(person.national_number)]
    assert len({person.national_number for person in people}) == len(people)
    again = _control(9, _done(9), Case(decision="yes", n=9, met_again=0, has_minor=True)).persons
    assert again[0].national_number == people[0].national_number
    assert (again[-1].under_age, again[-1].accompanied) == (True, False)
