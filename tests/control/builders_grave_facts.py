"""Grave facts and whole judgments of trafficking, as a jurist writes them down, and generated controls with one fact.

The lists in tests/situations/ stood before the rule that they try: a fact is there for what the law and the judgments
say of it, not for what a program makes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

import yaml
from builders_everyday_controls import INFRINGE, SECTORS, Filled, everyday, kinds
from builders_situations import FOLDER, Situation

OF_NOBODYS_ANSWERS = {"born", "count"}
PERSONS = 2.0
FACTS_ON = date(2026, 3, 3)

# what was answered as anybody answers. Nobody was heard apart from the employer yet: nothing of freedom, threats,
# violence, journey and promises was asked but what the fact itself tells.
INNOCENT: tuple[tuple[str, Any, float], ...] = (
    ("q03_status", "employee", 0.5),
    ("q11_pay", "paid", 0.6),
    ("q10_hours", "within", 0.6),
    ("q09_stay", "not_needed", 0.4),
    ("q04_contract", "understood", 0.3),
    ("q08_papers_held", "self", 0.3),
    ("q12_deductions", ["nothing"], 0.3),
    ("q15_sleeps", "own", 0.3),
    ("q16_dependence", ["self"], 0.3),
    ("q18_address_known", "known", 0.3),
)


@dataclass(frozen=True)
class Fact:
    """A line of the list: the answers that show a fact, and what must follow from it alone."""

    raw: dict[str, Any]

    @property
    def name(self) -> str:
        """The fact in words."""
        return str(self.raw["fact"])

    @property
    def proposes_alone(self) -> bool:
        """Whether the fact is enough where everything else is ordinary."""
        return bool(self.raw.get("proposes") == "alone")

    @property
    def workplace(self) -> dict[str, Any]:
        """What is answered of the workplace."""
        return dict(self.raw.get("answers", {}))

    @property
    def person(self) -> dict[str, Any]:
        """What is answered of one person."""
        return {key: value for key, value in self.raw["persons"][0].items() if key not in OF_NOBODYS_ANSWERS}

    @property
    def situation(self) -> Situation:
        """The fact on somebody declared and hired, of whom nothing else is known."""
        person = {"q02_dimona": "before", "q03_status": "employee", **self.raw["persons"][0]}
        raw = {"name": self.name, "facts_on": FACTS_ON, "answers": self.workplace, "persons": [person], "expect": {}}
        return Situation("trafficking_grave", raw)

    def stands_in(self, raw: Mapping[str, Any]) -> bool:
        """Whether a control tells this fact, of the workplace or of somebody; a date of birth tells nothing."""
        of_persons = [person["answers"] for person in raw["persons"]] if self.person else [{}]
        if not (self.workplace or self.person):
            return False
        return _told(self.workplace, raw["answers"]) and any(_told(self.person, answers) for answers in of_persons)


def _told(wanted: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    def has(question: str, answer: Any) -> bool:
        given = answers.get(question)
        return set(answer) <= set(given or ()) if isinstance(answer, list) else bool(given == answer)

    return all(has(question, answer) for question, answer in wanted.items())


@cache
def _file(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def judgments() -> tuple[Situation, ...]:
    """Whole situations: the judgments, and the cases of the law review."""
    return tuple(Situation("trafficking_judgments", raw) for raw in _file("trafficking_judgments"))


@cache
def grave_facts() -> tuple[Fact, ...]:
    """The facts that point to trafficking, alone or not."""
    return tuple(Fact(raw) for raw in _file("trafficking_grave")["grave"])


@cache
def ordinary_facts() -> tuple[Fact, ...]:
    """The facts that an ordinary check establishes, and that never propose alone."""
    return tuple(Fact(raw) for raw in _file("trafficking_grave")["ordinary"])


def tells_of_a_grave_fact(raw: Mapping[str, Any]) -> bool:
    """Whether anything of the list was seen or told in a control."""
    return any(fact.stands_in(raw) for fact in grave_facts())


def grave_controls(seed: int, n: int = 300) -> list[tuple[Fact, dict[str, Any]]]:
    """Ordinary controls in which one grave fact of the list was found; every fact comes about as often as any other."""
    rng, facts = Random(f"grave {seed}"), grave_facts()
    drawn = [fact for _ in range(n // len(facts) + 1) for fact in rng.sample(facts, len(facts))][:n]
    return [(fact, _with(rng, fact)) for fact in drawn]


def _with(rng: Random, fact: Fact) -> dict[str, Any]:
    filled = everyday(rng, PERSONS)
    if rng.random() < SECTORS[filled.sector][1]:
        for kind in kinds(rng):
            INFRINGE[kind](rng, filled)
    who = rng.randrange(len(filled.persons))
    _note(filled, filled.workplace, fact.workplace)
    _note(filled, filled.persons[who], fact.person)
    for person in filled.persons:
        for question, answer, chance in INNOCENT:
            if rng.random() < chance:
                person.setdefault(question, answer)
    raw = filled.raw()
    if "born" in fact.raw["persons"][0]:
        raw["persons"][who]["birth_date"] = fact.raw["persons"][0]["born"].isoformat()
    return raw


def _note(filled: Filled, where: dict[str, Any], answers: Mapping[str, Any]) -> None:
    for question, answer in answers.items():
        filled.note(where, question, answer)
