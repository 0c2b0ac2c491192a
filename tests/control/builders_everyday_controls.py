"""Everyday work in synthetic controls: who is found, ordinary life, infringements and harsh employers, for a seed.

Checked figures (H, section 6 of the project's law file) are marked; all others are assumptions of ours (L), on the
careful side: more hardship than ordinary life needs (interpreters, an employer's beds, broken promises, cash, a boss
who answers for others), so that a rule that cries wolf is heard. Nothing here knows a rule.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import exp
from random import Random
from typing import Any

from builders_control import a_person, a_raw_control

Answers = dict[str, Any]

# ── who is controlled: share of controls (horeca 540 of 3,204 H, others L), share with any infringement (mostly H)
SECTORS: Mapping[str, tuple[float, float]] = {
    "restaurants": (0.17, 0.53),
    "construction": (0.30, 0.36),
    "cleaning": (0.10, 0.36),
    "agriculture": (0.10, 0.25),
    "garment": (0.03, 0.35),
    "car_wash": (0.10, 0.60),
    "transport": (0.10, 0.33),
    "meat": (0.05, 0.33),
    "night_shop": (0.05, 0.33),
}

# what a positive control is about (horeca 2016 H); a second thing is wrong in one of four
MIX = {"dimona": 0.45, "part_time": 0.32, "benefits": 0.13, "foreign": 0.067, "limosa": 0.015, "other": 0.018}
SECOND = 0.25

# ── ordinary life: what is true of any worker or workplace, infringement or not; chances are L
OF_ANYBODY: tuple[tuple[str, Mapping[Any, float]], ...] = (
    ("q25_language", {"interpreter": 0.25, "cannot_read": 0.03}),
    ("q25_rights_known", {False: 0.20}),
    ("q04_contract", {"none": 0.15, "not_understood": 0.05, "differs": 0.05}),
    ("q08_papers_held", {"reachable": 0.20, "no_papers": 0.03, "employer": 0.003}),
    ("q10_hours", {"over": 0.08}),
    ("q11_pay", {"below": 0.08}),
    ("q11_how_paid", {"cash": 0.20, "other_account": 0.02}),
    ("q11_less_than_promised", {True: 0.05}),
    ("q15_sleeps", {"employer": 0.07, "workplace": 0.01, "no_answer": 0.03}),
    ("q18_address_known", {"unknown": 0.05}),
    ("q19_told_to_hide", {True: 0.01}),
)
SEVERAL_OF_ANYBODY: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("q12_deductions", {"bed": 0.02, "food": 0.03, "transport": 0.02, "fines": 0.01, "fee": 0.01}),
    ("q14_injuries", {"exhausted": 0.02, "untreated": 0.005}),
    ("q16_dependence", {"transport": 0.15, "food": 0.05, "everything": 0.005}),
    ("q17_freedom", {"cannot_quit": 0.02, "phone_taken": 0.005}),
    ("q19_behaviour", {"other_answers": 0.04, "looks_first": 0.04, "rehearsed": 0.02}),
    ("q20_journey", {"arranged": 0.05, "debt_start": 0.01, "deceived": 0.01}),
    ("q21_promises", {"conditions": 0.04, "pay": 0.04, "housing": 0.01, "job": 0.01}),
    ("q22_vulnerability", {"distress_kept": 0.03, "family_kept": 0.02, "burden": 0.02, "fragile": 0.02, "past": 0.02}),
    ("q23_threats", {"fear": 0.02, "worse": 0.01}),
)
OF_ANY_PLACE: Mapping[str, Mapping[str, float]] = {
    "q14_safety": {"faults": 0.15, "danger": 0.01, "degrading": 0.005},
    "q15_rooms_seen": {"beds_at_work": 0.01, "overcrowded": 0.005},
    "q17_seen": {"guarded": 0.01},
}
UNDECLARED_TOLD_TO_HIDE, UNDECLARED_FLED = 0.08, 0.10

# ── harsh employers: grave infringements and hard words, each apart from the others; no case of exploitation; L
HARSH: tuple[tuple[str, float, str, Any], ...] = (
    ("person", 0.35, "q11_pay", "token"),
    ("person", 0.10, "q11_pay", "unpaid"),
    ("person", 0.35, "q10_hours", "excessive"),
    ("person", 0.25, "q12_withheld", ["by_employer"]),
    ("person", 0.15, "q12_deductions", ["fines"]),
    ("person", 0.10, "q12_deductions", ["above_value"]),
    ("person", 0.15, "q21_promises", ["pay"]),
    ("person", 0.10, "q14_injuries", ["exhausted"]),
    ("person", 0.10, "q23_threats", ["worse"]),
    ("person", 0.05, "q23_threats", ["authorities"]),
    ("person", 0.10, "q19_told_to_hide", True),
    ("person", 0.05, "q15_sleeps", "workplace"),
    ("workplace", 0.10, "q14_safety", ["danger"]),
    ("workplace", 0.07, "q14_safety", ["degrading"]),
    ("workplace", 0.05, "q17_seen", ["guarded"]),
)
HARSH_REACHES = 0.7  # of the persons found there


@dataclass
class Filled:
    """Answers of one control in the making."""

    sector: str
    workplace: Answers = field(default_factory=dict)
    persons: list[Answers] = field(default_factory=list)

    def note(self, where: Answers, question: str, answer: Any) -> None:
        """Write an answer down; one of several choices joins the others, any other replaces what was there."""
        if isinstance(answer, list):
            where[question] = sorted({*where.get(question, []), *answer})
        else:
            where[question] = answer

    def raw(self) -> dict[str, Any]:
        """The control as JSON values."""
        persons = [a_person(n, answers) for n, answers in enumerate(self.persons, 1)]
        answers = {**self.workplace, "fm_head_count": len(persons)}
        return a_raw_control(sector=self.sector, answers=answers, persons=persons)


def everyday(rng: Random, persons: float) -> Filled:
    names = list(SECTORS)
    filled = Filled(rng.choices(names, [SECTORS[name][0] for name in names])[0])
    filled.persons = [{"q02_dimona": "before"} for _ in range(1 + _poisson(rng, persons - 1))]
    for person in filled.persons:
        for question, chances in OF_ANYBODY:
            answer = _one_of(rng, chances)
            if answer is not None:
                person[question] = answer
        for question, chances in SEVERAL_OF_ANYBODY:
            for answer, chance in chances.items():
                if rng.random() < chance:
                    filled.note(person, question, [answer])
    for question, chances in OF_ANY_PLACE.items():
        for answer, chance in chances.items():
            if rng.random() < chance:
                filled.note(filled.workplace, question, [answer])
    return filled


def make_harsh(rng: Random, filled: Filled) -> None:
    for scope, chance, question, answer in HARSH:
        if rng.random() >= chance:
            continue
        if scope == "workplace":
            filled.note(filled.workplace, question, answer)
        for person in filled.persons if scope == "person" else ():
            if rng.random() < HARSH_REACHES:
                filled.note(person, question, answer)


def kinds(rng: Random) -> Iterator[str]:
    yield rng.choices(list(MIX), list(MIX.values()))[0]
    if rng.random() < SECOND:
        yield rng.choices(list(MIX), list(MIX.values()))[0]


def undeclared(rng: Random, filled: Filled, person: Answers) -> None:
    person["q02_dimona"] = rng.choice(("absent", "absent", "late", "during_control"))
    if rng.random() < UNDECLARED_TOLD_TO_HIDE:
        person["q19_told_to_hide"] = True
    if rng.random() < UNDECLARED_FLED:
        filled.workplace["fm_fled"] = filled.workplace.get("fm_fled", 0) + 1


def illegal(rng: Random, filled: Filled, person: Answers) -> None:
    if rng.random() < 0.6:
        person["q09_stay"] = "absent"
    else:
        person |= {"q09_stay": "valid", "q09_permit": "absent"}
    if rng.random() < 0.2:
        filled.note(person, "q23_threats", ["fear"])


def _dimona(rng: Random, filled: Filled) -> None:
    """1,351 undeclared persons in 883 controls (H): two of three in a control of two, and one at least."""
    sure = rng.randrange(len(filled.persons))
    for n, person in enumerate(filled.persons):
        if n == sure or rng.random() < 0.53:
            undeclared(rng, filled, person)


def _part_time(rng: Random, filled: Filled) -> None:
    for person in filled.persons:
        filled.note(person, "q05_part_time", [rng.choice(("no_contract", "no_schedule", "no_deviation"))])


def _foreign(rng: Random, filled: Filled) -> None:
    illegal(rng, filled, rng.choice(filled.persons))


def _limosa(rng: Random, filled: Filled) -> None:
    person = rng.choice(filled.persons)
    person |= {"q03_status": "posted", "q07_limosa": "absent"}


def _other(rng: Random, filled: Filled) -> None:
    filled.note(filled.workplace, "q05_work_rules", [rng.choice(("no_rules", "not_posted", "schedules_missing"))])
    if rng.random() < 0.2:
        filled.note(filled.workplace, "q06_employer", [rng.choice(("no_insurance", "dmfa_missing"))])


def _benefits(rng: Random, filled: Filled) -> None:
    """Work while on a benefit: the form has no question for it, and it is no sign of anything."""


INFRINGE: Mapping[str, Callable[[Random, Filled], None]] = {
    "dimona": _dimona,
    "part_time": _part_time,
    "benefits": _benefits,
    "foreign": _foreign,
    "limosa": _limosa,
    "other": _other,
}


def _one_of(rng: Random, chances: Mapping[Any, float]) -> Any:
    draw = rng.random()
    for answer, chance in chances.items():
        if draw < chance:
            return answer
        draw -= chance
    return None


def _poisson(rng: Random, mean: float) -> int:
    n, product, limit = 0, rng.random(), exp(-mean)
    while product > limit:
        n, product = n + 1, product * rng.random()
    return n


def copied(filled: Filled) -> Filled:
    def own(answers: Answers) -> Answers:
        return {key: list(value) if isinstance(value, list) else value for key, value in answers.items()}

    return Filled(filled.sector, own(filled.workplace), [own(person) for person in filled.persons])
