"""The rows of a control, and the way back from them to a filled control and its conclusion."""

import json
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from inspection.acts.workplaces import Place
from inspection.control.conclusions import EMPLOYER, Conclusion, Finding, RunningClock
from inspection.control.filled import Control
from inspection.control.trafficking import IndicatorSeen
from inspection.errors import ErasureFault
from inspection.life_cycles import ClockState
from inspection.sealing import canonical_json
from inspection.store.controls import ClockRow, ControlRow, ControlVersionRow, FindingRow, IndicatorRow
from inspection.store.core import Store, new_id
from inspection.store.people import UserRow
from inspection.store.records import ErasureItemRow, ErasureStepRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction

_CONCLUSION = TypeAdapter(Conclusion)


def control_row(
    tx: AuditedTransaction,
    control: Control,
    user: UserRow,
    place: Place,
    conclusion: Conclusion,
    content_key: str,
    service: str,
    *,
    is_invented: bool = False,
) -> ControlRow:
    """Return the row of a control, everything about persons sealed.

    Arguments: `is_invented` for a decoy, which is no case: a key of its own would name it in the keyring.
    Errors: `ErasureFault` 101 for one that was erased: a device that was not connected since may send it again.
    """
    refuse_erased(tx.session, control.control_id)
    store, id = tx.store, control.control_id  # noqa: A001
    case = None if is_invented else id
    return ControlRow(
        id=id,
        service=service,
        district=place.competence.arrondissement,
        area=place.competence.area,
        refnis=place.refnis,
        canton=place.canton,
        workplace=control.workplace,
        sector=control.sector,
        team_id=user.team_id,
        outcome=control.outcome,
        entered_at=control.entered_at,
        left_at=control.left_at,
        facts_on=control.facts_on,
        report_language=control.report_language,
        checklist_id=control.checklist.id,
        checklist_version=control.checklist.version,
        checklist_sha256=control.checklist.sha256,
        rules_sha256=conclusion.rules_sha256,
        content_key=content_key,
        body=store.seal("control.body", id, canonical_json(control), case=case),
        conclusion=store.seal("control.conclusion", id, canonical_json(conclusion), case=case),
        positive=conclusion.proposal.positive,
        positive_since=tx.at if conclusion.proposal.positive else None,
        minors=bool(conclusion.proposal.minors),
        saved_by=user.id,
        saved_at=tx.at,
    )


def refuse_erased(session: Session, control_id: str) -> None:
    """Refuse a control that was erased for ever; what was destroyed before it became one may still come."""
    wanted = (
        select(ErasureStepRow.id)
        .join(ErasureItemRow, col(ErasureItemRow.id) == col(ErasureStepRow.item_id))
        .where(col(ErasureItemRow.subject) == control_id, col(ErasureStepRow.what) == "key")
    )
    if session.exec(wanted).first() is not None:
        raise ErasureFault("ERASURE-101", case=control_id)


def load_control(store: Store, row: ControlRow) -> Control:
    """Return the control as it was filled in."""
    return Control.model_validate_json(store.unseal("control.body", row.id, row.body))


def version_as_of(session: Session, store: Store, row: ControlRow, at: datetime) -> Control:
    """Return a control as it stood at a moment, whatever was made of it since."""
    kept = select(ControlVersionRow).where(
        col(ControlVersionRow.control_id) == row.id, col(ControlVersionRow.saved_at) <= at
    )
    last = session.exec(kept.order_by(col(ControlVersionRow.n).desc())).first() if row.saved_at > at else None
    return load_control(store, row) if last is None else _filled_then(store, last)


def first_version(session: Session, store: Store, row: ControlRow) -> Control:
    """Return a control as it was saved first, whatever was made of it since."""
    kept = (
        select(ControlVersionRow).where(col(ControlVersionRow.control_id) == row.id).order_by(col(ControlVersionRow.n))
    )
    first = session.exec(kept).first()
    return load_control(store, row) if first is None else _filled_then(store, first)


def sent_last(session: Session, store: Store, row: ControlRow) -> Control:
    """Return a control as its device sent it last: the first content that came under the revision that stands."""
    stands = load_control(store, row)
    kept = (
        select(ControlVersionRow).where(col(ControlVersionRow.control_id) == row.id).order_by(col(ControlVersionRow.n))
    )
    versions = (_filled_then(store, version) for version in session.exec(kept))
    return next((one for one in versions if one.revision == stands.revision), stands)


def sent_under(session: Session, store: Store, row: ControlRow, key: str) -> Control | None:
    """Return a control as it came under a key of its sender's; None where that was never kept beside what stands."""
    kept = select(ControlVersionRow).where(
        col(ControlVersionRow.control_id) == row.id, col(ControlVersionRow.content_key) == key
    )
    last = session.exec(kept.order_by(col(ControlVersionRow.n).desc())).first()
    return None if last is None else _filled_then(store, last)


def _filled_then(store: Store, version: ControlVersionRow) -> Control:
    return Control.model_validate_json(store.unseal("control_version.body", version.id, version.body))


def load_conclusion(store: Store, row: ControlRow) -> Conclusion:
    """Return what followed from the control when it was saved, by the rules of that time."""
    kept = json.loads(store.unseal("control.conclusion", row.id, row.conclusion))
    for finding in kept["findings"]:
        finding |= _without_days(finding, row) if "from_on" not in finding else {}
    return _CONCLUSION.validate_python(kept)


def _without_days(finding: dict[str, Any], row: ControlRow) -> dict[str, Any]:
    """Return what a finding lacks that was kept before findings had days: it was of the control's, and of a role."""
    days = {"from_on": row.facts_on, "to_on": row.facts_on, "found_on": day_in_brussels(row.entered_at)}
    return {**days, "offender": {"role": finding.get("offender") or EMPLOYER}}


