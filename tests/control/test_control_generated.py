"""Does the proposal appear where it should, and nowhere else? Measured on synthetic controls, with intervals.

`make proposal` prints the figures. Ordinary controls: under 3 %; targeted ones: 8 to 20 %. True situations: none missed
of those in which one exploited person is heard in full; under 1.5 % where all of them are heard in part only, and of
each of these the conclusion says which unanswered question could turn it: none is passed over in silence.

A share with a narrow interval needs thousands of controls: those tests are in `make battery`, and a few hundred
controls are tried in every run.
"""

import os
from collections.abc import Callable, Iterator
from math import sqrt
from random import Random
from typing import Any

import pytest
from builders_control import a_competence, is_proposed, the_checklist, the_rules
from builders_everyday_controls import SECTORS
from builders_generated_controls import USUAL, Heard, Noise, ordinary, targeted, true_situation

from inspection.control.conclusions import Conclusion, conclude
from inspection.control.reading import read_control

SEEDS = (1, 2, 3, 4, 5)
CONTROLS = int(os.environ.get("VIGIE_EXAMPLES", "1000"))  # for each seed
SITUATIONS = 100  # for each seed
HARDER = Noise(silent=(0.5, 0.3), answers=(0.5, 0.75), denies=(0.4, 0.2))
Make = Callable[[Random], dict[str, Any]]


def concluded(raw: dict[str, Any]) -> Conclusion:
    """What follows from a control by the shipped rules."""
    return conclude(read_control(raw, the_checklist), the_rules(), a_competence())


def proposed(name: str, make: Make) -> list[int]:
    """How many of the controls of each seed the proposal appears in."""
    found = []
    for seed in SEEDS:
        rng = Random(f"{name} {seed}")
        found.append(sum(is_proposed(read_control(make(rng), the_checklist)) for _ in range(CONTROLS)))
    return found


def missed(heard: Heard, noise: Noise = USUAL, of: int = SITUATIONS) -> tuple[list[int], list[int]]:
    """How many true situations of each seed are proposed neither on the day nor after later hearings.

    And how many of these leave nothing open: whoever reads the conclusion is not told that one answer is wanting.
    """
    found, silent = [], []
    for seed in SEEDS:
        rng = Random(f"true {seed}")
        cases = (true_situation(rng, heard=heard, noise=noise) for _ in range(of))
        made = [[concluded(raw).proposal for raw in versions] for versions in cases]
        lost = [last for first, last in made if not (first.positive or last.positive)]
        found.append(len(lost))
        silent.append(sum(not (last.left_open or last.strong) for last in lost))
    return found, silent


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's interval of a share, 95 %."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), middle + half


def told(capsys: pytest.CaptureFixture[str], what: str, found: list[int], each: int) -> tuple[float, float]:
    """Print a figure with its interval, whether or not the test passes."""
    low, high = interval(sum(found), each * len(found))
    with capsys.disabled():
        shares = ", ".join(f"{100 * n / each:.2f}" for n in found)
        share = f"{100 * sum(found) / each / len(found):.2f} % [{100 * low:.2f}, {100 * high:.2f}]"
        print(f"\n{what}: {share}; by seed {shares}")
    return low, high


@pytest.mark.battery
def test_the_proposal_is_rare_on_ordinary_controls(capsys: pytest.CaptureFixture[str]):
    """Under 3 %, its interval included: an alarm that rings at every undeclared cook is heeded by nobody."""
    _, high = told(capsys, "ordinary controls, proposed", proposed("ordinary", ordinary), CONTROLS)
    assert high < 0.03


@pytest.mark.battery
def test_the_proposal_appears_on_targeted_controls_as_often_as_signs_were_found(capsys: pytest.CaptureFixture[str]):
    """12.8 and 11 % of workplaces on two action days; between 8 and 20 %, the interval included."""
    low, high = told(capsys, "targeted controls, proposed", proposed("targeted", targeted), CONTROLS)
    assert 0.08 < low < high < 0.20


