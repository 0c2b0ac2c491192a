"""The dossier of a control, for the labour auditorate or as the copy for one of its offenders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from inspection.acts import access, bundles, records, workplaces
from inspection.acts.controls.reviewing import read_reviews
from inspection.acts.controls.saving import Saved, correct_control
from inspection.control import checks, conclusions, papers, reading
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.reporting import cases
from inspection.sealing import canonical_json
from inspection.store.controls import ControlRow
from inspection.store.queries import person_name
from inspection.store.referrals import CallRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context
from sectors.rules.catalogue import Catalogue
from sectors.rules.checklists import Question
from sectors.rules.values import Lang

_INSTRUCTION = "telephone_call.instruction"
SENT_ON = "cl_report_sent_on"  # the question that asks for it


@dataclass(frozen=True, kw_only=True)
class MadeDossier:
    """A dossier as PDF/A, with the name that its file gets.

    parts
        What a report of infringement has to hold, title and text, in its order: to be copied into the federal system.
    """

    name: str
    lang: Lang
    pdf: bytes = field(repr=False)
    parts: tuple[tuple[str, str], ...] = field(repr=False)


def dossier(context: Context, control_id: str, reader: cases.Reader, *, offender: str | None = None) -> MadeDossier:
    """Return the dossier of a control in the language of its report; the look is recorded before anything is read.

    The copy for an offender is concluded anew from what an employer may read: nothing of it was worked out from a
    sensitive answer. It tells of that offender's findings only.

    offender
        Key of the offender that it is about (`copy_offenders`); the auditorate's is about all of them where none is
        named, and a copy needs none where there is only one.

    Errors: `ControlFault` 390 for an unfinished control, 392 where an offender must be named, 393 where nobody gets a
    copy, 394 or 395 for one against whom nothing was found; `AccessRefused`.
    """
    content = access.audited_read(
        context,
        "control",
        control_id,
        read=lambda: dossier_content(context.app, control_id, reader, offender),
    )
    lang = content.control.report_language
    data = cases.dossier_data(content, reader, lang, made_on=context.at)
    about = f"-{content.offender.key.replace(':', '-')}" if content.offender else ""
    copied = data["parts"] if reader == "auditorate" else []
    return MadeDossier(
        name=f"dossier-{reader}{about}-{control_id}.pdf",
        lang=lang,
        pdf=cases.dossier_pdf(data, made_on=context.at),
        parts=tuple((part["title"], "\n".join(part["lines"])) for part in copied),
    )


def copy_offenders(context: Context, control: Control) -> tuple[conclusions.Offender, ...]:
    """Return the offenders of a control that its reader has before them, each of whom gets a copy of their own.

    Errors: `AccessRefused`, also for a control that does not exist.
    """
    app = context.app
    with app.store.read() as session:
        access.ask_for(context, session, "control", control.control_id, None)
        row = session.get_one(ControlRow, control.control_id)
    stands = records.load_conclusion(app.store, row)
    return tuple(one.offender for one in _copies(app, row, control, stands) if one.offender is not None)


def dossier_content(
    app: AppContext, control_id: str, reader: cases.Reader, offender: str | None = None
) -> cases.Dossier:
    """Return what a dossier says to its reader; inside an act that recorded the look."""
    with app.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        form = app.catalogue(day_in_brussels(row.entered_at))
        there = bundles.way_there(session, app.store, row, records.load_control(app.store, row), form)
        calls = _calls(session, app, row) if reader == "auditorate" else []
        extracts = records.frozen_extracts(session, app.store, control_id) if reader == "auditorate" else ()
    if row.left_at is None:
        raise ControlFault("CONTROL-390", control_id=control_id)
    told = _told(app, row, reader, offender)
    control, conclusion, about = told.control, told.conclusion, told.offender
    day, store, facts_law = day_in_brussels(row.entered_at), app.store, app.catalogue(control.facts_on)
    offices = workplaces.competence_of(app, row.refnis, row.canton, day)
    corrected = [r for r in read_reviews(app, control_id) if r.kind == "corrected" and reader == "auditorate"]
    return cases.Dossier(
        control=control,
        conclusion=conclusion,
        law_on=app.catalogue,
        form=form,
        questions=_questions(app, control),
        place=workplaces.place_name(app, there.refnis or None, row.canton, day),
        auditorate=form.recipients[offices.auditorate].name.say(control.report_language),
        official=person_name(store, row.saved_by),
        service=row.service,
        offender=about,
        is_alone=told.is_alone,
        enterprise_number=there.enterprise,
        name=there.name,
        address=there.address,
        corrections=[cases.Correction(at=r.at, by=person_name(store, r.by), because=r.words) for r in corrected],
        calls=calls,
        checks=checks.status_checks(control, facts_law, extracts)
        if _is_of_the_employer(reader, about, facts_law)
        else (),
    )


def _is_of_the_employer(reader: cases.Reader, about: conclusions.Offender | None, law: Catalogue) -> bool:
    """Tell whether a dossier may speak of what concerns the employer alone: the auditorate's, and of nobody else."""
    role = law.offender_roles.get(about.role) if about is not None else None
    return reader == "auditorate" and (about is None or (role is not None and role.of_the_workplace))


