"""What may follow from each finding, and what the rules would propose to an inspector who has the choice."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from inspection.control.filled import Finding
from sectors.rules import Catalogue, Consequence


def with_consequences(
    findings: Sequence[Finding],
    law: Catalogue,
    procedure: Catalogue,
    *,
    discretion: bool,
    connected: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return the findings with the consequences that are open, and the one that is proposed.

    law
        Of the day of the facts: it says which offences leave a choice.
    procedure
        Of the day of the control, on which the inspector chooses.
    discretion
        False where the whole control leaves no choice: nothing of a suspicion of trafficking is settled by a warning.
    connected
        Offences that leave none because the rules propose an exploitation that they belong to.
    """
    return tuple(
        _weighed(
            finding,
            procedure,
            discretion=discretion and finding.offence not in connected and law.offence(finding.offence).discretion,
        )
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