@pytest.mark.battery
def test_few_ordinary_controls_are_left_open(capsys: pytest.CaptureFixture[str]):
    """These generators write down no ordinary answer, so that all of it counts as not asked: the worst case.

    A strong sign leaves its question open whatever else was found: two in a hundred ordinary workers of the generators
    dare not quit, and one was deceived about the job. How many that makes is counted apart. Three in a hundred have no
    other way to live, which the employer uses: since 2026-11-29 that leaves the question open as well, as the list of
    grave facts wants it, and 18.7 in a hundred are open without a strong sign.
    """
    rng = Random("left open")
    made = [concluded(ordinary(rng)).proposal for _ in range(CONTROLS)]
    found = [one for one in made if one.left_open]
    strong = sum(bool(one.strong) for one in found)
    _, high = told(capsys, "ordinary controls, one answer short", [len(found) - strong], CONTROLS)
    _, strongest = told(capsys, "ordinary controls, open by a strong sign", [strong], CONTROLS)
    assert high < 0.22
    assert strongest < 0.12


@pytest.mark.battery
def test_no_true_situation_is_missed(capsys: pytest.CaptureFixture[str]):
    """None of five hundreds in which one exploited person is asked everything in the end, and may deny some of it."""
    found, _ = missed("in_full")
    told(capsys, "true situations, one person heard in full, missed", found, SITUATIONS)
    assert found == [0] * len(SEEDS)


@pytest.mark.battery
def test_what_is_never_said_is_missed_more_often_and_is_told(capsys: pytest.CaptureFixture[str]):
    """The less is asked and said, the less a rule sees: the figures say how much, and that silence is not innocence.

    Since 2026-11-29 a set wants one dimension beyond pay, hours and papers, and the pattern of the ILO proposes
    nothing: heard in part, 7 in a thousand are not proposed where 4 were not, and 44 where nobody may ever speak, of
    34. Each of those heard in part names its questions, as before.
    """
    in_part, passed_over = missed("in_part", of=4 * SITUATIONS)
    _, part = told(capsys, "heard in part only, missed", in_part, 4 * SITUATIONS)
    _, harder = told(capsys, "heard in part, under harder noise, missed", missed("in_part", HARDER)[0], SITUATIONS)
    never_heard, never_asked = missed("perhaps")
    _, silent = told(capsys, "perhaps nobody ever speaks, missed", never_heard, SITUATIONS)
    told(capsys, "perhaps nobody ever speaks, missed and nothing left open", never_asked, SITUATIONS)
    assert part < 0.015
    assert passed_over == [0] * len(SEEDS)
    assert harder < 0.05
    assert silent < 0.07


def test_a_few_hundred_of_each_kind_are_proposed_as_they_should():
    """Few ordinary controls, several targeted ones, and every true situation in which one person is heard in full."""
    rng, each = Random("a few"), 150
    rare, often = (
        sum(is_proposed(read_control(make(rng), the_checklist)) for _ in range(each)) for make in (ordinary, targeted)
    )
    assert rare < 0.05 * each
    assert 0.05 * each < often < 0.25 * each
    heard = [true_situation(rng, heard="in_full") for _ in range(20)]
    assert all(any(is_proposed(read_control(raw, the_checklist)) for raw in versions) for versions in heard)


def test_the_generators_keep_to_their_figures():
    """Two persons in an ordinary control, three in a targeted one; undeclared workers as on the action days."""
    rng = Random("figures")
    everyday, days = [ordinary(rng) for _ in range(3000)], [targeted(rng) for _ in range(3000)]
    assert sum(len(raw["persons"]) for raw in everyday) / 3000 == pytest.approx(2.0, abs=0.1)
    assert sum(len(raw["persons"]) for raw in days) / 3000 == pytest.approx(3.0, abs=0.15)
    workers = [person["answers"] for raw in days for person in raw["persons"]]
    undeclared = sum(answers["q02_dimona"] != "before" for answers in workers) / len(workers)
    assert undeclared == pytest.approx(0.30, abs=0.05)
    assert {raw["sector"] for raw in everyday} == set(SECTORS)


def test_what_a_hearing_brings_out_stays():
    """The later version holds all that the first one told: statements evolve, they do not start anew."""
    for first, last in versions(300):
        for before, after in zip(first["persons"], last["persons"], strict=True):
            for question, answer in before["answers"].items():
                kept = after["answers"].get(question)
                assert kept is not None
                assert not isinstance(answer, list) or set(answer) <= set(kept)


def versions(n: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """True situations, first and last."""
    rng = Random("versions")
    return (true_situation(rng, heard="in_part") for _ in range(n))
