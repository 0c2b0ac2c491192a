"""Who commits what was found: each offender has a dossier and a copy of their own, and reads of nobody else's offence.

An offender is a role (employer, posting employer, Belgian user ...) and, where it is one of the persons found, that
person. Who it is by name and number stands nowhere yet, except for whoever the workplace belongs to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from inspection.control.conclusions.conclusion import Finding
from inspection.control.evidence import person_order
from sectors import Catalogue

EMPLOYER: Final = "employer"  # the role of whoever is heard as the employer


@dataclass(frozen=True, kw_only=True)
class Offender:
    """Somebody in a role; `person` is the reference of one who was found there themself."""

    role: str
    person: str | None = None

    @property
    def key(self) -> str:
        """How screens and the command name the offender: a role, or a role and a person."""
        return self.role if self.person is None else f"{self.role}:{self.person}"


def offenders_of(findings: Iterable[Finding], law: Catalogue) -> tuple[Offender, ...]:
    """Return whom the findings are held against, in the order of the rules' roles."""
    found = {offender for finding in findings for offender in _of(finding, law)}
    order = {key: n for n, key in enumerate(law.offender_roles)}
    return tuple(
        sorted(found, key=lambda one: (order.get(one.role, len(order)), person_order(one.person) if one.person else 0))
    )


def role_of(finding: Finding, law: Catalogue) -> str:
    """Return the role of whoever a finding is held against; a finding of before roles were kept has that of the rules.

    law
        The catalogue of the day of the facts.
    """
    offence = law.offences.get(finding.offence)
    return finding.offender or (offence.offender if offence else EMPLOYER)


def findings_against(offender: Offender, findings: Sequence[Finding], law: Catalogue) -> tuple[Finding, ...]:
    """Return the findings that are held against one offender, in their order; of persons found, only their own part."""
    mine = (finding for finding in findings if role_of(finding, law) == offender.role)
    if offender.person is None:
        return tuple(mine)
    return tuple(
        replace(finding, persons=(offender.person,), workers=1)
        for finding in mine
        if offender.person in finding.persons
    )


def _of(finding: Finding, law: Catalogue) -> Iterable[Offender]:
    key = role_of(finding, law)
    role = law.offender_roles.get(key)
    if role is None or not role.is_person_found:
        return (Offender(role=key),)
    return (Offender(role=key, person=ref) for ref in finding.persons)
