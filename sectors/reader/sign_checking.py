"""Checks of the signs that rules name (groups, factors, facts, strong ones …): questions and answers exist."""

from collections.abc import Iterator, Mapping
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Tables
from sectors.rules.checklists import Question
from sectors.rules.trafficking import DignityFact, DignityFactor, Sign

_TITLES: Final = {
    "national_groups": "Group",
    "dignity_factors": "Dignity factor",
    "dignity_facts": "Dignity fact",
    "strong_signs": "Strong sign",
    "elements": "Element",
    "shares": "Share",
}
_MEASURED: Final = {"integer": ("a count", "at_least"), "time": ("a time of day", "within")}


def check_signs(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for a sign that nobody could ever note: an unknown question, an unknown answer, or none."""
    questions = {key: question for key, entry in tables["questions"].items() for question, _ in entry.forms()}
    for table, title in _TITLES.items():
        for key, entry in tables[table].items():
            for holder, place in entry.forms():
                supports = holder.supports if isinstance(holder, DignityFactor) else ()
                for sign in (*holder.signs, *supports):
                    if sign.question in tables["questions"].keys() - questions.keys():
                        continue  # it is there, and could not be read
                    yield from _check_sign(sign, questions, f"{title} {key}", place)
                if isinstance(holder, DignityFact):
                    yield from _check_facts(holder, place)


def _check_sign(sign: Sign, questions: Mapping[str, Question], user: str, place: str) -> Iterator[RuleFault]:
    question = questions.get(sign.question)
    if question is None:
        yield RuleFault("RULE-430", user=user, question=sign.question, place=place)
        return
    if question.kind in _MEASURED:
        measure, field = _MEASURED[question.kind]
        if _fields(sign) != {field}:
            yield RuleFault("RULE-437", user=user, question=question.id, measure=measure, field=field, place=place)
        return
    allowed = {choice.key for choice in question.choices} or ({"true", "false"} if question.kind == "yes_no" else set())
    unknown = sorted(set(sign.answers) - allowed)
    if unknown or not sign.answers or _fields(sign) != {"answers"}:
        named = f"the answer '{unknown[0]}'" if unknown else "no answer"
        yield RuleFault(
            "RULE-431",
            user=user,
            named=named,
            question=question.id,
            allowed=", ".join(sorted(allowed)) or "none",
            place=place,
        )


def _fields(sign: Sign) -> set[str]:
    return sign.model_fields_set - {"question"}


def _check_facts(fact: DignityFact, place: str) -> Iterator[RuleFault]:
    """Yield a fault for a part that nothing shows: the fact would never hold, and nobody would see why."""
    if not all(part.model_fields_set for part in fact.facts):
        yield RuleFault("RULE-436", key=fact.key, place=place)
