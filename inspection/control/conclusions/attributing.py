"""Evidence gets its offender, its period and its day: what the inspector noted by hand, else what the rules say.

The days of the facts are cut where the law changes and where a noted period begins or ends. Within one span everything
is judged by one law, and whoever is concerned by an offence in it is concerned on each of its days.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from inspection.control.conclusions.clocks import eve_of_years
from inspection.control.conclusions.conclusion import Offender
from inspection.control.conclusions.offenders import Attribution
from inspection.control.evidence import Evidence
from inspection.control.filled import Control, FindingNoted
from sectors import Catalogue

if TYPE_CHECKING:
    from sectors.reader import Rules

_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Days of facts, both included."""

    first: date
    last: date

    def holds(self, other: "Span") -> bool:
        """Tell whether all days of another span are in this one."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, kw_only=True)
class Held(Evidence):
    """Evidence of an offence that is held against somebody: in one span, the last element known on one day.

    is_default
        Whether that is whom the offence is held against where nothing else was noted.
    """

    offender: Offender
    found_on: date
    is_default: bool = True

    def without(self, gone: Collection[str]) -> "Held | None":
        """Return the evidence without those persons; None where it concerned nobody else."""
        if not gone or not self.concerns:
            return self
        left = tuple(ref for ref in self.concerns if ref not in gone)
        return replace(self, concerns=left) if left else None


def spans(control: Control, rules: "Rules") -> tuple[Span, ...]:
    """Return the days of all facts of a control, cut where the law or a noted period changes, or a decision begins or
    ceases to count against an offender."""
    periods = [Span(*control.facts_of(None)), *(Span(*control.facts_of(note)) for note in control.noted)]
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    cuts = {one.first for one in periods} | {one.last + _DAY for one in periods} | {*rules.changes(first, last)}
    cuts |= {day for day in _decision_days(control, rules, {first, last}) if first < day <= last}
    return tuple(Span(start, after - _DAY) for start, after in pairwise(sorted(cuts)))


def _decision_days(control: Control, rules: "Rules", days: Collection[date]) -> Iterator[date]:
    """Yield the first day on which each earlier decision counts, and the first on which it does not any more."""
    windows = {rules.on(day).recidivism.window_years for day in days}
    for decision in (one for offender in control.offenders for one in offender.earlier):
        yield decision.final_on + _DAY
        yield from (eve_of_years(decision.final_on, years) + _DAY for years in windows)


def attribute(
    evidence: Sequence[Evidence], control: Control, law: Catalogue, span: Span, *, found_on: date
) -> Iterator[Held]:
    """Yield the evidence of offences that holds in a span, each piece with one offender.

    law
        The catalogue of the span's days.
    found_on
        The day on which an offence was found where nothing else was noted: that of the control.
    """
    who = Attribution(control, law)
    for one in evidence:
        if one.points_to.offence is None:
            continue
        known = law.offences.get(one.points_to.offence)
        role = known.offender if known is not None else ""
        for note, persons in _narrowed(one, control):
            if Span(*control.facts_of(note)).holds(span):
                day = note.found_on if note is not None and note.found_on is not None else found_on
                yield from _split(replace(one, concerns=persons), who, role, note, day)


def _split(one: Evidence, who: Attribution, role: str, note: FindingNoted | None, found_on: date) -> Iterator[Held]:
    """Yield the evidence once for each offender, with the persons of theirs."""
    by_offender: dict[Offender, list[str]] = {}
    for ref in one.concerns:
        by_offender.setdefault(who.of(role, ref, note), []).append(ref)
    for offender, refs in (by_offender or {who.of(role, None, note): []}).items():
        yield Held(
            question=one.question,
            person=one.person,
            points_to=one.points_to,
            concerns=tuple(refs),
            offender=offender,
            found_on=found_on,
            is_default=offender.person is not None or offender == who.default(role),
        )


def _narrowed(one: Evidence, control: Control) -> Iterator[tuple[FindingNoted | None, tuple[str, ...]]]:
    """Yield what was noted of an offence, each with the persons whom it then concerns; None where nothing was.

    An answer about the workplace concerns whoever the notes name, and nobody else; a person's own answer stands under
    the note that names them, or under those that name nobody: it is never lost.
    """
    notes = [note for note in control.noted if note.offence == one.points_to.offence]
    naming = [note for note in notes if note.persons is not None]
    general: list[FindingNoted | None] = [note for note in notes if note.persons is None]
    if one.person is not None:
        mine = [note for note in naming if one.person in (note.persons or ())]
        yield from ((note, one.concerns) for note in (mine or general or [None]))
        return
    yield from ((note, note.persons or ()) for note in naming)
    if general or not naming:
        named = {ref for note in naming for ref in note.persons or ()}
        left = tuple(ref for ref in one.concerns if ref not in named)
        yield from ((note, left) for note in (general or [None]))
