"""Checks of the rules in questions: does each expression mean something, and can it be answered where it is asked?

The questions are taken as they stand on each day on which one of them changes, so that a choice that is taken away
later is missed by the rule that still names it.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date

from sectors.expressions import ExpressionFault, parse, references
from sectors.reader.fault import Faults, RuleFault
from sectors.reader.lines import Entry, Tables, Version, forms, in_force, is_whole
from sectors.rules.checklists import EVERYBODY, Claimed, GridCheck, Question
from sectors.rules.selection import Sector

Places = Mapping[str, str]


def check_question_rules(
    sectors: Mapping[str, Entry[Sector]], entries: Mapping[str, Entry[Question]]
) -> Iterator[RuleFault]:
    """Yield a fault for an expression that cannot be read, names what its form does not hold, or waits for itself."""
    faults = Faults()
    broken = {key for key, entry in entries.items() if entry.broken}
    for day in sorted({version.start for entry in entries.values() for version in entry.timeline}):
        versions = {key: found for key, entry in entries.items() if (found := _version(entry, day)) is not None}
        questions = {key: version.value for key, version in versions.items() if version.value is not None}
        places = {key: version.place for key, version in versions.items()}
        read = {key: _read(question, questions, places[key], broken, faults) for key, question in questions.items()}
        faults += _circles({key: waits_for for key, (waits_for, _) in read.items()}, places)
        for sector in in_force(sectors, day).values():
            faults += _of_form(sector, questions, {key: both - broken for key, (_, both) in read.items()}, places)
    yield from faults


def _version(entry: Entry[Question], day: date) -> Version[Question] | None:
    return next((version for version in reversed(entry.timeline) if version.start <= day), None)


def _read(
    question: Question, questions: Mapping[str, Question], place: str, broken: Set[str], faults: Faults
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the questions that one's being asked depends on, and all that any of its rules reads.

    broken
        Questions that could not be read: what a rule says of them cannot be judged.
    """
    if (question.constraint is None) != (question.constraint_message is None):
        faults.append(RuleFault("RULE-415", question=question.id, place=place))
    if question.repeats and (question.sensitive or question.scope == "workplace"):
        faults.append(RuleFault("RULE-417", question=question.id, place=place))
    if question.relevant is not None and any(one.indicator and one.how != "checked" for one in question.establishes):
        faults.append(RuleFault("RULE-416", question=question.id, place=place))
    waits_for: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    for name, text, own, asker in _expressions(question):
        try:
            found = references(parse(text, questions, asker, own=own))
        except ExpressionFault as fault:
            if not any(key in text for key in broken):
                wrong, mend = fault.what, fault.advice
                faults.append(
                    RuleFault("RULE-412", name=name, question=question.id, wrong=wrong, mend=mend, place=place)
                )
            continue
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


def _circles(waits_for: Mapping[str, frozenset[str]], places: Places) -> Iterator[RuleFault]:
    for start in waits_for:
        reached: set[str] = set()
        ahead = set(waits_for[start])
        while ahead:
            key = ahead.pop()
            reached.add(key)
            ahead |= waits_for.get(key, frozenset()) - reached
        if start in reached:
            yield RuleFault("RULE-414", question=start, place=places[start])


def _of_form(
    sector: Sector, questions: Mapping[str, Question], reads: Mapping[str, frozenset[str]], places: Places
) -> Iterator[RuleFault]:
    """A rule may only read what the same form asks: elsewhere the answer could never come."""
    form = {
        key
        for key, question in questions.items()
        if question.section in sector.checklist and (not question.sectors or sector.key in question.sectors)
    }
    for key in sorted(form):
        missing = sorted(reads[key] - form)
        if missing:
            yield RuleFault("RULE-413", key=key, missing=missing[0], sector=sector.key, place=places[key])


def check_grid(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for an answer that "in order" would record and that its question does not allow.

    Nor may such an answer point to anything: what is in order starts no finding.
    """
    if not is_whole(tables["questions"]):
        return
    for check, place in forms(tables["checks"]):
        for key, answer in ((key, answer) for way in check.ways for key, answer in way.answers.items()):
            entry = tables["questions"].get(key)
            known = [question for question, _ in entry.forms()] if entry else []
            why = _why_not(check, known, answer)
            if why:
                yield RuleFault("RULE-426", key=check.key, question=key, why=why, place=place)


def _why_not(check: GridCheck, known: Sequence[Question], answer: Claimed) -> str:
    if not known:
        return "does not exist"
    given = {str(one).lower() if isinstance(one, bool) else one for one in _each(answer)}
    for question in known:
        if question.scope != check.scope:
            return f"is asked of the {question.scope}"
        if question.sensitive and check.ground != "told":
            return "is guarded, so that only what a person tells may answer it"
        if not _fits(question, answer):
            return "does not take this answer"
        if any(one.answer in given for one in question.establishes):
            return "points to something by this answer"
    return ""


def _each(answer: Claimed) -> tuple[bool | int | str, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def _fits(question: Question, answer: Claimed) -> bool:
    if question.kind == "yes_no":
        return isinstance(answer, bool)
    if question.kind == "integer":
        return isinstance(answer, int) and not isinstance(answer, bool)
    keys = {choice.key for choice in question.choices}
    is_of_kind = (question.kind == "choices") == isinstance(answer, tuple)
    return is_of_kind and answer != () and set(_each(answer)) <= keys  # of no choice nothing would be recorded
