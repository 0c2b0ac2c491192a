"""Whose a record is: the service and the districts that a look at it belongs to, found by the record itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inspection.store.controls import ControlRow, DraftRow
from inspection.store.people import UserRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.store.weeks import ChosenRow, ComplaintRow, PlanDistrictRow, PlannedVisitRow, PlanRow, WorkplaceRow


@dataclass(frozen=True)
class Belonging:
    """Where a record belongs: no district means that it belongs to the whole service; `made_by` may always look."""

    districts: tuple[str, ...] = ()
    service: str | None = None
    made_by: str | None = None


def belonging(session: Session, kind: str, subject: str, *, everywhere: bool = False) -> Belonging | None:
    """Return where a record belongs, None for one that does not exist.

    A list is named `list:<district>`, or `list:all` for whoever works `everywhere`.
    """
    collection, _, place = subject.partition(":")
    if collection == "list" and place:
        return Belonging() if place == "all" and everywhere else Belonging((place,))
    find = _FOUND.get(kind)
    return find(session, subject) if find else None


def _control(session: Session, subject: str) -> Belonging | None:
    row = session.get(ControlRow, subject)
    return Belonging((row.district,), row.service, row.saved_by) if row else None


def _complaint(session: Session, subject: str) -> Belonging | None:
    by_reference = select(ComplaintRow).where(col(ComplaintRow.reference) == subject.upper())
    row = session.get(ComplaintRow, subject) or session.exec(by_reference).first()
    return Belonging((row.district,), row.service) if row else None


def _plan(session: Session, subject: str) -> Belonging | None:
    row = session.get(PlanRow, subject)
    mine = select(PlanDistrictRow.district).where(col(PlanDistrictRow.plan_id) == subject)
    return Belonging(tuple(sorted(session.exec(mine))), row.service) if row else None


def _referral(session: Session, subject: str) -> Belonging | None:
    delivery = session.get(DeliveryRow, subject)
    by_reference = select(ReferralRow).where(col(ReferralRow.reference) == subject.upper())
    row = session.get(ReferralRow, delivery.referral_id if delivery else subject) or session.exec(by_reference).first()
    return Belonging((row.district,), row.service, row.opened_by) if row else None


def _user(session: Session, subject: str) -> Belonging | None:
    row = session.get(UserRow, subject)
    return Belonging((row.district,) if row.district else (), row.service, row.id) if row else None


def _workplace(session: Session, subject: str) -> Belonging | None:
    """Find a workplace where it is remembered, or wherever it was chosen, told of, or controlled."""
    known = session.get(WorkplaceRow, subject)
    if known is not None:
        return Belonging((known.district,))
    places: set[str] = set()
    for table in (PlannedVisitRow, ChosenRow, ComplaintRow, ControlRow, DraftRow):
        places.update(session.exec(select(table.district).where(col(table.workplace) == subject)))
    return Belonging(tuple(sorted(places))) if places else None


_FOUND: Mapping[str, Callable[[Session, str], Belonging | None]] = {
    "control": _control,
    "complaint": _complaint,
    "plan": _plan,
    "referral": _referral,
    "user": _user,
    "workplace": _workplace,
}
