"""What follows from findings beside their sanction: which stand, under whose law, and what consequence is open."""

from collections.abc import Sequence
from dataclasses import replace

from inspection.control.conclusions.conclusion import Finding, FurtherEffect, Offender, SetAside
from sectors import Catalogue
from sectors.rules.consequences import Consequence


def kept_and_set_aside(
    findings: Sequence[Finding], law: Catalogue, *, suspected: bool
) -> tuple[tuple[Finding, ...], tuple[SetAside, ...]]:
    """Return the findings that stand, and those that are set aside, each with the reason.

    suspected
        Whether the rules or the inspector see possible victims: an offence of a worker's own is then not held against
        anybody found there.
    """
    gone = {f.offence for f in findings if suspected and law.offence(f.offence).of_worker}
    return (
        tuple(f for f in findings if f.offence not in gone),
        tuple(SetAside(offence=f.offence, why="presumed_victim") for f in findings if f.offence in gone),
    )


def with_effects(findings: Sequence[Finding], law: Catalogue, *, sector: str) -> tuple[Finding, ...]:
    """Return the findings with what else the law attaches to them, beside the other offences of the same offender."""
    found: dict[Offender, set[str]] = {}
    for finding in findings:
        found.setdefault(finding.offender, set()).add(finding.offence)
    return tuple(_with(finding, law, found[finding.offender], sector) for finding in findings)


def _with(finding: Finding, law: Catalogue, found: set[str], sector: str) -> Finding:
    offence = law.offence(finding.offence)
    effects = (law.legal_effects[key] for key in offence.effects if key in law.legal_effects)
    return replace(
        finding,
        effects=tuple(
            FurtherEffect(key=effect.key, amount_cents=effect.amount_cents)
            for effect in effects
            if (not effect.only_with or not found.isdisjoint(effect.only_with))
            and (not effect.sectors or sector in effect.sectors)
        ),
        to_verify=finding.to_verify or offence.regional_order,
    )


def with_consequences(
    findings: Sequence[Finding],
    law: Catalogue,
    procedure: Catalogue,
    *,
    discretion: bool,
) -> tuple[Finding, ...]:
    """Return the findings with the consequences that are open, and the one that is proposed.

    law
        Of the day of the facts: it says which offences leave a choice.
    procedure
        Of the day of the control, on which the inspector chooses.
    discretion
        False where the whole control leaves no choice: nothing of a suspicion of trafficking is settled by a warning.
    """
    return tuple(
        _weighed(finding, procedure, discretion=discretion and law.offence(finding.offence).discretion)
        for finding in findings
    )


def _weighed(finding: Finding, procedure: Catalogue, *, discretion: bool) -> Finding:
    open_ones = tuple(c.key for c in procedure.consequences.values() if _is_open(c, discretion=discretion))
    rules = procedure.discretion
    wanted = rules.proposed_without_level
    if finding.level is not None:
        wanted = rules.proposed_by_level.get(finding.level, wanted)
    return replace(finding, open_consequences=open_ones, consequence=wanted if wanted in open_ones else open_ones[-1])


def _is_open(consequence: Consequence, *, discretion: bool) -> bool:
    return discretion or not consequence.at_discretion
