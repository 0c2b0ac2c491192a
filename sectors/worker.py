"""What is said to a person found at work in their own language, and the checks that hold the languages together."""

import re
from collections.abc import Mapping, Set
from typing import Any, Literal

from sectors.fault import RuleFault
from sectors.lines import Entry
from sectors.model import Sourced

_PLACE = re.compile(r"\{[^}]*\}")
_PLACES = {"{centres}"}


class WorkerLanguage(Sourced):
    """One language: questions in plain words, and the brochure.

    name
        What its speakers call it.
    direction
        Which way it is written.
    checked_by
        Which sworn translator read it through, by role and date; None where nobody has: then it is said so.
    questions
        By question id; the wording is for the person, the inspector's own stands in common/questions.yaml.
    brochure
        By key, in order; `{centres}` stands for the centres' number.
    """

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    checked_by: str | None
    questions: Mapping[str, str]
    brochure: Mapping[str, str]


def check_worker_languages(tables: Mapping[str, Mapping[str, Entry[Any]]]) -> None:
    """Refuse what no person is asked, an unknown place, and a language that leaves out what another says.

    The last is asked of each language as it stands last: a question that is added comes with a dated line in each.
    """
    entries = tables["worker_languages"].values()
    personal = {q.id for entry in tables["questions"].values() for q, _ in entry.forms() if q.scope == "person"}
    for language, place in (form for entry in entries for form in entry.forms()):
        _refuse(language, place, "asks no person's question", language.questions.keys() - personal)
        _refuse(language, place, "holds an unknown place", _unknown_places(language))
    last = [list(entry.forms())[-1] for entry in entries]
    said = {key for language, _ in last for key in _keys(language)}
    for language, place in last:
        _refuse(language, place, "leaves out", said - _keys(language))


def _refuse(language: WorkerLanguage, place: str, what: str, keys: Set[str]) -> None:
    if keys:
        raise RuleFault(
            f"The worker-facing language '{language.code}' {what}: {', '.join(sorted(keys))}",
            where=place,
            advice="Every language says the same things; its only place to fill in is {centres}.",
            code="418",
        )


def _keys(language: WorkerLanguage) -> set[str]:
    return {*language.questions, *language.brochure}


def _unknown_places(language: WorkerLanguage) -> set[str]:
    texts = (*language.questions.values(), *language.brochure.values())
    return {found for text in texts for found in _PLACE.findall(text)} - _PLACES