def put_conclusion(tx: AuditedTransaction, row: ControlRow, conclusion: Conclusion) -> None:
    """Put what follows from a control in place of what followed before; the content of the control stays as it is."""
    row.conclusion = tx.store.seal("control.conclusion", row.id, canonical_json(conclusion), case=row.id)
    row.rules_sha256, row.minors = conclusion.rules_sha256, bool(conclusion.proposal.minors)
    row.positive = conclusion.proposal.positive
    row.positive_since = row.positive_since or (tx.at if row.positive else None)
    tx.session.add(row)
    write_results(tx.session, row.id, conclusion)


def keep_version(tx: AuditedTransaction, row: ControlRow) -> int:
    """Keep a control as it was, before it is completed or corrected; return the number of what is kept."""
    body = tx.store.unseal("control.body", row.id, row.body)
    return _add_version(tx, row.id, body, row.content_key, row.saved_by, row.saved_at)


def _add_version(tx: AuditedTransaction, control_id: str, body: str, content_key: str, by: str, at: datetime) -> int:
    counted = select(func.count()).select_from(ControlVersionRow).where(col(ControlVersionRow.control_id) == control_id)
    id, n = new_id(), tx.session.exec(counted).one() + 1  # noqa: A001
    tx.session.add(
        ControlVersionRow(
            id=id,
            control_id=control_id,
            n=n,
            content_key=content_key,
            body=tx.store.seal("control_version.body", id, body, case=control_id),
            saved_by=by,
            saved_at=at,
        )
    )
    return n


def store_stale_version(tx: AuditedTransaction, row: ControlRow, control: Control, content_key: str) -> bool:
    """Keep a version that was overtaken on its way, beside the control that stands; False when it was kept before."""
    if is_kept(tx.session, row, content_key):
        return False
    store_side_version(tx, row, control, content_key)
    return True


def store_side_version(tx: AuditedTransaction, row: ControlRow, control: Control, content_key: str) -> None:
    """Keep what came beside the control that stands, under the key of its content or of what brought it."""
    _add_version(tx, row.id, canonical_json(control), content_key, tx.by, tx.at)


def is_kept(session: Session, row: ControlRow, content_key: str) -> bool:
    """Tell whether some version of a control, not the one that stands, had this content."""
    mine = select(ControlVersionRow.id).where(
        col(ControlVersionRow.control_id) == row.id, col(ControlVersionRow.content_key) == content_key
    )
    return session.exec(mine).first() is not None


def write_results(session: Session, control_id: str, conclusion: Conclusion) -> None:
    """Write findings, clocks and indicators, in place of those of an unfinished control; a clock that runs runs on."""
    session.exec(delete(FindingRow).where(col(FindingRow.control_id) == control_id))
    session.exec(delete(IndicatorRow).where(col(IndicatorRow.control_id) == control_id))
    mine = select(ClockRow).where(col(ClockRow.control_id) == control_id)
    before = {(clock.key, clock.offender, clock.starts_on): clock for clock in session.exec(mine)}
    running = {(clock.key, _held_by(clock), clock.starts_on): clock for clock in conclusion.clocks}
    for place, clock in before.items():
        if clock.state == ClockState.RUNNING and place in running:
            clock.due_on = running[place].due_on
        elif clock.state == ClockState.RUNNING:
            session.delete(clock)
    session.add_all(_finding(control_id, n, finding) for n, finding in enumerate(conclusion.findings, 1))
    session.add_all(_clock(control_id, clock) for place, clock in running.items() if place not in before)
    session.add_all(_indicator(control_id, n, seen) for n, seen in enumerate(conclusion.proposal.indicators, 1))


def _finding(control_id: str, n: int, finding: Finding) -> FindingRow:
    return FindingRow(
        id=new_id(),
        control_id=control_id,
        n=n,
        offence=finding.offence,
        offender=finding.offender.key,
        from_on=finding.from_on,
        to_on=finding.to_on,
        found_on=finding.found_on,
        article=finding.article,
        level=finding.level,
        competence=finding.competence,
        workers=finding.workers,
        multiplier=finding.multiplier,
        period=finding.period,
        **_range("prison_months", finding.prison_months),
        **_range("criminal_cents", finding.criminal_cents),
        **_range("administrative_cents", finding.administrative_cents),
        confidence=finding.confidence,
        to_verify=finding.to_verify,
        persons=list(finding.persons),
        questions=list(finding.questions),
    )


def _range(name: str, span: tuple[int, int] | None) -> dict[str, int | None]:
    low, high = span or (None, None)
    return {f"{name}_min": low, f"{name}_max": high}


def _held_by(clock: RunningClock) -> str:
    return clock.offender.key if clock.offender is not None else ""


def _clock(control_id: str, clock: RunningClock) -> ClockRow:
    return ClockRow(
        id=new_id(),
        control_id=control_id,
        key=clock.key,
        offender=_held_by(clock),
        starts_on=clock.starts_on,
        due_on=clock.due_on,
        asks=clock.asks,
        state=ClockState.RUNNING,
    )


def _indicator(control_id: str, n: int, seen: IndicatorSeen) -> IndicatorRow:
    return IndicatorRow(
        id=new_id(),
        control_id=control_id,
        n=n,
        indicator=seen.indicator,
        dimension=seen.dimension,
        strength=seen.strength,
        ordinary=seen.ordinary,
        how=seen.how,
        persons=list(seen.persons),
        questions=list(seen.questions),
    )
