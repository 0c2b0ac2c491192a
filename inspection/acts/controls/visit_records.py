"""The visit record of a control, printed by the office: the paper that every employer may have of a visit."""

from dataclasses import dataclass, field

from inspection.acts import access, bundles, records, workplaces
from inspection.reporting import sheets
from inspection.store.controls import ControlRow
from inspection.store.queries import person_name
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context
from sectors.rules.values import Lang


@dataclass(frozen=True, kw_only=True)
class MadeVisitRecord:
    """A visit record as PDF/A, with the name that its file gets."""

    name: str
    lang: Lang
    pdf: bytes = field(repr=False)


def visit_record(context: Context, control_id: str) -> MadeVisitRecord:
    """Return the visit record of a control in the language in which it was shown, else in that of its report.

    The look is recorded. It can be printed at any time, finished or not, and whatever was found: it tells none of it.

    Errors: `AccessRefused`, also for a control that does not exist.
    """
    record = access.audited_read(context, "control", control_id, read=lambda: _record(context.app, control_id))
    words = context.app.catalogue(day_in_brussels(record.entered_at)).visit_record
    return MadeVisitRecord(
        name=f"visit-{control_id}.pdf",
        lang=record.lang,
        pdf=sheets.visit_record_pdf(record, words, made_on=context.at),
    )


def _record(app: AppContext, control_id: str) -> sheets.VisitRecord:
    with app.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        control = records.load_control(app.store, row)
        day = day_in_brussels(row.entered_at)
        form = app.catalogue(day)
        there = bundles.way_there(session, app.store, row, control, form)
    known = [there.name, there.address, workplaces.place_name(app, there.refnis or None, row.canton, day)]
    present = dict.fromkeys((row.saved_by, *control.team))
    return sheets.visit_record_of(
        control,
        form,
        place=[one for one in known if one],
        names=[person_name(app.store, user) for user in present],
        service=row.service,
    )
