"""Controls, findings, decisions and referrals as figures count them: one row a case, however often it was corrected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import records
from inspection.acts.figures.scope import Scope
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control
from inspection.life_cycles import ControlOutcome, Decision
from inspection.reporting.facts import AgeGroup, ControlFact, DecisionFact, FindingFact, ReferralFact, SignFact
from inspection.store.controls import ControlRow, DecisionRow, FindingRow, IndicatorRow
from inspection.store.referrals import ReferralRow
from inspection.store.weeks import PlannedVisitRow
from inspection.time_of import day_in_brussels

NOT_DECLARED = "SS_DIMONA_IN"


def control_facts(session: Session, scope: Scope) -> Iterable[ControlFact]:
    """Yield the controls that were entered in the period."""
    arms = dict(session.exec(select(PlannedVisitRow.id, PlannedVisitRow.arm)).all())
    findings = _findings(session, scope)
    said_yes = set(session.exec(select(DecisionRow.control_id).where(col(DecisionRow.decision) == Decision.YES)))
    for row in session.exec(_controls(scope)):
        control, conclusion = records.load_control(scope.store, row), records.load_conclusion(scope.store, row)
        yield ControlFact(
            on=day_in_brussels(row.entered_at),
            district=row.district,
            sector=row.sector,
            arm=arms.get(row.visit_id or "", "unplanned"),
            outcome="unfinished" if row.outcome == ControlOutcome.DONE and row.left_at is None else row.outcome,
            has_finding=row.id in findings,
            persons=len(control.persons),
            without_dimona=len(_named(findings.get(row.id, ()), NOT_DECLARED)),
            minors=len(conclusion.proposal.minors),
            is_positive=row.positive,
            is_suspicion=row.positive or row.id in said_yes,
            victims=_victims(control, conclusion),
        )


def finding_facts(session: Session, scope: Scope) -> Iterable[FindingFact]:
    """Yield the findings of the controls that were entered in the period, as they stand."""
    findings = _findings(session, scope)
    for row in session.exec(_controls(scope)):
        for finding in findings.get(row.id, ()):
            yield FindingFact(
                on=day_in_brussels(row.entered_at),
                district=row.district,
                sector=row.sector,
                offence=finding.offence,
                level=str(finding.level or "none"),
            )


def sign_facts(session: Session, scope: Scope) -> Iterable[SignFact]:
    """Yield the indicators of the controls that were entered in the period, each once a control."""
    rows = {row.id: row for row in session.exec(_controls(scope))}
    mine = _controls(scope).with_only_columns(col(ControlRow.id)).order_by(None)
    wanted = select(IndicatorRow.control_id, IndicatorRow.indicator, IndicatorRow.dimension).distinct()
    for control, _, dimension in session.exec(wanted.where(col(IndicatorRow.control_id).in_(mine))):
        row = rows[control]
        yield SignFact(
            on=day_in_brussels(row.entered_at), district=row.district, sector=row.sector, dimension=dimension
        )


def decision_facts(session: Session, scope: Scope) -> Iterable[DecisionFact]:
    """Yield one decision a control: the one that stands, if it was taken in the period.

    A team head's yes stands where the inspector said nothing.
    """
    in_period = (col(DecisionRow.decided_at) >= scope.since, col(DecisionRow.decided_at) < scope.until)
    wanted = (
        select(ControlRow, DecisionRow)
        .join(DecisionRow, col(DecisionRow.control_id) == col(ControlRow.id))
        .where(
            col(ControlRow.service) == scope.service,
            col(ControlRow.continued_as).is_(None),
            col(ControlRow.id).not_in(scope.kept_apart()),
            col(ControlRow.id).in_(select(DecisionRow.control_id).where(*in_period)),
        )
        .order_by(col(ControlRow.id), col(DecisionRow.n))
    )
    said: dict[str, list[DecisionRow]] = defaultdict(list)
    controls = {}
    for control, decision in session.exec(wanted):
        controls[control.id] = control
        said[control.id].append(decision)
    for id_, decisions in said.items():
        fact = _decision(controls[id_], decisions)
        if scope.first <= fact.on <= scope.last:
            yield fact


def referral_facts(session: Session, scope: Scope) -> Iterable[ReferralFact]:
    """Yield the referrals that were opened in the period."""
    wanted = (
        select(ReferralRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(ReferralRow.control_id))
        .where(
            col(ReferralRow.service) == scope.service,
            col(ReferralRow.opened_at) >= scope.since,
            col(ReferralRow.opened_at) < scope.until,
            col(ReferralRow.control_id).not_in(scope.kept_apart()),
        )
        .order_by(col(ReferralRow.id))
    )
    for referral, row in session.exec(wanted):
        forms = tuple(referral.forms)
        yield ReferralFact(
            on=day_in_brussels(referral.opened_at),
            district=referral.district,
            sector=row.sector,
            form=forms[0] if len(forms) == 1 else "mixed",
            has_minor=referral.minors,
            victims=_victims(records.load_control(scope.store, row), records.load_conclusion(scope.store, row)),
        )


def _controls(scope: Scope) -> Any:
    return (
        select(ControlRow)
        .where(
            col(ControlRow.service) == scope.service,
            col(ControlRow.entered_at) >= scope.since,
            col(ControlRow.entered_at) < scope.until,
            col(ControlRow.continued_as).is_(None),
            col(ControlRow.id).not_in(scope.kept_apart()),
        )
        .order_by(col(ControlRow.id))
    )


def _findings(session: Session, scope: Scope) -> Mapping[str, list[FindingRow]]:
    mine = _controls(scope).with_only_columns(col(ControlRow.id)).order_by(None)
    found: dict[str, list[FindingRow]] = defaultdict(list)
    wanted = select(FindingRow).where(col(FindingRow.control_id).in_(mine)).order_by(col(FindingRow.id))
    for row in session.exec(wanted):
        found[row.control_id].append(row)
    return found


def _named(findings: Iterable[FindingRow], offence: str) -> set[str]:
    """Return the references of the persons whom findings of an offence name, each once."""
    return {person for finding in findings if finding.offence == offence for person in finding.persons}


def _decision(control: ControlRow, decisions: list[DecisionRow]) -> DecisionFact:
    standing = control.decision or decisions[-1].decision
    latest = [d for d in decisions if d.decision == standing][-1]
    final = next((d.decided_at for d in decisions if d.decision != Decision.UNDECIDED), None)
    minutes = None
    if control.positive_since is not None and final is not None:
        minutes = max(0.0, (final - control.positive_since).total_seconds() / 60)
    return DecisionFact(
        on=day_in_brussels(latest.decided_at), district=control.district, decision=standing, minutes=minutes
    )


def _victims(control: Control, conclusion: Conclusion) -> tuple[AgeGroup, ...]:
    """Return the age group of each person to whom a sign of the proposal or a hearing as victim points."""
    proposal = conclusion.proposal
    pointed = {person for sign in proposal.indicators for person in sign.persons}
    signs = (*proposal.groups, *proposal.dignity, *proposal.strong, *proposal.grave)
    pointed |= {person for sign in signs for person in sign.persons}
    pointed |= {one.person for one in proposal.grounds if one.person is not None}
    pointed |= {hearing.person for hearing in control.hearings if hearing.quality == "victim"}
    minors = frozenset(proposal.minors)
    return tuple(
        _age_group(person.birth_date, is_minor=person.ref in minors)
        for person in control.persons
        if person.ref in pointed
    )


def _age_group(born: date | None, *, is_minor: bool) -> AgeGroup:
    """Return the age group: the proposal names every minor, by the age of majority of the day of the facts."""
    if is_minor:
        return "under_18"
    return "unknown" if born is None else "adult"
