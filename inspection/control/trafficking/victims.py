"""What the answers show of each possible victim: factors of human dignity, and the facts of grave signs.

Judges assess each victim, so nothing is added up over two persons: that one is not paid and another sleeps in the
kitchen is no set. What was seen of the workplace concerns everybody found there, or those unknown where nobody was.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from inspection.control.evidence import person_order
from inspection.control.filled import Control
from inspection.control.trafficking.proposal import SignSeen
from inspection.control.trafficking.signs import is_contrary_to_dignity, is_within, is_younger, places_of
from inspection.time_of import clock_in_brussels
from sectors import Catalogue
from sectors.rules.trafficking import GraveFact, Sign

Subject = str | None  # a person, or None for the workplace


class Mark(NamedTuple):
    """A factor of human dignity, or one fact of a grave sign."""

    of: Literal["dignity", "grave"]
    key: str
    fact: int = 0


Marks = Mapping[Subject, Mapping[Mark, frozenset[str]]]  # at each place, what is shown and by which questions
_NOTHING: Final[Mapping[Mark, frozenset[str]]] = {}


def marks_of(control: Control, catalogue: Catalogue) -> Marks:
    """Return what the answers show of each person and of the workplace."""
    found: dict[Subject, dict[Mark, frozenset[str]]] = {None: {}, **{person.ref: {} for person in control.persons}}
    for mark, signs in signs_of_marks(catalogue):
        for question, place, _ in (shown for sign in signs for shown in places_of(control, sign)):
            found[place][mark] = found[place].get(mark, frozenset()) | {question}
    for mark, fact in _facts(catalogue):
        for place in _without_answer(control, fact):
            found[place].setdefault(mark, frozenset())
    return found


def signs_of_marks(catalogue: Catalogue) -> Iterator[tuple[Mark, tuple[Sign, ...]]]:
    """Yield each mark with the answers that show it."""
    for key, factor in catalogue.dignity_factors.items():
        yield Mark("dignity", key), factor.signs
    for mark, fact in _facts(catalogue):
        yield mark, fact.signs


def victims(marks: Marks) -> dict[Subject, frozenset[Mark]]:
    """Return what is shown of each victim, the workplace included; None stands alone where nobody was found."""
    people: list[Subject] = [place for place in marks if place is not None] or [None]
    return {place: frozenset((*marks[None], *marks[place])) for place in people}


def is_against_dignity(shown: frozenset[Mark], catalogue: Catalogue) -> bool:
    """Tell whether what is shown of one victim is enough as a set."""
    return is_contrary_to_dignity([mark.key for mark in shown if mark.of == "dignity"], catalogue)


def grave_of(shown: frozenset[Mark], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the grave signs of which every fact is shown of one victim, in the order of the rules."""
    return tuple(
        key
        for key, sign in catalogue.grave_signs.items()
        if all(Mark("grave", key, n) in shown for n in range(len(sign.facts)))
    )


def grave_seen(marks: Marks, catalogue: Catalogue) -> tuple[SignSeen, ...]:
    """Return the grave signs, each with its questions and the persons; nobody where the workplace alone shows it."""
    whole: dict[str, list[Subject]] = {}
    for place, shown in victims(marks).items():
        for key in grave_of(shown, catalogue):
            whole.setdefault(key, []).append(place)
    return tuple(_seen(key, whole[key], marks) for key in catalogue.grave_signs if key in whole)


def _facts(catalogue: Catalogue) -> Iterator[tuple[Mark, GraveFact]]:
    for key, sign in catalogue.grave_signs.items():
        for n, fact in enumerate(sign.facts):
            yield Mark("grave", key, n), fact


def _without_answer(control: Control, fact: GraveFact) -> Iterator[Subject]:
    """Yield where a fact is shown by an age or by the moment of entry."""
    if fact.found_within is not None:
        entered = clock_in_brussels(control.entered_at)
        if is_within(entered, fact.found_within):
            yield None
    if fact.under_years is not None:
        for person in control.persons:
            if is_younger(person, control.first_facts_on, fact.under_years):
                yield person.ref


def _seen(key: str, places: list[Subject], marks: Marks) -> SignSeen:
    questions: set[str] = set()
    persons: set[str] = set()
    for place in places:
        for at in (None, place):
            mine = [by for mark, by in marks.get(at, _NOTHING).items() if mark[:2] == ("grave", key)]
            questions |= set().union(*mine)
            persons |= {at} if at is not None and mine else set()
    return SignSeen(key=key, questions=tuple(sorted(questions)), persons=tuple(sorted(persons, key=person_order)))
