"""Ordinary controls, half of them hard: undeclared work without a stay, poor and paid lodging, long and badly paid.

The easy half is `ordinary` of builders_generated_controls.py, as it stands: five in a thousand are true situations, and
four in a hundred are harsh employers. The hard half is ours (L), by what inspectors find together: who works undeclared
and without a stay sleeps where the employer finds a bed, at a price that is deducted; is brought to work, shares no
language with anybody, works over the limits, and is paid less, in cash. Lodging, hours and pay are the employer's and
reach most of the workers. A few employers go further in one thing, drawn apart from the others, so that two of them
meet as often as chance has it: `arguable` counts those controls, of which a judge might say something else.

Nobody is in control of anybody: papers are with the person, who is free to go. Nothing was left out for a rule.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from builders_everyday_controls import Answers, Filled, everyday, illegal, undeclared
from builders_generated_controls import ordinary

PERSONS, REACHES = 2.5, 0.85

# ── of the employer, shares of hard controls; L
LODGES, POOR, POOR_AT_WORK, ROOMS_SEEN = 0.6, 0.5, 0.3, 0.5
LONG, EXCESSIVE = 0.60, 0.06
LOW, TOKEN, UNPAID = 0.65, 0.04, 0.02
BRINGS, FEEDS, DEDUCTS_RENT, ABOVE_VALUE = 0.45, 0.15, 0.6, 0.04
FAULTS, DEGRADING, NO_INSURANCE = 0.4, 0.04, 0.3

# ── of each person; L
UNDECLARED, ILLEGAL = 0.75, 0.55
OF_EACH: tuple[tuple[str, Any, float], ...] = (
    ("q25_language", "interpreter", 0.6),
    ("q25_rights_known", False, 0.5),
    ("q04_contract", "none", 0.6),
    ("q11_how_paid", "cash", 0.6),
    ("q18_address_known", "unknown", 0.1),
    ("q08_papers_held", "self", 0.6),
    ("q17_freedom", ["free"], 0.5),
)
SEVERAL_OF_EACH: tuple[tuple[str, str, float], ...] = (
    ("q20_journey", "arranged", 0.25),
    ("q20_journey", "debt_start", 0.03),
    ("q21_promises", "pay", 0.10),
    ("q21_promises", "conditions", 0.08),
    ("q22_vulnerability", "distress_kept", 0.03),
    ("q22_vulnerability", "burden", 0.05),
    ("q14_injuries", "exhausted", 0.04),
)
CONTROL_OVER_A_PERSON = ("q08_papers_held", "q17_freedom")


def ordinary_controls(seed: int, n: int = 2000) -> list[dict[str, Any]]:
    """Ordinary controls; every second one is a hard one."""
    rng = Random(f"ordinary and hard {seed}")
    return [hard(rng) if place % 2 else ordinary(rng) for place in range(n)]


def hard(rng: Random) -> dict[str, Any]:
    """One control of hard and ordinary infringements."""
    filled = everyday(rng, PERSONS)
    filled.workplace.pop("q17_seen", None)
    everybody = _of_the_employer(rng, filled)
    for person in filled.persons:
        for question in CONTROL_OVER_A_PERSON:
            person.pop(question, None)
        _person(rng, filled, person)
        if rng.random() < REACHES:
            for question, answer in everybody:
                filled.note(person, question, answer)
    return filled.raw()


def _of_the_employer(rng: Random, filled: Filled) -> list[tuple[str, Any]]:
    answers: list[tuple[str, Any]] = []
    hours, pay = rng.random(), rng.random()
    if hours < EXCESSIVE + LONG:
        answers.append(("q10_hours", "excessive" if hours < EXCESSIVE else "over"))
    if pay < UNPAID + TOKEN + LOW:
        answers.append(("q11_pay", "unpaid" if pay < UNPAID else "token" if pay < UNPAID + TOKEN else "below"))
    if rng.random() < LODGES:
        answers += _lodging(rng, filled)
    answers += [
        ("q16_dependence", [what]) for what, chance in (("transport", BRINGS), ("food", FEEDS)) if rng.random() < chance
    ]
    for question, answer, chance in (
        ("q14_safety", "faults", FAULTS),
        ("q14_safety", "degrading", DEGRADING),
        ("q06_employer", "no_insurance", NO_INSURANCE),
    ):
        if rng.random() < chance:
            filled.note(filled.workplace, question, [answer])
    return answers


def _lodging(rng: Random, filled: Filled) -> list[tuple[str, Any]]:
    """A bed of the employer: decent or poor, shared, at a price that is often deducted."""
    where = "employer"
    if rng.random() < POOR:
        where = "workplace" if rng.random() < POOR_AT_WORK else "unfit"
        if rng.random() < ROOMS_SEEN:
            seen = "beds_at_work" if where == "workplace" else rng.choice(("overcrowded", "no_comfort"))
            filled.note(filled.workplace, "q15_rooms_seen", [seen])
    answers = [
        ("q15_sleeps", where),
        ("q15_rent_eur", rng.randrange(150, 451, 25)),
        ("q15_roommates", rng.randrange(6)),
    ]
    if rng.random() < DEDUCTS_RENT:
        answers.append(("q12_deductions", ["bed"]))
    if rng.random() < ABOVE_VALUE:
        answers.append(("q12_deductions", ["above_value"]))
    return answers


def _person(rng: Random, filled: Filled, person: Answers) -> None:
    if rng.random() < UNDECLARED:
        undeclared(rng, filled, person)
    if rng.random() < ILLEGAL:
        illegal(rng, filled, person)
    for question, answer, chance in OF_EACH:
        if rng.random() < chance:
            filled.note(person, question, answer)
    for question, answer, chance in SEVERAL_OF_EACH:
        if rng.random() < chance:
            filled.note(person, question, [answer])


def arguable(raw: Mapping[str, Any]) -> bool:
    """Whether somebody sleeps badly and is next to unpaid or works without end: what judges weighed together."""
    return any(
        person["answers"].get("q15_sleeps") in ("workplace", "unfit")
        and (
            person["answers"].get("q11_pay") in ("token", "unpaid") or person["answers"].get("q10_hours") == "excessive"
        )
        for person in raw["persons"]
    )
