"""Checks of the signs that rules name (groups, factors, strong and grave ones …): questions and answers exist."""

from collections.abc import Mapping
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Tables
from sectors.rules.checklists import Question
from sectors.rules.trafficking import GraveSign, Sign

_TITLES: Final = {
    "national_groups": "Group",
    "dignity_factors": "Dignity factor",
    "strong_signs": "Strong sign",
    "grave_signs": "Grave sign",
    "elements": "Element",
    "shares": "Share",
}
_MEASURED: Final = {"integer": ("a count", "at_least"), "time": ("a time of day", "within")}


def check_signs(tables: Tables) -> None:
    """Refuse a sign that nobody could ever note: an unknown question, an answer that it does not allow, no answer."""
    questions = {
        key: {question.id: question for question, _ in entry.forms()}[key] for key, entry in tables["questions"].items()
    }
    for table, title in _TITLES.items():
        for key, entry in tables[table].items():
            for holder, place in entry.forms():
                for sign in holder.signs:
                    _check_sign(sign, questions, f"{title} {key}", place)
                if isinstance(holder, GraveSign):
                    _check_facts(holder, place)


def _check_sign(sign: Sign, questions: Mapping[str, Question], user: str, place: str) -> None:
    question = questions.get(sign.question)
    if question is None:
        raise RuleFault("RULE-430", user=user, question=sign.question, place=place)
    if question.kind in _MEASURED:
        measure, field = _MEASURED[question.kind]
        if _fields(sign) != {field}:
            raise RuleFault("RULE-437", user=user, question=question.id, measure=measure, field=field, place=place)
        return
    allowed = {choice.key for choice in question.choices} or ({"true", "false"} if question.kind == "yes_no" else set())
    unknown = sorted(set(sign.answers) - allowed)
    if unknown or not sign.answers or _fields(sign) != {"answers"}:
        named = f"the answer '{unknown[0]}'" if unknown else "no answer"
        raise RuleFault(
            "RULE-431",
            user=user,
            named=named,
            question=question.id,
            allowed=", ".join(sorted(allowed)) or "none",
            place=place,
        )


def _fields(sign: Sign) -> set[str]:
    return sign.model_fields_set - {"question"}


def _check_facts(sign: GraveSign, place: str) -> None:
    """Refuse a fact that nothing shows: the sign would never hold, and nobody would see why."""
    if not all(fact.model_fields_set for fact in sign.facts):
        raise RuleFault("RULE-436", key=sign.key, place=place)
