"""How often trafficking is proposed, or left open, on the lists that were written before the rule: counts, for seeds.

`python tests/control/builders_trafficking_rates.py` prints them; with a file's name behind it, the controls are written
there as JSON instead, for a commit that has a reader of its own.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from builders_control import a_competence, is_proposed, the_checklist, the_rules
from builders_grave_facts import grave_controls, grave_facts, judgments, ordinary_facts
from builders_hard_controls import arguable, ordinary_controls
from builders_judged_situations import only, true_situations

from inspection.control.conclusions import conclude
from inspection.control.reading import read_control
from inspection.control.trafficking import Proposal

SEEDS = (1, 2, 3)
Outcome = tuple[bool, bool]  # proposed; where it is not, whether a question is named
Count = tuple[str, int, int]


def proposal_on(raw: dict[str, Any]) -> Proposal:
    """What the shipped rules say of a control."""
    return conclude(read_control(raw, the_checklist), the_rules(), a_competence()).proposal


def outcome(raw: dict[str, Any]) -> Outcome:
    """Whether it is proposed, and else whether a question is named."""
    made = proposal_on(raw)
    return made.positive, bool(made.left_open)


def proposed(raw: dict[str, Any]) -> bool:
    """Whether it is proposed; what is open is not worked out."""
    return is_proposed(read_control(raw, the_checklist))


def _missed(outcomes: Iterable[Outcome]) -> int:
    return sum(not positive and not is_open for positive, is_open in outcomes)


def fact_counts() -> Iterator[Count]:
    """Of the facts one by one, and of whole situations: how many come out as the lists expect."""
    facts = [(fact, fact.situation.conclusion.proposal) for fact in grave_facts()]
    alone = [made for fact, made in facts if fact.proposes_alone]
    never = [made for fact, made in facts if not fact.proposes_alone]
    yield "a  facts that propose alone: proposed", sum(made.positive for made in alone), len(alone)
    yield "a  facts that never propose alone: not proposed", sum(not made.positive for made in never), len(never)
    left_open = sum(not made.positive and bool(made.left_open) for made in never)
    yield "a  facts that never propose alone: not proposed, a question named", left_open, len(never)
    ordinary = [fact.situation.conclusion.proposal for fact in ordinary_facts()]
    yield "a  ordinary facts: not proposed", sum(not made.positive for made in ordinary), len(ordinary)
    for wanted in (True, False):
        whole = [one.conclusion.proposal for one in judgments() if one.expect["proposed"] is wanted]
        kind = "true" if wanted else "not trafficking"
        yield f"a  whole situations, {kind}: as expected", sum(made.positive is wanted for made in whole), len(whole)


def seed_counts(seed: int, of: Callable[[dict[str, Any]], Outcome] = outcome) -> Iterator[Count]:
    """Of the generated controls of a seed."""
    grave = [of(raw) for _, raw in grave_controls(seed)]
    yield "b  one grave fact: proposed", sum(positive for positive, _ in grave), len(grave)
    yield "b  one grave fact: neither proposed nor a question named", _missed(grave), len(grave)
    everyday = ordinary_controls(seed)
    found = [proposed(raw) for raw in everyday]
    yield "c  ordinary controls: proposed", sum(found), len(found)
    yield "c  the easy half: proposed", sum(found[::2]), len(found[::2])
    yield "c  the hard half: proposed", sum(found[1::2]), len(found[1::2])
    yield "c  the hard half: may be argued about", sum(map(arguable, everyday[1::2])), len(everyday[1::2])
    true = true_situations(seed)
    yield "d  heard in full: missed", sum(not proposed(one.full) for one in true), len(true)
    victims = [proposed(only(one.full, ref)) for one in true for ref in one.victims]
    yield "d  heard in full, each victim apart: missed", victims.count(False), len(victims)
    parts = [of(one.part) for one in true]
    yield "d  heard in part: proposed", sum(positive for positive, _ in parts), len(parts)
    yield "d  heard in part: neither proposed nor a question named", _missed(parts), len(parts)
    yield "d  halves drawn again, nobody was heard", sum(one.drawn > 1 for one in true), len(true)


def lines() -> Iterator[str]:
    """The counts as lines of text: each seed, and all of them."""
    for what, hits, of in fact_counts():
        yield f"{what:<66}{hits:>5} of {of:<5} {100 * hits / of:>6.2f} %"
    made = [list(seed_counts(seed)) for seed in SEEDS]
    for of_each in zip(*made, strict=True):
        hits, of = sum(count[1] for count in of_each), sum(count[2] for count in of_each)
        by_seed = ", ".join(str(count[1]) for count in of_each)
        yield f"{of_each[0][0]:<66}{hits:>5} of {of:<5} {100 * hits / of:>6.2f} %   by seed {by_seed}"


def controls() -> dict[str, Any]:
    """All controls that are counted, as JSON values."""
    return {
        "facts": [
            [fact.name, fact.proposes_alone, fact.situation.control.model_dump(mode="json")] for fact in grave_facts()
        ],
        "ordinary facts": [[fact.name, fact.situation.control.model_dump(mode="json")] for fact in ordinary_facts()],
        "whole": [[one.name, one.expect["proposed"], one.control.model_dump(mode="json")] for one in judgments()],
        "seeds": {
            seed: {
                "grave": [raw for _, raw in grave_controls(seed)],
                "ordinary": ordinary_controls(seed),
                "true": [[one.full, one.part, one.victims] for one in true_situations(seed)],
            }
            for seed in SEEDS
        },
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(controls()), encoding="utf-8")
    else:
        for line in lines():
            print(line, flush=True)
