"""The dossier of a control, for the labour auditorate or as the copy for the offender."""

from dataclasses import dataclass, field
from datetime import datetime

from inspection.acts.control_rows import filled
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.reading import consult
from inspection.acts.reviewing import read_reviews
from inspection.acts.workplaces import competence_of
from inspection.control import conclude, without_suspicion
from inspection.errors import ControlFault
from inspection.reporting import Correction, Dossier, Reader, dossier_pdf
from inspection.store import ControlRow, Workplace, person_name
from inspection.territory import place_name
from inspection.time_of import day_in_brussels, now
from sectors import Lang


@dataclass(frozen=True, kw_only=True)
class MadeDossier:
    """A dossier as PDF/A, with the name that its file gets."""

    name: str
    lang: Lang
    pdf: bytes = field(repr=False)


def dossier(
    control_id: str, reader: Reader, by: str, *, at: datetime | None = None, office: Office | None = None
) -> MadeDossier:
    """Return the dossier of a control in the language of its report; the look is recorded before anything is read.

    The copy for the offender is concluded anew from what the employer may read: nothing of it was worked out from a
    sensitive answer.

    Errors: `ControlFault` 390 for an unfinished control; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    content = consult(
        "control", control_id, by, purpose="inspection", read=lambda: _gather(here, control_id, reader), at=at, office=here
    )
    lang = content.control.report_language
    pdf = dossier_pdf(content, reader, lang, made_on=at)
    return MadeDossier(name=f"dossier-{reader}-{control_id}.pdf", lang=lang, pdf=pdf)


def _gather(here: Office, control_id: str, reader: Reader) -> Dossier:
    with here.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        known = session.get(Workplace, row.workplace)
    if row.left_at is None:
        raise ControlFault(
            "The control is not finished",
            where=control_id,
            advice="Finish it: a dossier speaks of a control that has an end.",
            code="390",
        )
    control, day = filled(here.store, row), day_in_brussels(row.entered_at)
    form, store = here.catalogue(day), here.store
    if reader == "offender":
        control = without_suspicion(control, form.questions)
    offices = competence_of(here, row.refnis, row.canton, day)
    corrections = [r for r in read_reviews(here, control_id) if r.kind == "corrected"]
    return Dossier(
        control=control,
        conclusion=conclude(control, here.rules, offices),
        law=here.catalogue(control.facts_on),
        form=form,
        place=place_name(row.refnis, row.canton, day, cache=here.settings.cache),
        auditorate=form.recipients[offices.auditorate].label.say(control.report_language),
        official=person_name(store, row.saved_by),
        service=row.service,
        enterprise_number=(known.enterprise if known else None) or "",
        name=store.unseal("workplace.name", known.id, known.name) if known and known.name else "",
        address=store.unseal("workplace.address", known.id, known.address) if known and known.address else "",
        corrections=[
            Correction(at=r.at, by=person_name(store, r.by), because=r.words) for r in corrections
        ] if reader == "auditorate" else [],
    )
