"""What becomes of findings beside their sanction: which are set aside, whose law they fall under, what else follows."""

from collections.abc import Sequence
from dataclasses import replace

from inspection.control.filled import Finding, FurtherEffect, SetAside
from sectors.rules import Catalogue

FEDERAL = "federal"


def keep(
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


def with_effects(findings: Sequence[Finding], law: Catalogue, *, sector: str, order: str | None) -> tuple[Finding, ...]:
    """Return the findings with whose law they fall under and what else the law attaches to them.

    order
        Key of the Region or Community whose law governs the workplace's area; None where the rules do not say.
    """
    found = {finding.offence for finding in findings}
    return tuple(_with(finding, law, found, sector, order) for finding in findings)


def _with(finding: Finding, law: Catalogue, found: set[str], sector: str, order: str | None) -> Finding:
    offence = law.offence(finding.offence)
    orders = () if offence.competence == "regional" else (FEDERAL,)
    if offence.regional_order and order is not None:
        orders = (*orders, order)
    effects = (law.legal_effects[key] for key in offence.effects if key in law.legal_effects)
    return replace(
        finding,
        legal_orders=orders,
        effects=tuple(
            FurtherEffect(key=effect.key, amount_cents=effect.amount_cents)
            for effect in effects
            if (not effect.only_with or not found.isdisjoint(effect.only_with))
            and (not effect.sectors or sector in effect.sectors)
        ),
        to_verify=finding.to_verify or offence.regional_order,
    )
