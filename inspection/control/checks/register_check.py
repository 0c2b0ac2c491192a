"""What the registers, as the inspector saw them, say of a control: beside the answers, never in their place."""

from collections.abc import Iterable, Iterator

from inspection.control.checklists import asking_of
from inspection.control.checks.dimona_check import dimona_checks
from inspection.control.checks.foreign_check import limosa_checks, permit_checks, residence_checks
from inspection.control.checks.quarter_check import dmfa_checks
from inspection.control.checks.quota_check import employer_quota_checks, quota_checks
from inspection.control.checks.results import Check, CheckDomain, Extract, Ground
from inspection.control.checks.site_check import presence_checks, works_checks
from inspection.control.checks.status_check import benefit_checks, flexi_checks
from inspection.control.device_clock import by_office_clock
from inspection.control.evidence import Evidence, gather, person_order, without_unasked_answers
from inspection.control.filled import Control
from inspection.life_cycles import ControlOutcome
from sectors import Catalogue
from sectors.rules.checklists import Question

_DOMAINS: tuple[CheckDomain, ...] = ("D1", "D2", "D3", "D4")


def register_checks(control: Control, catalogue: Catalogue, extracts: tuple[Extract, ...] = ()) -> tuple[Check, ...]:
    """Return every check of a control: the workplace's first, then each person's, in the order of the four domains.

    Moments are told by the office's clock: where the device's was out, a declaration would else seem earlier or later.

    catalogue
        Of the day of the facts.
    extracts
        The register rows that were frozen with the control, if any.
    """
    if control.outcome != ControlOutcome.DONE:
        return ()
    control = without_unasked_answers(control, asking_of(catalogue.questions))
    control = by_office_clock(control, catalogue.field_rules.clock_limit_s)
    found = [*works_checks(control, extracts), *dmfa_checks(control, extracts, catalogue)]
    for person in control.persons:
        found += dimona_checks(control, person, extracts, catalogue)
        found += presence_checks(control, person, extracts, catalogue)
        found += limosa_checks(control, person)
        found += residence_checks(control, person)
        found += permit_checks(control, person)
    found += _of_statuses(control, catalogue, extracts)
    found += _answered(control, catalogue)
    return _in_order(found)


def status_checks(control: Control, catalogue: Catalogue, extracts: tuple[Extract, ...] = ()) -> tuple[Check, ...]:
    """Return the checks of special statuses alone: quotas, conditions of a flexi-job, benefits beside work."""
    if control.outcome != ControlOutcome.DONE:
        return ()
    asked = without_unasked_answers(control, asking_of(catalogue.questions))
    return _in_order(_of_statuses(asked, catalogue, extracts))


def _of_statuses(control: Control, catalogue: Catalogue, extracts: tuple[Extract, ...]) -> Iterator[Check]:
    yield from employer_quota_checks(control, extracts, catalogue)
    for person in control.persons:
        yield from quota_checks(control, person, extracts, catalogue)
        yield from flexi_checks(control, person, catalogue)
        yield from benefit_checks(person, catalogue)


def _in_order(found: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(sorted(found, key=lambda check: (person_order(check.person) if check.person else 0, check.domain)))


def _answered(control: Control, catalogue: Catalogue) -> Iterator[Check]:
    """Yield for the workplace and each person what the answers of each domain establish."""
    evidence = gather(control, catalogue.questions)
    for domain in _DOMAINS:
        asked = [q for q in catalogue.questions.values() if q.domain == domain and _is_decisive(q)]
        for ref in (None, *(person.ref for person in control.persons)):
            given = [e for e in evidence if e.person == ref and _domain(e, catalogue) == domain]
            if given:
                grounds = tuple(_ground(name, catalogue) for name in sorted({e.question for e in given}))
                yield Check(domain=domain, person=ref, key="answers.established", result="not_ok", grounds=grounds)
            elif ref is not None and not _answers(control, ref).keys() & {q.id for q in asked if q.scope == "person"}:
                yield Check(domain=domain, person=ref, key="answers.none", result="no_proof", grounds=())


def _is_decisive(question: Question) -> bool:
    return any(one.offence is not None for one in question.establishes)


def _domain(evidence: Evidence, catalogue: Catalogue) -> str | None:
    offence = catalogue.offences.get(evidence.points_to.offence or "")
    return offence.domain if offence else None


def _answers(control: Control, ref: str) -> dict[str, object]:
    answers = next(person.answers for person in control.persons if person.ref == ref)
    return {key: value for key, value in answers.items() if value is not None}


def _ground(name: str, catalogue: Catalogue) -> Ground:
    """Take an answer for what it rests on: a document where one was looked at, else what was seen or said."""
    shown = any(one.how == "checked" for one in catalogue.questions[name].establishes)
    return Ground(kind="document" if shown else "observation", what=name)
