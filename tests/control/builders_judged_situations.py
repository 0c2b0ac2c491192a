"""True situations after the eight judgments of the project's law file (2026, section 11), heard in full or in part.

Each has the facts that the judgment weighed, for each victim, told in one of several ways, and others that often go
with them; beside the victims there are colleagues to whom nothing of it happened. They know no rule. The shares are
ours (L); what happened is Myria's summary of the judgment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from builders_everyday_controls import Answers, Filled, everyday
from builders_grave_facts import tells_of_a_grave_fact

EXPLOITED, PERSONS = 0.8, 3.0


@dataclass(frozen=True)
class Judged:
    """What a judgment weighed.

    place
        What was found of the workplace, and how often.
    facts
        What is true of each victim: one telling of each.
    """

    sector: str
    place: tuple[tuple[str, Any, float], ...]
    facts: tuple[tuple[Answers, ...], ...]


TOKEN: tuple[Answers, ...] = ({"q11_pay": "token"}, {"q11_pay": "token", "q12_withheld": ["by_employer"]})
UNPAID: tuple[Answers, ...] = ({"q11_pay": "unpaid"}, {"q11_pay": "unpaid", "q12_withheld": ["by_employer"]})
ENDLESS: tuple[Answers, ...] = ({"q10_hours": "excessive"}, {"q10_hours": "excessive", "q10_days_off": 0})
UNDECLARED: tuple[Answers, ...] = ({"q02_dimona": "absent"},)
NO_STAY: tuple[Answers, ...] = ({"q09_stay": "absent"},)
UNFIT_PAID: tuple[Answers, ...] = (
    {"q15_sleeps": "unfit", "q12_deductions": ["bed"]},
    {"q15_sleeps": "unfit", "q12_deductions": ["bed", "above_value"], "q15_rent_eur": 300},
)
ABUSED_STAY: tuple[Answers, ...] = (
    {"q22_vulnerability": ["distress_kept"]},
    {"q23_threats": ["irregular_used"]},
    {"q22_vulnerability": ["distress_kept"], "q23_threats": ["irregular_used"]},
)

JUDGED: Mapping[str, Judged] = {
    "Mechelen 10 Feb 2017": Judged(
        "agriculture",
        (("q17_seen", ["guarded"], 0.8), ("q14_safety", ["degrading"], 0.8)),
        (TOKEN, ENDLESS, UNFIT_PAID, ({"q12_deductions": ["fines"]},)),
    ),
    "Bruges 4 May 2016": Judged(
        "restaurants",
        (("q06_employer", ["no_insurance"], 0.8),),
        (
            UNPAID,
            ({"q15_sleeps": "unfit"}, {"q15_sleeps": "workplace"}),
            ({"q16_dependence": ["leftovers"]}, {"ob_dignity": ["leftovers"]}),
            UNDECLARED,
            NO_STAY,
        ),
    ),
    "Kortrijk 16 Feb 2015": Judged(
        "agriculture",
        (("q14_safety", ["danger"], 0.6), ("q14_safety", ["degrading"], 0.4)),
        (
            TOKEN,
            ENDLESS,
            ({"q15_sleeps": "employer", "q12_deductions": ["bed"]}, *UNFIT_PAID),
            ({"q11_less_than_promised": True}, {"q21_promises": ["pay"]}, {"q12_withheld": ["by_employer"]}),
        ),
    ),
    "Kortrijk 4 Apr 2014": Judged(
        "car_wash", (("fm_fled", 2, 0.6),), ((*TOKEN, *UNPAID), UNDECLARED, NO_STAY, ABUSED_STAY)
    ),
    "Brussels (F) 19 Jun 2015": Judged(
        "night_shop",
        (("ob_network", ["chain"], 0.6),),
        (
            (*TOKEN, *UNPAID),
            ENDLESS,
            ({"q15_sleeps": "unfit"}, {"q15_sleeps": "workplace"}),
            ({"ob_dignity": ["stay_promise"]}, {"q22_vulnerability": ["papers"]}),
        ),
    ),
    "Brussels 10 May 2011": Judged(
        "construction",
        (("q14_safety", ["harm"], 0.8),),
        (TOKEN, ENDLESS, ({"q14_injuries": ["untreated"]}, {"q14_injuries": ["untreated", "exhausted"]}), UNDECLARED),
    ),
    "Tongeren 9 Feb 2017": Judged(
        "construction",
        (),
        (
            TOKEN,
            ENDLESS,
            ({"q03_status": "partner", "q03_status_holds": "false_self_employed"},),
            ({"q04_contract": "blank"}, {"q21_promises": ["contract"]}, {"q21_promises": ["conditions", "contract"]}),
        ),
    ),
    "Mechelen 22 Mar 2018": Judged(
        "construction",
        (("q07_documents", ["no_a1"], 0.7), ("q15_rooms_seen", ["no_comfort"], 0.5)),
        (TOKEN, UNFIT_PAID, ({"q03_status": "posted"},), ({"q21_promises": ["housing"]}, {"q15_promised_other": True})),
    ),
}

# what goes with it now and then, for each victim
OFTEN: tuple[tuple[str, Any, float], ...] = (
    ("q25_language", "interpreter", 0.7),
    ("q25_rights_known", False, 0.5),
    ("q11_how_paid", "cash", 0.5),
    ("q20_journey", ["arranged"], 0.4),
    ("q16_dependence", ["transport"], 0.4),
    ("q16_dependence", ["everything"], 0.2),
    ("q21_promises", ["pay"], 0.3),
    ("q19_told_to_hide", True, 0.3),
    ("q23_threats", ["authorities"], 0.2),
    ("q08_papers_held", "employer", 0.2),
    ("q17_freedom", ["cannot_quit"], 0.2),
    ("q18_address_known", "unknown", 0.2),
)


@dataclass(frozen=True)
class TrueSituation:
    """One true situation.

    full, part
        The control with everything told, and with a half of what each person told.
    victims
        References of the persons exploited.
    drawn
        How often a half was drawn until something of the exploitation was in it: before, nobody was heard at all.
    """

    judgment: str
    full: dict[str, Any]
    part: dict[str, Any]
    victims: tuple[str, ...]
    drawn: int


def true_situations(seed: int, n: int = 500) -> list[TrueSituation]:
    """True situations, every judgment as often as any other."""
    rng, names = Random(f"judged {seed}"), sorted(JUDGED)
    return [_situation(rng, names[place % len(names)]) for place in range(n)]


def _situation(rng: Random, name: str) -> TrueSituation:
    judged, filled = JUDGED[name], everyday(rng, PERSONS)
    filled.sector = judged.sector
    victims = [n for n in range(len(filled.persons)) if rng.random() < EXPLOITED] or [0]
    for question, answer, chance in judged.place:
        if rng.random() < chance:
            filled.note(filled.workplace, question, answer)
    for n in victims:
        _exploit(rng, filled, filled.persons[n], judged)
    full, drawn = filled.raw(), 1
    part = _half(rng, full)
    while not tells_of_a_grave_fact(part):
        part, drawn = _half(rng, full), drawn + 1
    return TrueSituation(name, full, part, tuple(f"P{n + 1}" for n in victims), drawn)


def _exploit(rng: Random, filled: Filled, person: Answers, judged: Judged) -> None:
    for question, answer, chance in OFTEN:
        if rng.random() < chance:
            filled.note(person, question, answer)
    for tellings in judged.facts:
        for question, answer in rng.choice(tellings).items():
            filled.note(person, question, answer)


def _half(rng: Random, raw: dict[str, Any]) -> dict[str, Any]:
    """The same control, a random half of each person's answers still unasked."""

    def some(answers: Answers) -> Answers:
        kept = set(rng.sample(sorted(answers), (len(answers) + 1) // 2))
        return {question: answer for question, answer in answers.items() if question in kept}

    return {**raw, "persons": [{**person, "answers": some(person["answers"])} for person in raw["persons"]]}


def only(raw: dict[str, Any], ref: str) -> dict[str, Any]:
    """The same control as if this person had been the only one found."""
    return {**raw, "persons": [person for person in raw["persons"] if person["ref"] == ref]}
