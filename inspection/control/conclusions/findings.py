"""From evidence to findings: one an offence, offender and day of finding, by the law of a span, with what it risks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from inspection.control.conclusions.attributing import Held, Span
from inspection.control.conclusions.conclusion import Finding, Offender, OtherReading, SetAside
from inspection.control.evidence import Evidence, concerned, person_order, questions_of
from sectors import Catalogue
from sectors.rules.consequences import SanctionRange
from sectors.rules.offences import Offence
from sectors.rules.values import Confidence

_WEAKEST_LAST: Final[tuple[Confidence, ...]] = ("H", "H*", "M", "L")
_CERTAIN: Final[tuple[Confidence, ...]] = ("H", "H*")

_DAY: Final = timedelta(days=1)

Cents = tuple[int, int] | None
ByOffence = dict[str, list[Held]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The findings by offence key, what was set aside, and the offences that the law of that day did not know."""

    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    not_in_force: tuple[str, ...]


def find(held: Sequence[Held], recorded: Sequence[Evidence], law: Catalogue, span: Span) -> Found:
    """Return what the evidence amounts to; of offences that exclude each other only one stands for a person.

    An offence that stands only beside another one stands for the persons for whom that one does, whoever commits it.

    recorded
        Circumstances of an offence that were noted apart from it: they are held against whoever commits it by default,
        since nothing says that they are somebody else's.
    law
        The catalogue of the span's days.
    """
    by_offence: ByOffence = {}
    for found in held:
        by_offence.setdefault(str(found.points_to.offence), []).append(found)
    known = {key: by_offence[key] for key in sorted(by_offence.keys() & law.offences.keys())}
    standing, excluded = _without_excluded(known, law)
    standing, alone = _without_alone(standing, law)
    return Found(
        findings=tuple(
            _finding(law.offence(key), found, recorded, law, span)
            for key in standing
            for found in _by_offender(standing[key])
        ),
        set_aside=(*excluded, *alone),
        not_in_force=tuple(sorted(by_offence.keys() - law.offences.keys())),
    )


def _by_offender(found: Sequence[Held]) -> list[list[Held]]:
    groups: dict[tuple[Offender, date], list[Held]] = {}
    for one in found:
        groups.setdefault((one.offender, one.found_on), []).append(one)
    return [groups[key] for key in sorted(groups, key=lambda key: (key[1], key[0].key))]


def _without_excluded(known: ByOffence, law: Catalogue) -> tuple[ByOffence, tuple[SetAside, ...]]:
    """Take from each offence the persons for whom another one stands that it cannot stand beside."""
    out: dict[str, set[str]] = {key: set() for key in known}
    for key, found in known.items():
        for other in law.offence(key).excludes:
            if other in known:
                out[other] |= set(concerned(found)) & set(concerned(known[other]))
    standing = {key: [left for one in found if (left := _left(one, out[key]))] for key, found in known.items()}
    set_aside = tuple(
        SetAside(offence=key, why="excluded", persons=tuple(sorted(gone, key=person_order)))
        for key, gone in out.items()
        if gone
    )
    return {key: found for key, found in standing.items() if found}, set_aside


def _without_alone(known: ByOffence, law: Catalogue) -> tuple[ByOffence, tuple[SetAside, ...]]:
    """Take from each offence that stands only beside others the persons for whom none of those stands."""
    standing, set_aside = dict(known), []
    for key, found in known.items():
        beside = [one for other in law.offence(key).only_with for one in known.get(other, ())]
        gone = set(concerned(found)) - set(concerned(beside))
        if not law.offence(key).only_with or (beside and not gone):
            continue
        left = [left for one in found if (left := _left(one, gone))] if beside else []
        standing = {other: mine for other, mine in (standing | {key: left}).items() if mine}
        set_aside.append(SetAside(offence=key, why="only_with", persons=tuple(sorted(gone, key=person_order))))
    return standing, tuple(set_aside)


def factors_of(recorded: Sequence[Evidence], law: Catalogue) -> frozenset[str]:
    """Return the offences for which facts were noted that may be an aggravating factor.

    law
        The catalogue of the day of the facts: a factor that it does not know is none.
    """
    noted = (one.points_to for one in recorded if one.points_to.factor in law.aggravating_factors)
    return frozenset(one.of for one in noted if one.of is not None)


