"""People of offices outside, in the portal's database: pushed from the office, let in by a code, ended within a second.

Nobody else is ever pushed there; name and telephone are sealed anew with the portal's keys.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import identity
from inspection.acts.identity import Enrolment
from inspection.acts.portal.homes import portal_app
from inspection.errors import AccessRefused, PortalFault
from inspection.store.core import OUTSIDE_ROLES, Store
from inspection.store.people import UserRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

_SAME = ("service", "role", "office", "first_day", "last_day", "language", "active")
_SEALED = ("name", "telephone")


def invite(context: Context, user_id: str) -> Enrolment:
    """Make a code with which somebody outside gives themselves a proof on the portal, once; an earlier one is good no
    more.

    The invitation stands in both trails: here who made it, there for whom.

    Errors: `PortalFault` PORTAL-102 where there is no portal; `AccessRefused` 080 for nobody outside whom it lets in.
    """
    with audited_transaction(context) as tx:
        tx.require("portal.invite", service=context.settings.service)
        portal = portal_app(context.app)
        if portal is None:
            raise PortalFault("PORTAL-102")
        user = tx.session.get(UserRow, user_id)
        if user is None or user.office is None or user.service != context.settings.service:
            raise AccessRefused("ACCESS-080")
        tx.record("portal.invite", user.id, stream="rights", facts={"office": user.office})
    return _invited(context, portal.acting_as_flow("portal", context.at), user_id)


def people_of_offices(session: Session) -> list[UserRow]:
    """Return everybody outside whom the office knows, who left too."""
    wanted = select(UserRow).where(col(UserRow.role).in_(OUTSIDE_ROLES), col(UserRow.office).is_not(None))
    return list(session.exec(wanted.order_by(col(UserRow.id))))


def push_people(tx: AuditedTransaction, office: Store, people: Sequence[UserRow]) -> int:
    """Bring the people of offices outside up to date inside a transaction of the portal; returns how many changed.

    The sessions of whoever was ended end here.
    """
    known = {row.id: row for row in tx.session.exec(select(UserRow).where(col(UserRow.office).is_not(None)))}
    changed = [one for one in people if _values(office, one) != _known(tx.store, known.get(one.id))]
    for one in changed:
        _keep(
            tx, known.get(one.id) or UserRow(id=one.id, service=one.service, role=one.role, language="fr"), office, one
        )
        if not one.active:
            identity.end_all(tx, one.id)
        tx.record("portal.push_person", one.id, stream="portal", facts={"active": one.active})
    return len(changed)


def _invited(context: Context, there: Context, user_id: str) -> Enrolment:
    with context.store.read() as session:
        people = people_of_offices(session)
    with audited_transaction(there, "enrolment") as tx:
        tx.require("portal.publish")
        push_people(tx, context.store, people)
        return identity.issued(tx, user_id)


def _keep(tx: AuditedTransaction, row: UserRow, office: Store, one: UserRow) -> None:
    for name in _SAME:
        setattr(row, name, getattr(one, name))
    for name, plain in _plain(office, one):
        setattr(row, name, tx.store.seal(f"app_user.{name}", row.id, plain) if plain else None)
    tx.add(row)


def _known(store: Store, row: UserRow | None) -> dict[str, Any] | None:
    return None if row is None else _values(store, row)


def _values(store: Store, row: UserRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SAME} | dict(_plain(store, row))


def _plain(store: Store, row: UserRow) -> Iterator[tuple[str, str]]:
    for name in _SEALED:
        sealed = getattr(row, name)
        yield name, store.unseal(f"app_user.{name}", row.id, sealed) if sealed is not None else ""
