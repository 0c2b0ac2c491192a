"""Checks of the signs that groups, factors of human dignity, elements and shares name: questions and answers exist."""

from collections.abc import Mapping
from typing import Any, Final

from sectors.fault import RuleFault
from sectors.lines import Entry
from sectors.model import Question
from sectors.signs import Sign

Tables = Mapping[str, Mapping[str, Entry[Any]]]
_TITLES: Final = {
    "national_groups": "Group",
    "dignity_factors": "Dignity factor",
    "elements": "Element",
    "shares": "Share",
}


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


def _check_sign(sign: Sign, questions: Mapping[str, Question], user: str, place: str) -> None:
    question = questions.get(sign.question)
    if question is None:
        raise RuleFault(
            f"{user} names an unknown question '{sign.question}'",
            where=place,
            advice="Check its spelling against common/questions.yaml.",
            code="430",
        )
    if question.kind == "integer":
        if sign.at_least is None or sign.answers:
            raise _fault(f"{user} asks of {question.id}, a count, something else than 'at_least'", place)
        return
    allowed = {choice.key for choice in question.choices} or ({"true", "false"} if question.kind == "yes_no" else set())
    unknown = sorted(set(sign.answers) - allowed)
    if unknown or not sign.answers or sign.at_least is not None:
        named = f"the answer '{unknown[0]}'" if unknown else "no answer"
        raise _fault(f"{user} names {named} to {question.id}; it allows {', '.join(sorted(allowed)) or 'none'}", place)


def _fault(what: str, place: str) -> RuleFault:
    return RuleFault(
        what,
        where=place,
        advice="Name keys of choices under 'answers' ('true' and 'false' quoted), or a count under 'at_least'.",
        code="431",
    )