def joined(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with those of consecutive spans put together where nothing but their days differs.

    In the order of the offences; the parts of one offence by their days.
    """
    runs: dict[Finding, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: one.from_on):
        mine = runs.setdefault(replace(finding, from_on=finding.found_on, to_on=finding.found_on), [])
        if mine and mine[-1].to_on + _DAY == finding.from_on:
            mine[-1] = replace(mine[-1], to_on=finding.to_on)
        else:
            mine.append(finding)
    whole = (finding for run in runs.values() for finding in run)
    return tuple(sorted(whole, key=lambda one: (one.offence, one.offender.key, one.from_on, one.found_on)))


def _left(found: Held, gone: set[str]) -> Held | None:
    """Return the evidence without those persons; None where it concerned nobody else."""
    if not gone or not found.concerns:
        return found
    left = tuple(ref for ref in found.concerns if ref not in gone)
    return replace(found, concerns=left) if left else None


def _finding(
    offence: Offence, evidence: Sequence[Held], recorded: Sequence[Evidence], law: Catalogue, span: Span
) -> Finding:
    """Return a finding; `recorded` are the circumstances of any offence that were noted apart from it."""
    offender, found_on = evidence[0].offender, evidence[0].found_on
    persons, about = concerned(evidence), recorded if evidence[0].is_default else ()
    mine = [one.points_to for one in about if one.points_to.of == offence.key]
    assumed = offence.multiplied_by_workers is True and any(found.person is None for found in evidence)
    multiplier = max(1, min(len(persons), law.sanctions.workers_cap)) if offence.multiplied_by_workers else 1
    shown = any(one.aggravated for one in (*mine, *(found.points_to for found in evidence)))
    aggravated = shown and offence.level_aggravated is not None  # on that day the offence may have had no such variant
    level = offence.level_aggravated if aggravated else offence.level
    factors = tuple(sorted({one.factor for one in mine if one.factor and _may_have(one.factor, level, law)}))
    floor = _floor(level, law) if factors else None
    range_ = _range(offence, level, law)
    other = _other(offence, level, multiplier, law)
    marks = [offence.confidence, *((range_.confidence,) if range_ else ())]
    if range_ and floor is not None:
        marks.append(law.sanctions.aggravating_floor_confidence or range_.confidence)
    confidence = _weakest(*marks)
    is_capped = multiplier < len(persons) and offence.multiplied_by_workers is True  # is the lower end capped too?
    unsure = range_ is None or assumed or is_capped or offence.multiplied_by_workers is None or other is not None
    return Finding(
        offence=offence.key,
        offender=offender,
        from_on=span.first,
        to_on=span.last,
        found_on=found_on,
        article=offence.article,
        level=level,
        competence=offence.competence,
        workers=len(persons),
        persons=persons,
        multiplier=multiplier,
        period=law.sanctions.period,
        prison_months=range_.prison_months if range_ else None,
        criminal_cents=_fine(range_.criminal_cents if range_ else None, multiplier, floor),
        administrative_cents=_fine(range_.administrative_cents if range_ else None, multiplier, floor),
        confidence=confidence,
        to_verify=unsure or confidence not in _CERTAIN,
        questions=questions_of(evidence),
        aggravated=aggravated,
        factors=factors,
        other=other,
    )


def _other(offence: Offence, level: int | None, multiplier: int, law: Catalogue) -> OtherReading | None:
    """Return what the offence risks by the level that other sources give, where that is another one."""
    range_ = _range(offence, offence.other_level, law)
    if range_ is None or range_.level == level:
        return None
    return OtherReading(
        level=range_.level,
        prison_months=range_.prison_months,
        criminal_cents=_fine(range_.criminal_cents, multiplier, None),
        administrative_cents=_fine(range_.administrative_cents, multiplier, None),
    )


def _may_have(factor: str, level: int | None, law: Catalogue) -> bool:
    known = law.aggravating_factors.get(factor)
    return known is not None and level in known.levels


def _floor(level: int | None, law: Catalogue) -> int | None:
    """Return the share of its maximum under which no fine of this level may be with an aggravating factor."""
    return law.sanctions.aggravating_floor_percent if level in law.sanctions.aggravating_floor_levels else None


def _range(offence: Offence, level: int | None, law: Catalogue) -> SanctionRange | None:
    """Return what the level risks; nothing for a regional offence, since a region's scale is not the federal one."""
    if level is None or offence.competence == "regional":
        return None
    return law.sanctions.ranges.get(level)


def _fine(cents: Cents, multiplier: int, floor: int | None) -> Cents:
    """Return the range times the workers; `floor` percent of its upper end, where given, raises the lower one."""
    if cents is None:
        return None
    smallest, largest = cents[0] * multiplier, cents[1] * multiplier
    return (smallest if floor is None else max(smallest, -(-largest * floor // 100)), largest)


def _weakest(*marks: Confidence) -> Confidence:
    return max(marks, key=_WEAKEST_LAST.index)
