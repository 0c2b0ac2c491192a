"""Checks of the rules in questions: does each expression mean something, and can it be answered where it is asked?

The questions are taken as they stand on each day on which one of them changes, so that a choice that is taken away
later is missed by the rule that still names it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sectors.expressions import ExpressionFault, parse, references
from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Version, in_force
from sectors.rules.checklists import EVERYBODY, Question
from sectors.rules.selection import Sector

Places = Mapping[str, str]


def check_question_rules(sectors: Mapping[str, Entry[Sector]], entries: Mapping[str, Entry[Question]]) -> None:
    """Refuse an expression that cannot be read, names what its form does not hold, or waits for itself."""
    for day in sorted({version.start for entry in entries.values() for version in entry.timeline}):
        versions = {key: found for key, entry in entries.items() if (found := _version(entry, day)) is not None}
        questions = {key: version.value for key, version in versions.items() if version.value is not None}
        places = {key: version.place for key, version in versions.items()}
        read = {key: _read(question, questions, places[key]) for key, question in questions.items()}
        _refuse_circles({key: waits_for for key, (waits_for, _) in read.items()}, places)
        for sector in in_force(sectors, day).values():
            _check_form(sector, questions, {key: both for key, (_, both) in read.items()}, places)


def _version(entry: Entry[Question], day: date) -> Version[Question] | None:
    return next((version for version in reversed(entry.timeline) if version.start <= day), None)


def _read(question: Question, questions: Mapping[str, Question], place: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the questions that one's being asked depends on, and all that any of its rules reads."""
    if (question.constraint is None) != (question.constraint_message is None):
        raise RuleFault("RULE-415", question=question.id, place=place)
    if question.repeats and (question.sensitive or question.scope == "workplace"):
        raise RuleFault("RULE-417", question=question.id, place=place)
    if question.relevant is not None and any(one.indicator and one.how != "checked" for one in question.establishes):
        raise RuleFault("RULE-416", question=question.id, place=place)
    waits_for: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    for name, text, own, asker in _expressions(question):
        try:
            found = references(parse(text, questions, asker, own=own))
        except ExpressionFault as fault:
            raise RuleFault(
                "RULE-412", name=name, question=question.id, wrong=fault.what, mend=fault.advice, place=place
            ) from None
        waits_for, others = (found, others) if name == "relevant" else (waits_for, others | found)
    return waits_for, waits_for | others


def _expressions(question: Question) -> Iterator[tuple[str, str, bool, Question]]:
    """Yield each expression with its name, whether it may use the answer itself, and for which question it reads."""
    if question.relevant is not None:
        yield "relevant", question.relevant, False, question
    if question.constraint is not None:
        yield "constraint", question.constraint, True, question
    for need in question.needs:
        yield "needs", need.when, True, question
    for found in question.establishes:
        if found.when is not None:
            yield "when", found.when, False, question
        if found.concerns not in (None, EVERYBODY):
            yield "concerns", found.concerns, False, question.model_copy(update={"scope": "person"})


def _refuse_circles(waits_for: Mapping[str, frozenset[str]], places: Places) -> None:
    for start in waits_for:
        reached: set[str] = set()
        ahead = set(waits_for[start])
        while ahead:
            key = ahead.pop()
            reached.add(key)
            ahead |= waits_for[key] - reached
        if start in reached:
            raise RuleFault("RULE-414", question=start, place=places[start])


def _check_form(
    sector: Sector, questions: Mapping[str, Question], reads: Mapping[str, frozenset[str]], places: Places
) -> None:
    """A rule may only read what the same form asks: elsewhere the answer could never come."""
    form = {
        key
        for key, question in questions.items()
        if question.section in sector.checklist and (not question.sectors or sector.key in question.sectors)
    }
    for key in sorted(form):
        missing = sorted(reads[key] - form)
        if missing:
            raise RuleFault("RULE-413", key=key, missing=missing[0], sector=sector.key, place=places[key])
