"""To whom the referral of a control goes: by the routing table, or only where a magistrate's order lets it go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from inspection.acts import orders, workplaces
from inspection.control import conclusions
from inspection.control.filled import Control
from inspection.referral import routing
from inspection.referral.model import Addressee, Suspicion
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.orders import JudicialControlRow, JudicialOrderRow, JudicialRecipientRow
from inspection.territory import competence
from inspection.trust import AppContext

if TYPE_CHECKING:
    from sectors import Catalogue


def addressees_of(
    session: Session, app: AppContext, row: ControlRow, control: Control, suspicion: Suspicion, day: date
) -> list[Addressee]:
    """Return the offices that get the referral of a control, by its place and by where its people are lodged.

    The work of an order goes to the magistrate who gave it, and to whom that magistrate lets have it: to nobody else.
    """
    catalogue = app.catalogue(day)
    where = workplaces.competence_of(app, row.refnis, row.canton, day)
    sleeping = [competence(one, day, offices=catalogue.offices) for one in conclusions.lodgings(control, day)]
    everybody = routing.addressees(suspicion, where, catalogue, lodgings=sleeping)
    order = order_answered(session, row.id)
    return everybody if order is None else _let_have(everybody, _let(session, app.store, order), catalogue)


def order_answered(session: Session, control_id: str) -> JudicialOrderRow | None:
    """Return the order that a control answers, if it was ordered."""
    link = session.get(JudicialControlRow, control_id)
    return None if link is None else session.get_one(JudicialOrderRow, link.order_id)


def _let(session: Session, store: Store, order: JudicialOrderRow) -> tuple[str, ...]:
    """Return the magistrate's own office and those that it lets have the case."""
    authority = store.unseal("judicial_order.authority", order.id, order.authority)
    mine = select(JudicialRecipientRow.recipient).where(col(JudicialRecipientRow.order_id) == order.id)
    return authority, *session.exec(mine.order_by(col(JudicialRecipientRow.id)))


def _let_have(everybody: Sequence[Addressee], let: Sequence[str], catalogue: "Catalogue") -> list[Addressee]:
    """Keep whom the magistrate lets have it; an office that may be told no case gives way to who leads at the place.

    Whom a magistrate lets have it works the case, wherever its people are lodged.
    """
    kept = [_working(one) for one in everybody if one.recipient in let]
    missing = [id_ for id_ in let if id_ not in {one.recipient for one in kept}]
    found = [*kept, *(_like(everybody[0], id_, catalogue) for id_ in missing if _may_be_told(id_, catalogue))]
    leading = [one for one in everybody if _is_magistrate(one, catalogue) and one.reason == "place_of_facts"]
    return found if any(_is_magistrate(one, catalogue) for one in found) else [*found, *leading]


def _working(one: Addressee) -> Addressee:
    return replace(one, reason="place_of_facts") if one.reason == "lodging" else one


def _may_be_told(id_: str, catalogue: "Catalogue") -> bool:
    return id_ in catalogue.recipients and catalogue.recipients[id_].gets_bundles


def _is_magistrate(one: Addressee, catalogue: "Catalogue") -> bool:
    return catalogue.recipients[one.recipient].kind in orders.MAGISTRATES


def _like(other: Addressee, id_: str, catalogue: "Catalogue") -> Addressee:
    """Return an office of elsewhere, told as whoever the facts lie with."""
    office = catalogue.recipients[id_]
    return replace(
        other,
        recipient=id_,
        reason="place_of_facts",
        language=other.language if other.language in office.languages else office.languages[0],
        transports=office.transports,
        answer_hours=office.answer_hours,
        reminder_hours=office.reminder_hours,
    )
