"""From evidence to findings: one an offence, by the law of the day of the facts, with what it risks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from inspection.control.conclusions.conclusion import Finding, OtherReading, SetAside
from inspection.control.evidence import Evidence, concerned, person_order, questions_of
from sectors import Catalogue
from sectors.rules.consequences import SanctionRange
from sectors.rules.offences import Offence
from sectors.rules.values import Confidence

_WEAKEST_LAST: Final[tuple[Confidence, ...]] = ("H", "H*", "M", "L")
_CERTAIN: Final[tuple[Confidence, ...]] = ("H", "H*")

Cents = tuple[int, int] | None
ByOffence = dict[str, list[Evidence]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The findings by offence key, what was set aside, and the offences that the law of that day did not know."""

    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    not_in_force: tuple[str, ...]


def find(evidence: Sequence[Evidence], law: Catalogue) -> Found:
    """Return what the evidence amounts to; of offences that exclude each other only one stands for a person.

    An offence that stands only beside another one stands for the persons for whom that one does.

    law
        The catalogue of the day of the facts.
    """
    by_offence: ByOffence = {}
    for found in evidence:
        if found.points_to.offence is not None:
            by_offence.setdefault(found.points_to.offence, []).append(found)
    known = {key: by_offence[key] for key in sorted(by_offence.keys() & law.offences.keys())}
    standing, excluded = _without_excluded(known, law)
    standing, alone = _without_alone(standing, law)
    recorded = [one for one in evidence if one.points_to.of is not None]
    return Found(
        findings=tuple(_finding(law.offence(key), standing[key], recorded, law) for key in standing),
        set_aside=(*excluded, *alone),
        not_in_force=tuple(sorted(by_offence.keys() - law.offences.keys())),
    )


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


def has_factor_without_offence(evidence: Sequence[Evidence], findings: Sequence[Finding], law: Catalogue) -> bool:
    """Tell whether facts were noted that may be an aggravating factor, and not the offence that it belongs to.

    law
        The catalogue of the day of the facts: a factor that it does not know is none.
    """
    found = {finding.offence for finding in findings}
    noted = (one.points_to for one in evidence if one.points_to.factor in law.aggravating_factors)
    return any(one.of not in found for one in noted)


def _left(found: Evidence, gone: set[str]) -> Evidence | None:
    """Return the evidence without those persons; None where it concerned nobody else."""
    if not gone or not found.concerns:
        return found
    left = tuple(ref for ref in found.concerns if ref not in gone)
    return replace(found, concerns=left) if left else None


def _finding(offence: Offence, evidence: Sequence[Evidence], recorded: Sequence[Evidence], law: Catalogue) -> Finding:
    """Return a finding; `recorded` are the circumstances of any offence that were noted apart from it."""
    persons, mine = concerned(evidence), [one.points_to for one in recorded if one.points_to.of == offence.key]
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
        offender=offence.offender,
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
