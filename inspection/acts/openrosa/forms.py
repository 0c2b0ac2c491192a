"""The forms that clients of others may fetch, and the checklist that a submission answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from inspection.acts import records
from inspection.acts.openrosa.keys import public_form_key
from inspection.control.checklists import FORM_PREFIX, Checklist, form_id, xform
from inspection.errors import ControlFault
from inspection.store.controls import ChecklistDefinitionRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class OfferedForm:
    """A form as it stands today; `xml` is the XForm itself."""

    id: str
    version: str
    label: Mapping[str, str]
    xml: str


def offered_forms(context: Context) -> tuple[OfferedForm, ...]:
    """Return the form of every sector that is switched on, and keep what they ask.

    A form may lie on a telephone for weeks: whatever is offered here stays readable when the questions change.
    """
    lists = [
        records.checklist_on(context.app, key, day_in_brussels(context.at)) for key in _sectors(context.app, context.at)
    ]
    with context.store.read() as session:
        require_permission(session, context, "openrosa.use", service=context.settings.service)
        unknown = [each for each in lists if session.get(ChecklistDefinitionRow, each.sha256) is None]
    if unknown:
        with audited_transaction(context) as tx:
            for each in unknown:
                records.keep_definition(tx, {"checklist": each.ref.model_dump(), "sector": each.id})
                tx.record("openrosa.offer", each.id, stream="checklist", facts={"version": each.version})
    return tuple(_offered(context.app, each) for each in lists)


def checklist_of_form(app: AppContext, form: str, version: str, entered_on: date | None, today: date) -> Checklist:
    """Return the checklist that a form was made from; raises `ControlFault` 350 for a form that is not ours."""
    sector = form.removeprefix(FORM_PREFIX)
    if form_id(sector) == form:
        for day in (today, entered_on or today):
            found = records.composed(app, sector, day)
            if found is not None and found.version == version:
                return found
        wanted = select(ChecklistDefinitionRow).where(
            col(ChecklistDefinitionRow.sector) == sector, col(ChecklistDefinitionRow.version) == version
        )
        with app.store.read() as session:
            row = session.exec(wanted).first()
        if row is not None:
            return records.checklist_from(row, app.catalogue(today))
    raise ControlFault("CONTROL-350")


def _sectors(app: AppContext, at: datetime) -> list[str]:
    return sorted(key for key, sector in app.catalogue(day_in_brussels(at)).sectors.items() if sector.enabled)


def _offered(app: AppContext, checklist: Checklist) -> OfferedForm:
    key = public_form_key(app) if app.settings.openrosa == "encrypted" else None
    return OfferedForm(
        id=form_id(checklist.id),
        version=checklist.version,
        label={str(lang): text for lang, text in checklist.label.items()},
        xml=xform(checklist, public_key=key),
    )
