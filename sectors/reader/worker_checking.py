"""Checks of the languages of persons found at work: each holds what the others hold."""

import re
from collections.abc import Iterator, Mapping, Set
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Tables, is_whole
from sectors.rules.checklists import WorkerLanguage

_PLACE = re.compile(r"\{[^}]*\}")
_PLACES = {"{centres}"}
_FRAME: Final[Mapping[str, Set[str]]] = {
    "visit": {"{day}", "{time}", "{place}"},
    "told": set(),
    "hours": {"{start}", "{end}"},
    "days_off": {"{n}"},
    "employer_people": {"{n}"},
    "employer_documents": set(),
    "read": set(),
}  # the keys of a summary that name no answer, with the places that the form fills in


def check_worker_languages(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for what no person is asked, an unknown place, and a language that leaves out what another says.

    The last is asked of each language as it stands last: a question that is added comes with a dated line in each.
    """
    entries = tables["worker_languages"].values()
    personal = {q.id for entry in tables["questions"].values() for q, _ in entry.forms() if q.scope == "person"}
    told = _told(tables)
    for language, place in (form for entry in entries for form in entry.forms()):
        if is_whole(tables["questions"]):
            yield from _refuse(language, place, "asks no person's question", language.questions.keys() - personal)
            yield from _refuse(language, place, "sums up no open answer of a person", {*language.summary} - told)
        yield from _refuse(language, place, "holds an unknown place", _unknown_places(language))
    last = [list(entry.forms())[-1] for entry in entries if not entry.broken]
    asked = {key for language, _ in last for key in _keys(language)}
    for language, place in last:
        yield from _refuse(language, place, "leaves out", asked - _keys(language))


def _refuse(language: WorkerLanguage, place: str, what: str, keys: Set[str]) -> Iterator[RuleFault]:
    if keys:
        yield RuleFault("RULE-418", language=language.code, does=what, keys=", ".join(sorted(keys)), place=place)


def _keys(language: WorkerLanguage) -> set[str]:
    return {*language.questions, *language.brochure, *language.summary}


def _unknown_places(language: WorkerLanguage) -> set[str]:
    texts = (*language.questions.values(), *language.brochure.values())
    unknown = {found for text in texts for found in _PLACE.findall(text)} - _PLACES
    for key, text in language.summary.items():
        places = _FRAME.get(key, {"{n}"} if "." not in key else set())
        unknown |= {*_PLACE.findall(text)} ^ places
    return unknown


def _told(tables: Tables) -> set[str]:
    """Return what a summary may speak of: answers of a person to questions that are not sensitive, and its frame."""
    found = set(_FRAME)
    for entry in tables["questions"].values():
        for question, _ in entry.forms():
            if question.scope == "person" and not question.sensitive:
                found |= {question.id, *(f"{question.id}.{choice.key}" for choice in question.choices)}
    return found
