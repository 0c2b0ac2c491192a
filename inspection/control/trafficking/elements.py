"""The elements of the Belgian offence for each person: an act, and facts that are enough as its purpose.

The purpose is work against human dignity. Judges assess each victim, so nothing is added up over two persons: that one
is not paid and another sleeps in the kitchen is no set. What was seen of the workplace concerns everybody found there,
or those unknown where nobody was.

How many facts are enough is `dignity_rule` in sectors/common/indicators.yaml; acts are in sectors/common/elements.yaml.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from inspection.control.evidence import Evidence
from inspection.control.filled import Control
from inspection.control.trafficking.proposal import ActSeen, FactSeen, PersonGrounds, Subject, Way
from inspection.control.trafficking.signs import is_within, is_younger, places_of, signs_of_factor
from inspection.time_of import clock_in_brussels
from sectors.rules.trafficking import DignitySet, Element, FactPart, Weight

if TYPE_CHECKING:
    from sectors import Catalogue


class Fact(NamedTuple):
    """A fact in a dimension of human dignity, whatever the rules say it with: all of its parts must hold."""

    key: str
    factor: str
    weight: Weight
    parts: tuple[FactPart, ...]


class Mark(NamedTuple):
    """One part of a fact that is shown."""

    key: str
    weight: Weight
    part: int


Shown = frozenset[Mark]  # what is shown of one person
Marks = Mapping[Subject, Mapping[Mark, frozenset[str]]]  # at each place, what is shown and by which questions
MINOR: Final = Mark("", "supports", 0)  # not a part of any fact: the person is a minor, or may be one
_NOTHING: Final[Mapping[Mark, frozenset[str]]] = {}


class Purpose:
    """The facts of human dignity that a catalogue knows, and which of them are enough as a purpose."""

    def __init__(self, catalogue: "Catalogue") -> None:
        self._rule, self._factors = catalogue.dignity_rule, catalogue.dignity_factors
        self.facts = tuple(_facts(catalogue))
        self._needed = [(f, {Mark(f.key, f.weight, n) for n in range(len(f.parts))}) for f in self.facts]

    def parts(self) -> Iterator[tuple[Mark, FactPart]]:
        """Yield each part of each fact."""
        for fact in self.facts:
            for n, part in enumerate(fact.parts):
                yield Mark(fact.key, fact.weight, n), part

    def whole(self, shown: Shown) -> list[Fact]:
        """Return the facts of which every part is shown, in the order of the rules."""
        return [fact for fact, needed in self._needed if needed <= shown]

    def way(self, shown: Shown) -> Way | None:
        """Return by which way facts are enough as a purpose; None where they are not."""
        whole = self.whole(shown)
        if any(fact.weight == "grave" for fact in whole):
            return "grave"
        if any(self._reaches(whole, wanted) for wanted in self._rule.enough):
            return "set"
        if MINOR in shown and any(self._reaches(whole, wanted) for wanted in self._rule.of_minors):
            return "minor"
        return None

    def _reaches(self, whole: Sequence[Fact], wanted: DignitySet) -> bool:
        weighing = {fact.factor for fact in whole if fact.weight != "supports"}
        beyond = {fact.factor for fact in whole if self._factors[fact.factor].beyond}
        of_work = {key for key in weighing if self._factors[key].of_work}
        return len(weighing) >= wanted.weighs and len(beyond) >= wanted.beyond and len(of_work) >= wanted.of_work


def marks_of(control: Control, purpose: Purpose, minors: Collection[str]) -> Marks:
    """Return what the answers show of each person and of the workplace."""
    found: dict[Subject, dict[Mark, frozenset[str]]] = {None: {}, **{person.ref: {} for person in control.persons}}
    for mark, part in purpose.parts():
        for question, place, _ in (shown for sign in part.signs for shown in places_of(control, sign)):
            found[place][mark] = found[place].get(mark, frozenset()) | {question}
        for place in _without_answer(control, part):
            found[place].setdefault(mark, frozenset())
    for ref in minors:
        found[ref][MINOR] = frozenset()
    return found


def shown_of_each(marks: Marks) -> dict[Subject, Shown]:
    """Return what is shown of each person, the workplace included; None stands alone where nobody was found."""
    people: list[Subject] = [place for place in marks if place is not None] or [None]
    return {place: frozenset((*marks[None], *marks[place])) for place in people}


def grounds_of(
    control: Control, evidence: Sequence[Evidence], catalogue: "Catalogue", minors: Collection[str]
) -> tuple[PersonGrounds, ...]:
    """Return for whom an act and a purpose are shown, each with the act and the facts, in the order of the persons."""
    purpose = Purpose(catalogue)
    marks = marks_of(control, purpose, minors)
    ways = {place: way for place, shown in shown_of_each(marks).items() if (way := purpose.way(shown))}
    acts = _acts(control, evidence, catalogue) if ways else []
    return tuple(
        PersonGrounds(
            person=place,
            way=way,
            acts=acts_here,
            facts=_facts_seen(purpose, marks, place),
            is_minor=place in minors,
        )
        for place, way in ways.items()
        if (acts_here := _of_one(acts, place))
    )


def speaking(
    element: Element, control: Control, catalogue: "Catalogue", evidence: Sequence[Evidence]
) -> Iterator[tuple[str, Subject, str]]:
    """Yield the answers that speak for an element: question, person (None for the workplace), answer."""
    for one in evidence:
        if one.points_to.indicator in element.indicators or one.points_to.offence in element.offences:
            yield one.question, one.person, one.points_to.answer
    for sign in (*element.signs, *(sign for key in element.dignity for sign in signs_of_factor(key, catalogue))):
        for question, person, answers in places_of(control, sign):
            yield from ((question, person, answer) for answer in answers)


def _facts(catalogue: "Catalogue") -> Iterator[Fact]:
    """Yield the facts that may be of the purpose: not those of a dimension that the ordinary checks establish."""
    factors = {key: factor for key, factor in catalogue.dignity_factors.items() if not factor.ordinary}
    for key, factor in factors.items():
        if factor.signs:
            yield Fact(key, key, "weighs", (FactPart(signs=factor.signs),))
        if factor.supports:
            yield Fact(key, key, "supports", (FactPart(signs=factor.supports),))
    for key, fact in catalogue.dignity_facts.items():
        if fact.factor in factors:
            yield Fact(key, fact.factor, fact.dignity, fact.facts)


def _without_answer(control: Control, part: FactPart) -> Iterator[Subject]:
    """Yield where a part is shown by an age or by the moment of entry."""
    if part.found_within is not None and is_within(clock_in_brussels(control.entered_at), part.found_within):
        yield None
    if part.under_years is not None:
        for person in control.persons:
            if is_younger(person, control.first_facts_on, part.under_years):
                yield person.ref


def _acts(
    control: Control, evidence: Sequence[Evidence], catalogue: "Catalogue"
) -> list[tuple[Element, dict[Subject, set[str]]]]:
    """Return the acts of the rules, each with the questions whose answers show it, of each person and the workplace."""
    found: list[tuple[Element, dict[Subject, set[str]]]] = []
    for element in catalogue.elements.values():
        if element.part == "act":
            by_place: dict[Subject, set[str]] = {}
            for question, place, _ in speaking(element, control, catalogue, evidence):
                by_place.setdefault(place, set()).add(question)
            found.append((element, by_place))
    return found


def _of_one(acts: Sequence[tuple[Element, dict[Subject, set[str]]]], place: Subject) -> tuple[ActSeen, ...]:
    """Return the acts towards one person: what was seen of the workplace, what they told, and that they were hired."""
    shown = ((act, by.get(None, set()) | by.get(place, set()), act.of_hired and place is not None) for act, by in acts)
    return tuple(
        ActSeen(element=act.key, questions=tuple(sorted(questions)), by_hiring=is_hired)
        for act, questions, is_hired in shown
        if questions or is_hired
    )


def _facts_seen(purpose: Purpose, marks: Marks, place: Subject) -> tuple[FactSeen, ...]:
    here = [marks.get(at, _NOTHING) for at in dict.fromkeys((None, place))]
    return tuple(
        FactSeen(key=fact.key, factor=fact.factor, weight=fact.weight, questions=_asked(fact, here))
        for fact in purpose.whole(frozenset(mark for one in here for mark in one))
    )


def _asked(fact: Fact, here: Sequence[Mapping[Mark, frozenset[str]]]) -> tuple[str, ...]:
    wanted = [Mark(fact.key, fact.weight, n) for n in range(len(fact.parts))]
    return tuple(sorted({by for one in here for mark in wanted for by in one.get(mark, ())}))
