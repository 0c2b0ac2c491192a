"""Promises about the proposal, written before the rule that keeps them.

(a) Single grave facts, and whole judgments, each with the answer that a jurist expects. (b) Of generated controls with
one grave fact none is "no pattern" with nothing left open. (c) Of ordinary controls, half of them hard, at most 3 % are
proposed. (d) Of true situations heard in full none is missed, nor any victim; heard in part, each is proposed or names
questions. `make battery` tries the whole numbers and prints them; some of each are tried in every run.
"""

from random import Random
from typing import Any

import pytest
from builders_grave_facts import Fact, grave_controls, grave_facts, judgments, ordinary_facts
from builders_hard_controls import hard, ordinary_controls
from builders_judged_situations import JUDGED, only, true_situations
from builders_situations import Situation
from builders_trafficking_rates import SEEDS, lines, outcome, proposal_on, proposed

ELEMENTS = {"minor", "vulnerability", "coercion", "deception", "life_endangered", "payment_for_control", "lasting_harm"}
FACTORS = {
    "pay",
    "hours",
    "lodging",
    "food",
    "papers",
    "facilities",
    "threats",
    "watched",
    "orders_at_control",
    "stay_promise",
}
STRONG = {"DR01", "CR01", "EX01", "CD01", "CD02", "CD03", "CD04"}


def tried(*values: Any, name: str) -> Any:
    """A case under its name."""
    return pytest.param(*values, id=name)


@pytest.mark.parametrize("fact", [tried(fact, name=fact.name) for fact in grave_facts()])
@pytest.mark.few(20)
def test_a_grave_fact(fact: Fact) -> None:
    """Where everything else is ordinary, it proposes alone or names the question that would settle it."""
    made = fact.situation.conclusion.proposal
    assert made.positive is fact.proposes_alone
    assert made.positive or made.left_open


@pytest.mark.parametrize("fact", [pytest.param(fact, id=fact.name) for fact in ordinary_facts()])
def test_what_an_ordinary_check_establishes_never_proposes(fact: Fact) -> None:
    """Alone, nor all of it at once."""
    assert not fact.situation.conclusion.proposal.positive


@pytest.mark.parametrize("case", [tried(one, name=one.name) for one in judgments()])
def test_a_whole_situation(case: Situation) -> None:
    """What a judgment or the law review says of it."""
    made = case.conclusion.proposal
    assert made.positive is case.expect["proposed"]
    assert bool(made.left_open) or not case.expect.get("leaves_open")


@pytest.mark.parametrize(
    ("case", "ref"),
    [tried(one, ref, name=f"{one.name} {ref}") for one in judgments() for ref in one.expect.get("victims", ())],
)
@pytest.mark.few(12)
def test_each_victim_is_enough(case: Situation, ref: str) -> None:
    """Dignity is judged for each person: whoever is named as a victim is one if nobody else had been found."""
    assert proposal_on(only(case.control.model_dump(mode="json"), ref)).positive


def test_the_list_holds_every_strong_indicator_factor_and_element() -> None:
    """As far as an answer shows it and no ordinary check establishes it."""
    shown = {key for fact in grave_facts() for key in fact.raw["shows"]}
    assert shown >= STRONG | FACTORS | ELEMENTS
    for fact in grave_facts():
        assert fact.raw["proposes"] in ("alone", "never_alone")
        assert fact.raw.get("leaves_open", False) is not fact.proposes_alone
        assert fact.raw["because"]
    assert {one.raw["because"] for one in judgments()} >= JUDGED.keys()


def test_a_seed_gives_the_same_controls() -> None:
    """And another seed others; half of the ordinary ones are hard."""
    assert grave_controls(1, 40) == grave_controls(1, 40) != grave_controls(2, 40)
    assert true_situations(1, 8) == true_situations(1, 8) != true_situations(2, 8)
    assert ordinary_controls(1, 8) == ordinary_controls(1, 8) != ordinary_controls(2, 8)
    assert len(grave_controls(1)) == 300


def test_hard_controls_are_hard() -> None:
    """Most workers undeclared, half without a stay, a third in a poor room; nobody's papers are with the employer."""
    rng = Random("hard")
    found = [person["answers"] for _ in range(1000) for person in hard(rng)["persons"]]
    assert sum(one["q02_dimona"] != "before" for one in found) > 0.6 * len(found)
    assert sum(one.get("q09_stay") == "absent" for one in found) > 0.25 * len(found)
    assert sum(one.get("q15_sleeps") in ("unfit", "workplace") for one in found) > 0.2 * len(found)
    assert sum(one.get("q11_pay") == "below" for one in found) > 0.4 * len(found)
    assert all(one.get("q08_papers_held", "self") == "self" for one in found)


def test_some_controls_with_a_grave_fact_are_proposed_or_name_a_question() -> None:
    """None of them is passed over."""
    assert [fact.name for fact, raw in grave_controls(1, 60) if not any(outcome(raw))] == []


@pytest.mark.battery(reason="test_control_generated.py counts the same among 150 ordinary controls in every run")
def test_few_of_some_ordinary_controls_are_proposed() -> None:
    """Three in a hundred, and what chance adds to it in five hundred."""
    assert sum(map(proposed, ordinary_controls(1, 500))) <= 0.045 * 500


def test_some_true_situations_are_proposed_for_each_victim_and_never_passed_over() -> None:
    """Heard in full, the situation and each victim; heard in part, proposed or a question named."""
    made = true_situations(1, 40)
    assert all(proposed(one.full) for one in made)
    assert all(proposed(only(one.full, ref)) for one in made for ref in one.victims)
    assert all(any(outcome(one.part)) for one in made)


@pytest.mark.battery
@pytest.mark.parametrize("seed", SEEDS)
def test_no_control_with_a_grave_fact_is_passed_over(seed: int) -> None:
    """(b) None of 300 is "no pattern" with nothing left open."""
    assert [fact.name for fact, raw in grave_controls(seed) if not any(outcome(raw))] == []


@pytest.mark.battery
@pytest.mark.parametrize("seed", SEEDS)
def test_few_ordinary_controls_are_proposed(seed: int) -> None:
    """(c) At most 3 % of 2,000, half of them hard."""
    assert sum(map(proposed, ordinary_controls(seed))) <= 0.03 * 2000


@pytest.mark.battery
@pytest.mark.parametrize("seed", SEEDS)
def test_no_true_situation_is_missed(seed: int) -> None:
    """(d) Heard in full, none of 500, and no victim."""
    made = true_situations(seed)
    assert [one.judgment for one in made if not proposed(one.full)] == []
    assert [one.judgment for one in made for ref in one.victims if not proposed(only(one.full, ref))] == []


@pytest.mark.battery
@pytest.mark.parametrize("seed", SEEDS)
def test_no_true_situation_heard_in_part_is_passed_over(seed: int) -> None:
    """(d) Each of 500 is proposed or names questions."""
    assert [one.judgment for one in true_situations(seed) if not any(outcome(one.part))] == []


@pytest.mark.battery
def test_the_rates_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Print them, whether or not the promises are kept."""
    with capsys.disabled():
        print()
        for line in lines():
            print(line)
