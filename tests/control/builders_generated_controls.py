"""Synthetic controls of three kinds, for a seed: ordinary ones, trafficking-targeted ones, and true situations.

They try the proposal from outside, from the figures and cases of the project's law file (section 6: calibration; 2.1:
what judges weighed). They know nothing of the rule: no indicator, dimension or factor stands here, only what happened,
and which answer an inspector would tick for it. Figures that were checked are marked H; all others are ours (L).

ordinary
    Persons, infringements and their mix after the joint controls of 2016 to 2025. Four in a hundred employers are
    harsh: grave infringements, no exploitation. Five in a thousand are true situations, where a proposal is due.
targeted
    Persons, undeclared, part-time and illegal employment after the joint action days of 2018 and 2019, where 25 of 202
    workplaces had signs of exploitation (H). Of these, half are true situations, since 9 possible victims stood against
    19 such workplaces (H); the others show two or three facts. Ten in a hundred of the rest are harsh employers.
true situations
    Two of pay, hours and lodging and four facts in all at least, as in the cases; one to many persons, of whom some are
    not exploited. Noise: silence, questions not asked, denial; on the day of the control, and less of it after later
    hearings (statements evolve once a person is safe). Who never speaks adds what can be seen only.

The generators were written before any rule ran on them. Since then two things changed, for what the cases say and not
for a figure: who tells a thing in fear tells it in safety as well, and more is asked at later hearings than on the day.
The rule was not fitted to them either: sets that would have caught more here and stood in no case were left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from builders_everyday_controls import (
    INFRINGE,
    OF_ANYBODY,
    SECTORS,
    SEVERAL_OF_ANYBODY,
    Answers,
    Filled,
    copied,
    everyday,
    illegal,
    kinds,
    make_harsh,
    undeclared,
)

PERSONS = {"ordinary": 2.0, "targeted": 3.0, "true": 3.5}  # 6,493 in 3,204 controls; 442 in 149 (both H); L

ORDINARY_TRUE, ORDINARY_HARSH = 0.005, 0.04
TARGETED_SIGNS, SIGNS_TRUE, TARGETED_HARSH = 25 / 202, 0.5, 0.10

UNDECLARED, PART_TIME, ILLEGAL = 91 / 311, 54 / 311, 35 / 311  # of workers on the action days of 2018 (H)

# ── what exploitation looks like, by fact: how often it is part of it, what a person would say, what can be seen
Telling = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Fact:
    """One fact of an exploitation: its share among situations, its tellings (one is told), and what an inspector sees.

    seen
        (scope, question, answer, chance that it is seen and noted although nobody tells it).
    """

    share: float
    told: tuple[Telling, ...] = ()
    seen: tuple[tuple[str, str, Any, float], ...] = ()


FACTS: Mapping[str, Fact] = {
    "pay": Fact(
        0.9,
        ((("q11_pay", "token"),), (("q11_pay", "unpaid"),), (("q11_pay", "token"), ("q12_withheld", ["by_employer"]))),
        (("person", "q11_pay", "token", 0.2),),
    ),
    "hours": Fact(0.9, ((("q10_hours", "excessive"),),), (("person", "q10_hours", "excessive", 0.25),)),
    "lodging": Fact(
        0.7,
        ((("q15_sleeps", "workplace"),), (("q15_sleeps", "unfit"),)),
        (("workplace", "q15_rooms_seen", ["beds_at_work"], 0.5),),
    ),
    "food": Fact(0.2, ((("q16_dependence", ["leftovers"]),),)),
    "papers": Fact(0.4, ((("q08_papers_held", "employer"),),), (("workplace", "q08_found_with_employer", True, 0.25),)),
    "undeclared": Fact(0.8, (), (("person", "q02_dimona", "absent", 0.95),)),
    "facilities": Fact(0.4, (), (("workplace", "q14_safety", ["degrading"], 0.8),)),
    "threats": Fact(
        0.4,
        (
            (("q23_threats", ["authorities"]),),
            (("q23_threats", ["worse"]),),
            (("q23_threats", ["papers"]),),
            (("q23_threats", ["family"]),),
            (("q24_violence", ["threat"]),),
        ),
    ),
    "watched": Fact(
        0.25,
        ((("q17_freedom", ["watched"]),), (("q17_freedom", ["not_out"]),)),
        (("workplace", "q17_seen", ["guarded"], 0.5),),
    ),
    "orders": Fact(
        0.4,
        ((("q19_told_to_hide", True),),),
        (("workplace", "q19_instructions_seen", True, 0.15), ("person", "q19_behaviour", ["rehearsed"], 0.3)),
    ),
    "stay_promise": Fact(0.25, ((("ob_dignity", ["stay_promise"]),), (("q22_vulnerability", ["papers"]),))),
    "debt": Fact(0.25, ((("q20_journey", ["debt_works"]),), (("q20_journey", ["debt_start"]),))),
    "deceived": Fact(
        0.6,
        ((("q21_promises", ["pay", "conditions"]),), (("q21_promises", ["job"]),), (("q11_less_than_promised", True),)),
    ),
    "isolated": Fact(0.4, ((("q18_address_known", "isolated"),), (("q18_address_known", "unknown"),))),
    "dependent": Fact(0.5, ((("q16_dependence", ["everything"]),), (("q16_dependence", ["food"]),))),
    "bound": Fact(0.4, ((("q17_freedom", ["cannot_quit"]),), (("q17_freedom", ["phone_taken"]),))),
    "worn_out": Fact(0.3, (), (("person", "q14_injuries", ["exhausted"], 0.6),)),
}
CASE_LAW = (
    "pay",
    "hours",
    "lodging",
    "food",
    "papers",
    "undeclared",
    "facilities",
    "threats",
    "watched",
    "orders",
    "stay_promise",
)
CORE = ("pay", "hours", "lodging")
EXPLOITED = 0.8


@dataclass(frozen=True)
class Noise:
    """What keeps a fact from being noted, on the day and after later hearings.

    silent
        Share of persons who say nothing.
    answers
        Share of the questions that somebody who speaks has been asked and has answered.
    denies
        Share of the facts that somebody asked denies or plays down.
    """

    silent: tuple[float, float] = (0.4, 0.2)
    answers: tuple[float, float] = (0.7, 0.9)
    denies: tuple[float, float] = (0.3, 0.1)


USUAL = Noise()
Heard = Literal["perhaps", "in_part", "in_full"]


def ordinary(rng: Random) -> dict[str, Any]:
    """One control of the joint actions, not chosen for trafficking."""
    draw = rng.random()
    if draw < ORDINARY_TRUE:
        return true_situation(rng, heard="perhaps")[1]
    filled = everyday(rng, PERSONS["ordinary"])
    if draw < ORDINARY_TRUE + ORDINARY_HARSH:
        make_harsh(rng, filled)
    if rng.random() < SECTORS[filled.sector][1] or draw < ORDINARY_TRUE + ORDINARY_HARSH:
        for kind in kinds(rng):
            INFRINGE[kind](rng, filled)
    return filled.raw()


def targeted(rng: Random) -> dict[str, Any]:
    """One control of an action day against trafficking."""
    if rng.random() < TARGETED_SIGNS:
        return true_situation(rng, heard="perhaps")[1] if rng.random() < SIGNS_TRUE else _some_signs(rng)
    filled = everyday(rng, PERSONS["targeted"])
    for person in filled.persons:
        if rng.random() < UNDECLARED:
            undeclared(rng, filled, person)
        if rng.random() < PART_TIME:
            filled.note(person, "q05_part_time", ["no_schedule"])
        if rng.random() < ILLEGAL:
            illegal(rng, filled, person)
    if rng.random() < TARGETED_HARSH:
        make_harsh(rng, filled)
    return filled.raw()


def true_situation(rng: Random, *, heard: Heard, noise: Noise = USUAL) -> tuple[dict[str, Any], dict[str, Any]]:
    """One exploitation: the control on the day, and after later hearings.

    heard
        "perhaps": it may be that nobody ever speaks. "in_part": one exploited person at least does in the end, though
        not of everything. "in_full": one of them is asked everything in the end, as for a file that goes to court; what
        they deny is still missing.
    """
    facts = _facts(rng)
    base = everyday(rng, PERSONS["true"])
    exploited = [n for n in range(len(base.persons)) if rng.random() < EXPLOITED] or [0]
    made = (base, copied(base))
    for fact in facts:
        for scope, question, answer, chance in FACTS[fact].seen:
            for n in exploited:
                if rng.random() < chance:
                    for filled in made:
                        filled.note(filled.workplace if scope == "workplace" else filled.persons[n], question, answer)
    voices = {n: rng.random() for n in exploited}
    if heard != "perhaps" and max(voices.values()) < noise.silent[1]:
        voices[rng.choice(exploited)] = 1.0
    whole = max(exploited, key=voices.__getitem__) if heard == "in_full" else None
    for n in exploited:
        _hear(rng, made, n, facts, voices[n], replace(noise, answers=(noise.answers[0], 1.0)) if n == whole else noise)
    return made[0].raw(), made[1].raw()


def _hear(rng: Random, made: tuple[Filled, Filled], n: int, facts: list[str], voice: float, noise: Noise) -> None:
    """Let an exploited person speak or not; who tells a thing in fear tells it in safety as well."""
    told = [(rng.choice(FACTS[fact].told), rng.random(), rng.random()) for fact in facts if FACTS[fact].told]
    for filled, silent, answers, denies in zip(made, noise.silent, noise.answers, noise.denies, strict=True):
        if voice < silent:
            _fall_silent(filled.persons[n])
            continue
        for telling, asked, fear in told:
            for question, answer in telling if asked < answers and fear >= denies else ():
                filled.note(filled.persons[n], question, answer)


def _facts(rng: Random) -> list[str]:
    while True:
        facts = [fact for fact, what in FACTS.items() if rng.random() < what.share]
        if sum(fact in CORE for fact in facts) >= 2 and sum(fact in CASE_LAW for fact in facts) >= 4:
            return facts


def _some_signs(rng: Random) -> dict[str, Any]:
    """Two or three facts of an exploitation, told by whoever speaks: signs, and not a case."""
    filled = everyday(rng, PERSONS["targeted"])
    facts = rng.sample(sorted(FACTS), rng.choice((2, 3)))
    for n in range(len(filled.persons)):
        if rng.random() < EXPLOITED:
            for fact in facts:
                for scope, question, answer, chance in FACTS[fact].seen:
                    if rng.random() < chance:
                        filled.note(filled.workplace if scope == "workplace" else filled.persons[n], question, answer)
            for fact in facts:
                for question, answer in rng.choice(FACTS[fact].told) if FACTS[fact].told else ():
                    if rng.random() < USUAL.answers[1] * (1 - USUAL.denies[1]):
                        filled.note(filled.persons[n], question, answer)
    return filled.raw()


# what a silent person leaves open: everything but what the registers, the papers and the eyes of the inspector give
_HEARD = {question for question, _ in (*OF_ANYBODY, *SEVERAL_OF_ANYBODY)} - {
    "q25_language",
    "q04_contract",
    "q14_injuries",
    "q19_behaviour",
    "q10_hours",
    "q11_pay",
}


def _fall_silent(person: Answers) -> None:
    for question in _HEARD & person.keys():
        del person[question]
