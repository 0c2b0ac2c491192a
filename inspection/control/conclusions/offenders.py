"""Who commits what was found: each offender has a dossier and a copy of their own, and reads of nobody else's offence.

An offender is somebody whom the inspector typed (`OffenderFound`), or else whoever an offence is committed by: the role
that the rules give it (employer, posting employer, Belgian user ...) and, where that is one of the persons found, the
person.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from inspection.control.conclusions.conclusion import Finding, Offender
from inspection.control.evidence import person_order
from inspection.control.filled import Control, FindingNoted, OffenderFound

if TYPE_CHECKING:
    from sectors import Catalogue

EMPLOYER: Final = "employer"  # the role of whoever is heard as the employer


def offenders_of(findings: Iterable[Finding], law: "Catalogue") -> tuple[Offender, ...]:
    """Return against whom the findings are held: whoever was typed first, then in the order of the rules' roles."""
    order = {key: n for n, key in enumerate(law.offender_roles)}

    def place(one: Offender) -> tuple[bool, int, int]:
        if one.ref is not None:
            return (False, person_order(one.ref), 0)
        return (True, order.get(one.role, len(order)), person_order(one.person) if one.person else 0)

    return tuple(sorted({finding.offender for finding in findings}, key=place))


def findings_against(offender: Offender, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are held against one offender, in their order."""
    return tuple(finding for finding in findings if finding.offender == offender)


class Attribution:
    """Against whom an offence of each person is held, by what the inspector typed and by the rules' roles."""

    def __init__(self, control: Control, law: "Catalogue") -> None:
        self._law = law
        self._typed: Mapping[str, Offender] = {one.ref: _typed(one) for one in control.offenders}
        self._employers = {person.ref: person.employer for person in control.persons}

    def of(self, role: str, person: str | None, note: FindingNoted | None) -> Offender:
        """Return the offender of one person's part of an offence, or of an offence that concerns nobody in particular.

        role
            Who commits it by the rules. Whoever employs people commits it against their own: a person's employer.
        """
        known = self._law.offender_roles.get(role)
        if known is not None and known.is_person_found and person is not None:
            return self._person_found(role, person)
        noted = note.offender if note is not None else None
        employer = self._employers.get(person or "") if known is not None and known.employs else None
        return self._typed.get(noted or employer or "") or self.default(role)

    def default(self, role: str) -> Offender:
        """Return who commits what the role commits, where nothing says that it is somebody else."""
        return next((one for one in self._typed.values() if one.role == role), Offender(role=role))

    def _person_found(self, role: str, person: str) -> Offender:
        mine = (one for one in self._typed.values() if one.person == person and one.role == role)
        return next(mine, Offender(role=role, person=person))


def _typed(one: OffenderFound) -> Offender:
    return Offender(role=one.role, person=one.person, ref=one.ref)
