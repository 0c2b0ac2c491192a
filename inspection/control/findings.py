"""From evidence to findings: one an offence, by the law of the day of the facts, with what it risks."""

from collections.abc import Sequence
from typing import Final

from inspection.control.evidence import Evidence, persons_of, questions_of
from inspection.control.model import Finding
from sectors import Catalogue, Confidence, Offence, SanctionRange

_WEAKEST_LAST: Final[tuple[Confidence, ...]] = ("H", "H*", "M", "L")
_CERTAIN: Final[tuple[Confidence, ...]] = ("H", "H*")

Cents = tuple[int, int] | None


def find(
    evidence: Sequence[Evidence], law: Catalogue, persons_found: int
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the findings by offence key, and the offences that the law of that day did not know.

    law
        The catalogue of the day of the facts.
    persons_found
        How many persons the control found: an answer about the workplace concerns all of them.
    """
    by_offence: dict[str, list[Evidence]] = {}
    for found in evidence:
        if found.points_to.offence is not None:
            by_offence.setdefault(found.points_to.offence, []).append(found)
    known = sorted(by_offence.keys() & law.offences.keys())
    findings = tuple(_finding(law.offence(key), by_offence[key], law, persons_found) for key in known)
    return findings, tuple(sorted(by_offence.keys() - law.offences.keys()))


def _finding(offence: Offence, evidence: Sequence[Evidence], law: Catalogue, persons_found: int) -> Finding:
    persons = persons_of(evidence)
    assumed = offence.multiplied_by_workers is True and not persons
    workers = persons_found if assumed else len(persons)
    multiplier = max(1, min(workers, law.sanctions.workers_cap)) if offence.multiplied_by_workers else 1
    aggravated = any(found.points_to.aggravated for found in evidence)
    level = offence.level_aggravated if aggravated and offence.level_aggravated is not None else offence.level
    range_ = _range(offence, level, law)
    floor = law.sanctions.aggravating_floor_percent if aggravated else None
    marks = [offence.confidence, *((range_.confidence,) if range_ else ())]
    if range_ and floor is not None:
        marks.append(law.sanctions.aggravating_floor_confidence or range_.confidence)
    confidence = _weakest(*marks)
    unsure = range_ is None or assumed or offence.multiplied_by_workers is None
    return Finding(
        offence=offence.key,
        article=offence.article,
        level=level,
        competence=offence.competence,
        workers=workers,
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
    )


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
