"""What a simulated inspector meets and writes down: the outcome of a visit, and the control as a device would send it.

What is found follows the hidden truth and how strict whoever came is; whether anybody opens follows chance, the sector
and the district, and sometimes what lies behind the door.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from inspection.control.checklists import Checklist, checklist
from inspection.demo.registers.answering import Filled, as_json, infringe, neutral, show_signs
from inspection.demo.registers.people import impossible_number
from inspection.demo.year.drawing import stream
from inspection.demo.year.truth import invented
from inspection.life_cycles import ControlOutcome, Decision
from inspection.time_of import moment_of
from sectors import Catalogue

FIRST_PERSON = 12_000_000  # serials above those of workers and of owners
MOST_PERSONS = 8
_SERIALS = 10  # a control has so many serials of persons to itself
_SIGNS = {
    "yes": (8, 8, 8, 4),
    "no": (3, 3, 8),
    "undecided": (8, 8, 3),
}  # how many are shown; eight always make a pattern
_ENGLISH = 0.2  # share of persons who are heard in English


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit as a team sets out for it; `code` is None for one that nobody planned."""

    code: str | None
    workplace: str
    sector: str
    district: str
    language: str
    day: date
    start: float
    leave: float


@dataclass(frozen=True, kw_only=True)
class Chances:
    """The hidden log-odds of a workplace that day, and what each inspector of the team adds."""

    any: float
    serious: float
    severities: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is written where a real control would hold somebody's words; tests put their own there to look for them.

    numbers
        Given in turn to the first person of a suspicion, in place of one that belongs to nobody.
    """

    person: str = "Synthetic worker"
    numbers: Sequence[str] = ()
    grounds: Mapping[str, str] = field(
        default_factory=lambda: {
            "yes": "Several signs together, seen and told on the spot; synthetic text of the demo.",
            "no": "The signs have another explanation that was checked on the spot; synthetic text of the demo.",
            "undecided": "",
        }
    )


@dataclass(frozen=True)
class Questions:
    """The checklists of a day."""

    catalogue: Catalogue

    @cached_property
    def _lists(self) -> dict[str, Checklist]:
        return {}

    def of(self, sector: str) -> Checklist:
        """Return the checklist of a sector."""
        if sector not in self._lists:
            self._lists[sector] = checklist(self.catalogue.sectors[sector], self.catalogue)
        return self._lists[sector]


@dataclass(frozen=True, kw_only=True)
class Met:
    """What became of a visit: who went, how it ended, and what there was to find."""

    by: str
    outcome: ControlOutcome
    finds: bool
    serious: bool
    rng: np.random.Generator = field(repr=False)


def meet(visit: Visit, chances: Chances, seed: int) -> Met:
    """Return how a visit goes: the same for the same seed, day and workplace."""
    rng = stream(seed, f"visit|{visit.day}", visit.workplace)
    by = sorted(chances.severities)[int(rng.integers(len(chances.severities)))]
    finds = bool(rng.random() < _share(chances.any + chances.severities[by]))
    serious = finds and bool(rng.random() < _share(chances.serious))
    return Met(by=by, outcome=_outcome(visit, finds, rng), finds=finds, serious=serious, rng=rng)


def _outcome(visit: Visit, finds: bool, rng: np.random.Generator) -> ControlOutcome:
    """Return "done", or why there was no control: by chance, by sector and district, or since there was something."""
    rules = invented()["non_response"]
    parts = dict(rules["by_chance"])
    parts["closed"] += rules["by_sector"].get(visit.sector, 0.0) + rules["by_district"].get(visit.district, 0.0)
    for outcome, share in rules["of_violators"].items() if finds else ():
        parts[outcome] = parts.get(outcome, 0.0) + share
    drawn, reached = rng.random(), 0.0
    for outcome, share in sorted(parts.items()):
        reached += max(0.0, share)
        if drawn < reached:
            return ControlOutcome(outcome)
    return ControlOutcome.DONE


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is told beside the answers.

    decision
        On a suspicion; None where there was none.
    n
        Which control of the house it is: gives its persons numbers that nobody else has, and that belong to nobody.
    met_again
        The control whose first person is met again in this one.
    has_minor
        Whether its last person says to be under age, and is alone.
    """

    decision: Decision | None
    n: int
    met_again: int | None = None
    has_minor: bool = False


