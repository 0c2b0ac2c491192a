"""Random ordinary controls: any answers that their checklist lets through, none of them sensitive."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from inspection.control.checklists import Checklist
from inspection.store.core import new_id
from sectors.rules.checklists import Question

BRUSSELS = ZoneInfo("Europe/Brussels")
WORDS = ("Table 4", "derrière le comptoir", "aan de kassa", "«ß&<>\"'»", "a ]]> b", "日本", "x" * 300)


def a_random_control(random: Random, checklist: Checklist, on: date, **fields: Any) -> dict[str, Any]:
    """A control as JSON values, finished most of the time, with up to six persons."""
    entered = datetime.combine(on, time(random.randrange(24), random.randrange(60)), BRUSSELS)
    outcome = "done" if random.random() < 0.9 else random.choice(("closed", "refused_access", "moved", "unsafe"))
    left = entered + timedelta(minutes=random.randrange(1, 300)) if random.random() < 0.9 else None
    answers = _answers(random, checklist, "workplace", on, {}) if outcome == "done" else {}
    if outcome == "done":
        answers.setdefault("fm_head_count", random.randrange(40))
    persons = [_person(random, checklist, n, on, answers) for n in range(1, random.randrange(7) + 1)]
    return {
        "control_id": new_id(),
        "checklist": checklist.ref.model_dump(),
        "visit": None,
        "workplace": f"est:2{random.randrange(10**9):09d}",
        "sector": checklist.id,
        "outcome": outcome,
        "entered_at": entered.isoformat(),
        "left_at": left.isoformat() if left else None,
        "facts_on": (on - timedelta(days=random.choice((0, 0, 0, 1, 30)))).isoformat(),
        "report_language": random.choice(("fr", "nl", "de")),
        "place": "62063",
        "answers": answers,
        "persons": persons if outcome == "done" else [],
        **fields,
    }


def _person(random: Random, checklist: Checklist, n: int, on: date, answers: dict[str, Any]) -> dict[str, Any]:
    person: dict[str, Any] = {"ref": f"P{n}", "answers": _answers(random, checklist, "person", on, answers)}
    if random.random() < 0.7:
        person["name"] = f"Person {n} {random.choice(WORDS[:4])}"
    if random.random() < 0.4:
        person["national_number"] = f"85.07.30-{random.randrange(1000):03d}.00"
    if random.random() < 0.5:
        person["birth_date"] = (on - timedelta(days=random.randrange(14 * 365, 60 * 365))).isoformat()
    if random.random() < 0.5:
        person["hearing_language"] = random.choice(("ro", "pt", "vi", "fr"))
    return person


def _answers(random: Random, checklist: Checklist, scope: str, on: date, workplace: dict[str, Any]) -> dict[str, Any]:
    share, given = random.random(), {}
    for question in checklist.questions:
        if question.scope == scope and not question.sensitive and random.random() < share:
            value = _value(random, question, on)
            if _fits(checklist, question, value, given, workplace, scope):
                given[question.id] = value
    return given


def _fits(
    checklist: Checklist,
    question: Question,
    value: Any,
    given: dict[str, Any],
    workplace: dict[str, Any],
    scope: str,
) -> bool:
    """Whether a client would ask this question, and take this answer."""
    answers, person = (given, None) if scope == "workplace" else (workplace, given)
    is_asked = checklist.asking.is_asked(question, answers, person)
    return is_asked and checklist.asking.accepts(question, value, answers, person)


def _value(random: Random, question: Question, on: date) -> Any:
    keys = [choice.key for choice in question.choices]
    makers = {
        "yes_no": lambda: random.random() < 0.5,
        "choice": lambda: random.choice(keys),
        "choices": lambda: random.sample(keys, random.randrange(1, len(keys) + 1)),
        "integer": lambda: random.randrange(60),
        "number": lambda: random.choice((random.randrange(60), random.randrange(6000) / 4)),
        "text": lambda: random.choice(WORDS),
        "identifier": lambda: str(random.randrange(10**9)),
        "time": lambda: f"{random.randrange(24):02d}:{random.randrange(60):02d}",
        "date": lambda: (on + timedelta(days=random.randrange(0, 60))).isoformat(),
    }
    return makers[question.kind]()
