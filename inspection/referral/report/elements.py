"""Which observation of a control speaks for which element of the offence, with who, when, how, and the exhibit.

The rules say which signs speak for what (`sectors/common/elements.yaml`); here they are found in the answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, get_args

from inspection.control import checklists
from inspection.control.evidence import Evidence, gather, without_unasked_answers
from inspection.control.filled import Control, PersonFound
from inspection.control.trafficking import How, speaking
from inspection.referral.report.exhibits import Exhibit
from inspection.time_of import clock_in_brussels
from sectors import Catalogue
from sectors.rules.checklists import Question
from sectors.rules.trafficking import Element

MinuteOf = Literal["photo", "hearing", "seen", "entry"]
SEEN_AT: Final = "q01_seen_at"  # the question that asks at what minute a person was seen at work


@dataclass(frozen=True, kw_only=True)
class Observation:
    """An answer that speaks for an element.

    question
        None where no question was asked: the age of a person.
    answers
        Keys of the answers that speak; "true" and "false" of a yes or no; the count itself of a count.
    person
        Who it is about or who said it; None for the workplace.
    minute, minute_of
        The time of day in Brussels, and what it is the time of: the photo, the beginning of the hearing, the first
        sight of the person, or only the entry.
    exhibits
        Numbers of the exhibits that show it.
    words
        What the inspector wrote on this answer of this person, in the order in which it was written.
    """

    question: str | None
    answers: tuple[str, ...]
    how: How
    person: str | None
    minute: str
    minute_of: MinuteOf
    exhibits: tuple[int, ...] = ()
    words: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class ElementSeen:
    """An element of the rules with what speaks for it; nothing where nothing does."""

    element: str
    observations: tuple[Observation, ...] = ()


def elements_of(
    control: Control, catalogue: Catalogue, minors: Iterable[str], exhibits: Sequence[Exhibit], forms: Sequence[str]
) -> tuple[ElementSeen, ...]:
    """Return every element that the named forms of exploitation have, in the order of the rules.

    Arguments: `catalogue` of the day of the control; `minors` references of the persons who are minors.
    """
    control = without_unasked_answers(control, checklists.asking_of(catalogue.questions))
    evidence = gather(control, catalogue.questions)
    wanted = [e for e in catalogue.elements.values() if not e.forms or not set(e.forms).isdisjoint(forms)]
    found = {e.key: _places(e, control, catalogue, evidence) for e in wanted}
    young = [(None, who) for who in minors]
    return tuple(
        ElementSeen(
            element=e.key,
            observations=tuple(
                _observation(control, catalogue, question, person, answers, exhibits)
                for (question, person), answers in (*found[e.key].items(), *((p, ()) for p in young if e.of_minors))
            ),
        )
        for e in wanted
    )


def answers_that_speak(
    control: Control, catalogue: Catalogue, forms: Sequence[str]
) -> tuple[frozenset[tuple[str, str | None]], frozenset[str]]:
    """Return where an answer speaks for an element (question and person), and whose word does."""
    seen = [o for e in elements_of(control, catalogue, (), (), forms) for o in e.observations]
    places = frozenset((o.question, o.person) for o in seen if o.question is not None)
    return places, frozenset(o.person for o in seen if o.how == "told" and o.person is not None)


def observed(one: Observation) -> dict[str, Any]:
    """Return an observation as JSON values; without words it reads as one of before there were any."""
    return {name: value for name, value in asdict(one).items() if name != "words" or value}


def _places(
    element: Element, control: Control, catalogue: Catalogue, evidence: Sequence[Evidence]
) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """Return the answers that speak for an element by question and person, in the order of the checklist."""
    found: dict[tuple[str, str | None], dict[str, None]] = {}
    for question, person, answer in speaking(element, control, catalogue, evidence):
        found.setdefault((question, person), {})[answer] = None
    rank = {key: n for n, key in enumerate(catalogue.questions)}
    ordered = sorted(found, key=lambda place: (rank[place[0]], int(place[1][1:]) if place[1] else 0))
    return {place: tuple(found[place]) for place in ordered}


def _observation(
    control: Control,
    catalogue: Catalogue,
    question: str | None,
    person: str | None,
    answers: tuple[str, ...],
    exhibits: Sequence[Exhibit],
) -> Observation:
    how = _how(catalogue.questions[question], answers) if question is not None else "checked"
    shown = [e for e in exhibits if question is not None and (e.question, e.person) == (question, person)]
    signed = [e for e in exhibits if how == "told" and e.kind == "signature" and e.person == person and person]
    minute, minute_of = _minute(control, person, how, shown)
    return Observation(
        question=question,
        answers=answers,
        how=how,
        person=person,
        minute=minute,
        minute_of=minute_of,
        exhibits=tuple(dict.fromkeys(e.number for e in (*shown, *signed))),
        words=_words(control, question, person),
    )


def _words(control: Control, question: str | None, person: str | None) -> tuple[str, ...]:
    """Return what was written on an answer; words on nobody's answer speak for no element, and stay in the house."""
    mine = [c for c in control.comments if question is not None and (c.question, c.person) == (question, person)]
    return tuple(c.words.strip() for c in sorted(mine, key=lambda c: c.written_at) if c.words.strip())


def _how(question: Question, answers: tuple[str, ...]) -> How:
    """Return the surest way in which an answer was known; where no rule says, a place was seen and a person told."""
    known: set[How] = {one.how for one in question.establishes if one.answer in answers and one.indicator is not None}
    if not known:
        known = {"told" if question.scope == "person" and question.domain == "THB" else "checked"}
        if question.scope == "workplace" and question.domain == "THB":
            known = {"observed"}
    return min(known, key=get_args(How).index)


def _minute(control: Control, person: str | None, how: How, shown: Sequence[Exhibit]) -> tuple[str, MinuteOf]:
    """Return the closest time that the control holds: answers carry none of their own."""
    if photos := [e.taken_at for e in shown if e.kind == "photo"]:
        return clock_in_brussels(min(photos)), "photo"
    heard = [h.started_at for h in control.hearings if h.person == person]
    if how == "told" and heard:
        return clock_in_brussels(min(heard)), "hearing"
    if person is not None and (seen := _first_sight(control, person)):
        return seen, "seen"
    return clock_in_brussels(control.entered_at), "entry"


def _first_sight(control: Control, person: str) -> str | None:
    found: Mapping[str, PersonFound] = {one.ref: one for one in control.persons}
    asked = found[person].answers.get(SEEN_AT) if person in found else None
    seen = [one.at for one in control.seen if one.person == person and one.at]
    return str(asked) if asked else min(seen, default=None)
