"""Does what a control holds beside its answers fit together? Every fault names references only, never a value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar

from inspection.control.filled import Control, FirstSight, Hearing, Lookup, OffenderFound, RoomEntry, Summary
from inspection.control.reading.answers import Objection
from inspection.life_cycles import SightState
from inspection.time_of import day_in_brussels
from sectors.rules.checklists import Question

_Value = TypeVar("_Value")
_WithRef = FirstSight | Hearing | Lookup | OffenderFound | RoomEntry | Summary


def onsite_faults(control: Control, questions: Mapping[str, Question]) -> Iterator[Objection]:
    """Yield what is wrong beside the answers.

    Nothing is missing here: the first minutes are written down before anybody knows who it was, and a hearing or a call
    that goes on must not keep a suspicion in the house.
    """
    yield from _twice(control)
    yield from _persons(control)
    yield from _offenders(control)
    yield from _moments(control)
    yield from _sense(control, questions)


def _twice(control: Control) -> Iterator[Objection]:
    for name, refs in _parts_with_refs(control):
        yield from (
            Objection("CONTROL-360", f"{ref} stands twice among {name}", name)
            for ref in _repeated(part.ref for part in refs)
        )
    places = [(file.sha256, file.question, file.person) for file in control.attachments]
    for place in _repeated(places):
        yield Objection(
            "CONTROL-365", f"attachment {places.index(place) + 1} stands twice at the same place", "attachments"
        )
    originals = {file.sha256 for file in control.attachments if file.kind == "photo" and file.marked_of is None}
    for n, file in enumerate(control.attachments, 1):
        if file.marked_of is not None and (file.kind != "photo" or file.marked_of not in originals):
            yield Objection("CONTROL-389", f"attachment {n} is a marked copy of no photo of the control", "attachments")
    if len(set(control.team)) != len(control.team):
        yield Objection("CONTROL-366", "team names somebody twice", "team")


def _parts_with_refs(control: Control) -> Iterator[tuple[str, Sequence[_WithRef]]]:
    yield from (("seen", control.seen), ("hearings", control.hearings))
    yield from (("lookups", control.lookups), ("offenders", control.offenders), ("rooms", control.rooms))
    yield "summaries", control.summaries


def _repeated(values: Iterable[_Value]) -> list[_Value]:
    return [value for value, times in Counter(values).items() if times > 1]


def _persons(control: Control) -> Iterator[Objection]:
    """Yield references to persons whom the control does not hold."""
    there = {person.ref for person in control.persons} | {"employer", "other", "workplace", None}
    named = [
        *(("seen", part.ref, part.person) for part in control.seen),
        *(("hearings", part.ref, part.person) for part in control.hearings),
        *(("lookups", part.ref, part.subject) for part in control.lookups),
        *(("pay", f"pay period {n}", part.person) for n, part in enumerate(control.pay, 1)),
        *(("steps", f"step {n}", part.person) for n, part in enumerate(control.steps, 1)),
        *(("consents", f"consent {n}", part.person) for n, part in enumerate(control.consents, 1)),
        *(("comments", f"comment {n}", part.person) for n, part in enumerate(control.comments, 1)),
        *(("attachments", f"attachment {n}", part.person) for n, part in enumerate(control.attachments, 1)),
        *(("marks", f"mark {n}", ref) for n, part in enumerate(control.marks, 1) for ref in (part.person, part.of)),
        *(("offenders", part.ref, part.person) for part in control.offenders),
        *(("rooms", part.ref, part.by) for part in control.rooms),
        *(("summaries", part.ref, part.person) for part in control.summaries),
        *(("noted", f"noted {n}", ref) for n, part in enumerate(control.noted, 1) for ref in part.persons or ()),
    ]
    for name, what, person in named:
        if person not in there:
            yield Objection("CONTROL-361", f"{what} names {person}, who is not among the persons", name)


def _offenders(control: Control) -> Iterator[Objection]:
    """Yield references to offenders whom the control does not hold, and days of offences that are out of order."""
    there = {one.ref for one in control.offenders} | {None}
    named = [
        *(("persons", person.ref, person.employer) for person in control.persons),
        *(("noted", f"noted {n}", part.offender) for n, part in enumerate(control.noted, 1)),
    ]
    yield from (
        Objection("CONTROL-396", f"{what} names {ref}, who is not among the offenders", name)
        for name, what, ref in named
        if ref not in there
    )
    for n, part in enumerate(control.noted, 1):
        is_turned = part.from_on is not None and part.to_on is not None and part.from_on > part.to_on
        found = part.found_on or day_in_brussels(max(control.left_at or control.entered_at, control.entered_at))
        if is_turned or control.facts_of(part)[1] > found:
            wrong = f"noted {n} has days out of order: the facts end before they are found"
            yield Objection("CONTROL-362", wrong, "noted")


def _moments(control: Control) -> Iterator[Objection]:
    entered = control.entered_at.replace(second=0, microsecond=0)  # typed to the minute, the others by the device
    for hearing in control.hearings:
        if hearing.started_at < entered:
            yield Objection("CONTROL-362", f"{hearing.ref} starts before entered_at", "hearings")
        if hearing.ended_at is not None and hearing.ended_at < hearing.started_at:
            yield Objection("CONTROL-362", f"{hearing.ref} ends before it starts", "hearings")
        if any(change.at < hearing.started_at for change in hearing.changes):
            yield Objection("CONTROL-362", f"{hearing.ref} changes its capacity before it starts", "hearings")
    for n, period in enumerate(control.pay, 1):
        if period.to_on < period.from_on:
            yield Objection("CONTROL-362", f"pay period {n} ends before it starts", "pay")
    for lookup in control.lookups:
        yield from _lookup_moments(lookup)
    for n, (one, following) in enumerate(pairwise(control.clock_checks), 1):
        if following.at <= one.at:
            yield Objection("CONTROL-362", f"clock check {n + 1} does not lie after the one before it", "clock_checks")


def _lookup_moments(lookup: Lookup) -> Iterator[Objection]:
    if lookup.declared_at is not None and lookup.declared_at > lookup.looked_up_at:
        yield Objection("CONTROL-362", f"{lookup.ref} was declared after it was looked up", "lookups")
    if (lookup.source == "lake") != (lookup.as_of is not None):
        wrong = f"{lookup.ref} is of our copy of a register without its day, or has one without it"
        yield Objection("CONTROL-362", wrong, "lookups")
    start, end = lookup.period_from, lookup.period_to
    if start is not None and end is not None and _is_before(end, start):
        yield Objection("CONTROL-362", f"{lookup.ref} has a period that ends before it starts", "lookups")


def _is_before(first: date, second: date) -> bool:
    """Compare moments as moments, and days where one of the two is only a day."""
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first < second
    return _day(first) < _day(second)


def _day(value: date) -> date:
    return day_in_brussels(value) if isinstance(value, datetime) else value


def _sense(control: Control, questions: Mapping[str, Question]) -> Iterator[Objection]:
    named = [
        *(("comments", f"comment {n}", part.question) for n, part in enumerate(control.comments, 1)),
        *(("attachments", f"attachment {n}", part.question) for n, part in enumerate(control.attachments, 1)),
    ]
    for name, what, question in named:
        if question is not None and question not in questions:
            yield Objection("CONTROL-363", f"{what} names a question that the checklist does not ask", name)
    for seen in control.seen:
        if seen.state == SightState.NOT_IDENTIFIED and seen.person is not None:
            yield Objection("CONTROL-364", f"{seen.ref} is not identified and yet names {seen.person}", "seen")