def _told(app: AppContext, row: ControlRow, reader: cases.Reader, offender: str | None) -> papers.OffenderCopy:
    """Return the control and the conclusion as a reader gets them, and the offender that they are about, if one."""
    control, stands = records.load_control(app.store, row), records.load_conclusion(app.store, row)
    if reader == "offender":
        copies = {one.offender: one for one in _copies(app, row, control, stands)}
        if not copies:
            raise ControlFault("CONTROL-393", control_id=row.id)
        known = tuple(one for one in copies if one is not None)
        return copies[_chosen(known, reader, offender, row.id)]
    everybody = conclusions.offenders_of(stands.findings, app.catalogue(control.facts_on))
    about = _chosen(everybody, reader, offender, row.id)
    findings = stands.findings if about is None else conclusions.findings_against(about, stands.findings)
    return papers.OffenderCopy(
        offender=about,
        control=control,
        conclusion=replace(stands, findings=findings),
        is_alone=len(everybody) <= 1,
    )


def _copies(
    app: AppContext, row: ControlRow, control: Control, stands: conclusions.Conclusion
) -> tuple[papers.OffenderCopy, ...]:
    """Return the copy of each offender, from a control as its reader has it before them."""
    offices = workplaces.competence_of(app, row.refnis, row.canton, day_in_brussels(row.entered_at))
    return papers.copies(control, stands, _questions(app, control), app.rules, offices)


def _chosen(
    known: Sequence[conclusions.Offender], reader: cases.Reader, wanted: str | None, control_id: str
) -> conclusions.Offender | None:
    """Return the offender that was named; for a copy, where nobody was, the only one there is."""
    names = ", ".join(one.key for one in known)
    if wanted is None:
        if reader == "offender" and len(known) > 1:
            raise ControlFault("CONTROL-392", offenders=names, control_id=control_id)
        return known[0] if reader == "offender" and known else None
    found = next((one for one in known if one.key == wanted), None)
    if found is None:
        if not known:
            raise ControlFault("CONTROL-395", control_id=control_id)
        raise ControlFault("CONTROL-394", offenders=names, control_id=control_id)
    return found


def _calls(session: Session, app: AppContext, row: ControlRow) -> list[cases.LoggedCall]:
    """Return what was said on the telephone about the referral of a control, in words for its magistrate.

    Not with a reception centre: nothing tells which one may have taken somebody in.
    """
    wanted = (
        select(CallRow, DeliveryRow.recipient)
        .join(DeliveryRow, col(DeliveryRow.id) == col(CallRow.delivery_id), isouter=True)
        .join(
            ReferralRow,
            or_(col(ReferralRow.id) == col(CallRow.referral_id), col(ReferralRow.id) == col(DeliveryRow.referral_id)),
        )
        .where(col(ReferralRow.control_id) == row.id)
        .order_by(col(CallRow.at), col(CallRow.id))
    )
    names, store = app.catalogue(day_in_brussels(row.entered_at)).recipients, app.store
    lang: Any = row.report_language
    return [
        cases.LoggedCall(
            at=call.at,
            office=names[id_].name.say(lang) if (id_ := call.recipient or recipient) in names else str(id_),
            number=call.number or "",
            role=call.who_role,
            taken_on=call.acknowledged,
            instruction=store.unseal("telephone_call.instruction", call.id, call.instruction)
            if call.instruction
            else "",
        )
        for call, recipient in session.exec(wanted)
        if (told := names.get(call.recipient or recipient)) is None or not told.needs_agreement
    ]


def note_report(context: Context, control_id: str, epv_number: str, *, sent_on: date | None = None) -> Saved:
    """Note in a finished control the number of the report that was drawn up in e-PV, and the day it was sent.

    It is a correction like any other: what the control held before is kept, and the deadlines that start with the
    dispatch of the report begin to run.

    Errors: `ControlFault` 391 without a number; what `read_control` refuses, such as a number that its question does
    not accept; those of `correct_control`.
    """
    epv_number = epv_number.strip()
    if not epv_number:
        raise ControlFault("CONTROL-391", control_id=control_id)
    control = access.audited_read(
        context, "control", control_id, read=lambda: _filled(context.app, control_id), own_work=True
    )
    told = {cases.EPV_NUMBER: epv_number} | ({SENT_ON: sent_on.isoformat()} if sent_on else {})
    raw = control.model_dump(mode="json") | {"answers": {**control.answers, **told}}
    noted = reading.read_control(canonical_json(raw), records.checklist_for(context, raw))
    return correct_control(context, noted, "report of infringement", place=control.place)


def _questions(app: AppContext, control: Control) -> Mapping[str, Question]:
    """Return the questions that a control was filled in under, by its own checklist's id, version and hash."""
    on = day_in_brussels(control.entered_at)
    return records.checklist_named(app, control.model_dump(mode="json"), on)(control.sector).by_id


def _filled(app: AppContext, control_id: str) -> Control:
    with app.store.read() as session:
        return records.load_control(app.store, session.get_one(ControlRow, control_id))
