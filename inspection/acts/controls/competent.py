"""Which findings of a control belong to another service, and what stands in the way of passing them on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inspection.acts import protection, records
from inspection.control import conclusions
from inspection.errors import ReferralFault
from inspection.life_cycles import Decision
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.orders import JudicialControlRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext
from sectors.rules.protection import CompetentService


@dataclass(frozen=True, kw_only=True)
class ToPassOn:
    """Findings of a control that another service is competent for; somebody confirms, or leaves it.

    service
        Key of the rules' competent services.
    needs_permission
        Whether a magistrate must permit it first: the control is in a judicial file.
    to_verify
        Whether the competence itself must be shown "to be verified".
    """

    service: str
    recipient: str
    offences: tuple[str, ...]
    needs_permission: bool
    to_verify: bool


def obstacle(app: AppContext, row: ControlRow) -> ReferralFault | None:
    """Return why nothing of a control may be passed on now; None where nothing stands in the way."""
    control = records.load_control(app.store, row)
    stopped = conclusions.stopping_paths(control.answers, app.catalogue(day_in_brussels(control.entered_at)))
    if any("exchange" in path.forbids for path in stopped):
        return ReferralFault("REFER-851")
    if row.left_at is None:
        return ReferralFault("REFER-804")
    if row.positive and row.decision in (None, Decision.UNDECIDED):
        return ReferralFault("REFER-852")
    return None


def proposals(session: Session, app: AppContext, row: ControlRow) -> Iterable[ToPassOn]:
    """Yield the findings of a control by the service that is competent for them, without what was passed on already."""
    catalogue = app.catalogue(row.facts_on)
    mine = select(FindingRow.offence).where(col(FindingRow.control_id) == row.id).order_by(col(FindingRow.n))
    found = dict.fromkeys(session.exec(mine))
    judicial = _is_judicial(session, row)
    for service in catalogue.competent_services.values():
        passed = _passed_on(session, app, row, service.recipient)
        offences = tuple(key for key in found if key in service.offences and key not in passed)
        if offences and _is_another(service, row):
            yield ToPassOn(
                service=service.key,
                recipient=service.recipient,
                offences=offences,
                needs_permission=judicial,
                to_verify=service.is_to_verify,
            )


def _is_another(service: CompetentService, row: ControlRow) -> bool:
    return service.service != row.service and (not service.areas or row.area in service.areas)


def _is_judicial(session: Session, row: ControlRow) -> bool:
    """Tell whether a magistrate has the file: they ordered the control, or got its referral."""
    referred = select(ReferralRow.id).where(col(ReferralRow.control_id) == row.id)
    return session.get(JudicialControlRow, row.id) is not None or session.exec(referred).first() is not None


def _passed_on(session: Session, app: AppContext, row: ControlRow, recipient: str) -> set[str]:
    mine = select(NoticeRow).where(col(NoticeRow.control_id) == row.id, col(NoticeRow.kind) == "exchange")
    return {
        key
        for one in session.exec(mine)
        if protection.recipient_of_notice(app.store, one) == recipient
        for key in one.offences
    }
