"""From evidence to findings: one an offence, offender and day of finding, by the law of a span, with what it risks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from inspection.control.conclusions.attributing import Held, Span
from inspection.control.conclusions.conclusion import EarlierCounted, Finding, Offender, OtherReading, SetAside
from inspection.control.conclusions.recidivism import counting
from inspection.control.conclusions.risk import CERTAIN, Counted, floor_of, regional_reading, risk_of, weakest
from inspection.control.conclusions.variants import by_variant
from inspection.control.evidence import Evidence, concerned, person_order, questions_of
from inspection.control.filled import OffenderFound
from sectors import Catalogue
from sectors.rules.offences import FEDERAL, LegalOrder, Offence, orders_of

_DAY: Final = timedelta(days=1)

ByOffence = dict[str, list[Held]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """The findings by offence key, what was set aside, and the offences that the law of that day did not know."""

    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    not_in_force: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """By what evidence is judged: the law of a span's days, whose Region it is, and who the offenders were typed to be.

    recorded
        Circumstances of an offence that were noted apart from it: they are held against whoever commits it by default,
        since nothing says that they are somebody else's.
    typed
        Offenders by reference.
    """

    law: Catalogue
    span: Span
    order: LegalOrder | None = None
    recorded: Sequence[Evidence] = ()
    typed: Mapping[str, OffenderFound] = field(default_factory=dict)

    def is_legal_person(self, offender: Offender) -> bool | None:
        """Tell what an offender is; None where nobody knows. Whoever was found at work is a natural person."""
        role = self.law.offender_roles.get(offender.role)
        if offender.person is not None or (role is not None and role.is_person_found):
            return False
        known = self.typed.get(offender.ref or "")
        return known.is_legal_person if known is not None else None


def find(held: Sequence[Held], setting: Setting) -> Found:
    """Return what the evidence amounts to; of offences that exclude each other only one stands for a person.

    An offence that stands only beside another one stands for the persons for whom that one does, whoever commits it.
    """
    law, by_offence = setting.law, _grouped(held)
    known = {key: by_offence[key] for key in sorted(by_offence.keys() & law.offences.keys())}
    standing, excluded = _without_excluded(known, law)
    standing, alone = _without_alone(standing, law)
    beside = _against_each(standing)
    return Found(
        findings=tuple(
            _finding(law.offence(key), part, setting, is_variant=is_variant)
            for key in standing
            for found in _by_offender(standing[key])
            for is_variant, part in by_variant(law.offence(key), found, setting.recorded, beside[found[0].offender])
        ),
        set_aside=(*excluded, *alone),
        not_in_force=tuple(sorted(by_offence.keys() - law.offences.keys())),
    )


def _grouped(held: Sequence[Held]) -> ByOffence:
    found: ByOffence = {}
    for one in held:
        found.setdefault(str(one.points_to.offence), []).append(one)
    return found


def _against_each(standing: ByOffence) -> dict[Offender, set[str]]:
    """Return which offences stand against each offender."""
    found: dict[Offender, set[str]] = {}
    for key, evidence in standing.items():
        for one in evidence:
            found.setdefault(one.offender, set()).add(key)
    return found


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
    standing = {key: [left for one in found if (left := one.without(out[key]))] for key, found in known.items()}
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
        left = [left for one in found if (left := one.without(gone))] if beside else []
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
    return tuple(sorted(whole, key=_place))


def _place(one: Finding) -> tuple[str, str, date, date, bool]:
    return one.offence, one.offender.key, one.from_on, one.found_on, one.aggravated


def _finding(offence: Offence, evidence: Sequence[Held], setting: Setting, *, is_variant: bool) -> Finding:
    offender, law, persons = evidence[0].offender, setting.law, concerned(evidence)
    orders, kind = orders_of(offence, setting.order), setting.is_legal_person(offender)
    level = offence.level_aggravated if is_variant else offence.level
    factors = _factors(offence, level, evidence, setting)
    counted = Counted(
        workers=max(1, min(len(persons), law.sanctions.workers_cap)) if offence.multiplied_by_workers else 1,
        times=offence.variant.times if is_variant and offence.variant is not None else 1,
        floor_percent=floor_of(level, law) if factors else None,
    )
    risk = risk_of(level, law, counted, is_legal_person=kind) if FEDERAL in orders else None
    other = _other(offence, level, counted.workers, law, kind) if risk is not None else None
    marks = [offence.confidence, *((risk.confidence,) if risk else ())]
    if is_variant and offence.variant is not None:
        marks.append(offence.variant.confidence)
    confidence = weakest(*marks)
    return Finding(
        offence=offence.key,
        offender=offender,
        from_on=setting.span.first,
        to_on=setting.span.last,
        found_on=evidence[0].found_on,
        article=offence.article,
        level=level,
        competence=offence.competence,
        workers=len(persons),
        persons=persons,
        multiplier=counted.workers,
        period=law.sanctions.period,
        prison_months=risk.prison_months if risk else None,
        criminal_cents=risk.criminal_cents if risk else None,
        criminal_legal_cents=risk.criminal_legal_cents if risk else None,
        administrative_cents=risk.administrative_cents if risk else None,
        is_legal_person=kind,
        regional=regional_reading(offence, setting.order, law, len(persons)),
        recidivism=_recidivism(offender, setting) if risk else (),
        confidence=confidence,
        to_verify=risk is None
        or other is not None
        or _is_unsure(offence, evidence, counted)
        or confidence not in CERTAIN,
        questions=questions_of(evidence),
        aggravated=is_variant,
        factors=factors,
        other=other,
        legal_orders=orders,
    )


def _is_unsure(offence: Offence, evidence: Sequence[Held], counted: Counted) -> bool:
    """Tell whether it is open how often the fine counts: nobody says whether the cap holds for its lower end too."""
    if offence.multiplied_by_workers is None:
        return True
    is_of_the_workplace = any(found.person is None for found in evidence)
    return offence.multiplied_by_workers and (is_of_the_workplace or counted.workers < len(concerned(evidence)))


def _factors(offence: Offence, level: int | None, evidence: Sequence[Held], setting: Setting) -> tuple[str, ...]:
    """Return the aggravating factors for which facts were recorded, of those that belong to the level."""
    about = setting.recorded if evidence[0].is_default else ()
    noted = {one.points_to.factor for one in about if one.points_to.of == offence.key}
    known = setting.law.aggravating_factors
    return tuple(sorted(key for key, factor in known.items() if key in noted and level in factor.levels))


def _recidivism(offender: Offender, setting: Setting) -> tuple[EarlierCounted, ...]:
    typed = setting.typed.get(offender.ref or "")
    earlier = typed.earlier if typed is not None else ()
    return counting(earlier, setting.law.recidivism, first=setting.span.first, last=setting.span.last)


def _other(
    offence: Offence, level: int | None, workers: int, law: Catalogue, is_legal_person: bool | None
) -> OtherReading | None:
    """Return what the offence risks by the level that other sources give, where that is another one."""
    found = risk_of(offence.other_level, law, Counted(workers=workers), is_legal_person=is_legal_person)
    if found is None or found.level == level:
        return None
    return OtherReading(
        level=found.level,
        prison_months=found.prison_months,
        criminal_cents=found.criminal_cents,
        criminal_legal_cents=found.criminal_legal_cents,
        administrative_cents=found.administrative_cents,
    )
