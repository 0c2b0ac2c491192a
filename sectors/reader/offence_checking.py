"""Checks of offences and of the answers that establish them: who commits it, whom it concerns, what excludes what."""

from collections.abc import Iterator, Mapping

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Tables, forms
from sectors.rules.checklists import Establishes, Question
from sectors.rules.offences import Offence


def check_offences(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for offences that exclude themselves or each other, and for answers that do not say enough."""
    yield from _exclusive_both_ways(tables["offences"])
    for offence, place in forms(tables["offences"]):
        if offence.key in offence.only_with:
            yield RuleFault("RULE-423", key=offence.key, place=place)
    multiplied = {offence.key for offence, _ in forms(tables["offences"]) if offence.multiplied_by_workers}
    for question, place in forms(tables["questions"]):
        for found in question.establishes:
            yield from _check_meaning(question, found, place)
            yield from _check_concerned(question, found, multiplied, place)


def _exclusive_both_ways(offences: Mapping[str, Entry[Offence]]) -> Iterator[RuleFault]:
    """Take the lines in the order of their days: the one that closes the circle is the one to mend."""
    excluding = sorted(
        (version.start, key, version.value.excludes, version.place)
        for key, entry in offences.items()
        for version in entry.timeline
        if version.value is not None
    )
    seen: set[tuple[str, str]] = set()
    for _, key, excluded, place in excluding:
        for other in excluded:
            seen.add((key, other))
            if (other, key) in seen:
                yield RuleFault("RULE-419", key=key, other=other, place=place)


def _check_meaning(question: Question, found: Establishes, place: str) -> Iterator[RuleFault]:
    """An answer establishes an offence or an indicator, leaves a point open, shows a factor or a variant."""
    named = [thing for thing in (found.offence, found.indicator, found.of, found.to_clarify) if thing is not None]
    shows = found.factor is not None or (found.aggravated and found.offence is None and found.to_clarify is None)
    if len(named) != 1 or shows != (found.of is not None) or (found.factor is not None and found.aggravated):
        yield RuleFault("RULE-420", answer=found.answer, question=question.id, place=place)


def _check_concerned(question: Question, found: Establishes, multiplied: set[str], place: str) -> Iterator[RuleFault]:
    """A fine that counts workers needs to know which: an answer about the workplace says so, one of a person is."""
    if found.concerns is not None and (question.scope == "person" or found.offence is None):
        yield RuleFault("RULE-421", answer=found.answer, question=question.id, place=place)
    if found.concerns is None and question.scope == "workplace" and found.offence in multiplied:
        yield RuleFault("RULE-422", answer=found.answer, question=question.id, offence=found.offence, place=place)