def written_down(visit: Visit, met: Met, questions: Questions, case: Case, words: Words) -> dict[str, Any]:
    """Return the control as JSON would hold it."""
    decision = case.decision
    form, rng, is_done = questions.of(visit.sector), met.rng, met.outcome == ControlOutcome.DONE
    entered = moment_of(visit.day, int(visit.start))
    minutes = int(visit.leave - visit.start) if is_done else int(rng.integers(3, 15))
    left = entered + timedelta(minutes=minutes)
    filled = _answers(visit, met, questions, decision) if is_done else Filled()
    return {
        "control_id": uuid7(entered, rng), "checklist": form.ref.model_dump(), "visit": visit.code,
        "workplace": visit.workplace, "sector": visit.sector, "outcome": met.outcome,
        "entered_at": entered.isoformat(), "left_at": left.isoformat(), "facts_on": visit.day.isoformat(),
        "report_language": visit.language, "answers": as_json(filled.workplace),
        "persons": _persons(filled, case, visit.language, rng, words),
        "suspicion": _suspicion(decision, left, rng, words.grounds),
    }  # fmt: skip


def _answers(visit: Visit, met: Met, questions: Questions, decision: str | None) -> Filled:
    form, rng = questions.of(visit.sector), met.rng
    people = int(np.clip(rng.poisson(2.0), 1 if decision or met.finds else 0, MOST_PERSONS))
    filled = neutral(form.questions, people)
    if met.finds:
        infringe(filled, form.questions, form.id, rng, is_grave=met.serious)
    if decision:
        signs: Sequence[int] = _SIGNS[decision]
        show_signs(filled, form.questions, int(rng.choice(signs)), rng)
    return filled


def _persons(
    filled: Filled, case: Case, language: str, rng: np.random.Generator, words: Words
) -> list[dict[str, object]]:
    persons: list[dict[str, object]] = [
        {"ref": f"P{k + 1}", "name": f"{words.person} {k + 1}",
         "national_number": impossible_number(FIRST_PERSON + case.n * _SERIALS + k), "birth_date": None,
         "hearing_language": "en" if rng.random() < _ENGLISH else language, "answers": as_json(answers)}
        for k, answers in enumerate(filled.persons)
    ]  # fmt: skip
    if persons and case.met_again is not None:
        persons[0]["national_number"] = impossible_number(FIRST_PERSON + case.met_again * _SERIALS)
    if persons and words.numbers and case.decision == Decision.YES:
        persons[0]["national_number"] = words.numbers[case.n % len(words.numbers)]
    if persons and case.has_minor:
        persons[-1] |= {"under_age": True, "accompanied": False}
    return persons


def _suspicion(
    decision: str | None, left: datetime, rng: np.random.Generator, grounds: Mapping[str, str]
) -> dict[str, object] | None:
    if decision is None:
        return None
    decided = left - timedelta(minutes=int(rng.integers(1, 20)))
    return {
        "decision": decision,
        "grounds": grounds[decision],
        "forms": ["economic"],
        "decided_at": decided.isoformat(),
    }


def uuid7(at: datetime, rng: np.random.Generator) -> str:
    """Return an id of the shape of UUIDv7: the moment, then digits of the stream."""
    milliseconds = int(at.timestamp() * 1000)
    tail = int(rng.integers(0, 1 << 62))
    value = milliseconds << 80 | 7 << 76 | int(rng.integers(0, 1 << 12)) << 64 | 0b10 << 62 | tail
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _share(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))
