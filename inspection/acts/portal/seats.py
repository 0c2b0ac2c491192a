"""For which offices somebody acts on the portal: their own, and those whose person they stand in for today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlmodel import Session, col, select

from inspection.acts.portal.values import CopyKind
from inspection.errors import AccessRefused, PortalFault
from inspection.store.people import UserRow
from inspection.store.portal import WITHOUT_FILES, PortalCopyRow, for_office
from inspection.time_of import day_in_brussels
from inspection.trust import Context, grants_of, require_permission
from inspection.trust.rights import rights

# Who may answer a kind of thing is shown it, and nobody else: a centre no case, a police cell no contact request.
_ANSWERED_BY: Final = {
    "case": "portal.acknowledge",
    "list": "portal.acknowledge",
    "contact": "portal.contact",
    "finding": "portal.finding",
}


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One office that somebody acts for, and the kinds of things that they are shown there."""

    office: str
    kinds: frozenset[CopyKind]


def seats_of(session: Session, context: Context) -> Sequence[Seat]:
    """Return the offices of whoever asks, their own first; none for somebody of the house."""
    user = session.get(UserRow, context.by)
    if user is None:
        return ()
    kinds: dict[str, set[CopyKind]] = {}
    for grant in grants_of(session, user, day_in_brussels(context.at)):
        shown = {kind for kind, act in _ANSWERED_BY.items() if grant.role in rights().rules[act].roles}
        if grant.office is not None and shown:
            kinds.setdefault(grant.office, set()).update(cast("set[CopyKind]", shown))
    return tuple(Seat(office=office, kinds=frozenset(shown)) for office, shown in kinds.items())


def copy_for(session: Session, context: Context, copy_id: str, act: str) -> PortalCopyRow:
    """Return a copy that lies with an office of whoever asks, if they may do `act` to it.

    The office is named before anything is read, so that the database itself shows nothing else. An id that nobody has
    and one of another office are answered alike.

    Errors: `AccessRefused` 020 for whoever may not do this at all, `PortalFault` 301 for everything else.
    """
    require_permission(session, context, act)
    for seat in seats_of(session, context):
        for_office(session, seat.office)
        wanted = select(PortalCopyRow).where(
            col(PortalCopyRow.id) == copy_id,
            col(PortalCopyRow.office) == seat.office,
            col(PortalCopyRow.kind).in_(seat.kinds),
        )
        row = session.exec(wanted.options(WITHOUT_FILES)).first()
        if row is not None:
            return _permitted(session, context, row, act)
    raise PortalFault("PORTAL-301")


def _permitted(session: Session, context: Context, row: PortalCopyRow, act: str) -> PortalCopyRow:
    """Somebody may have one role in their own office and another as a deputy: each counts where it is held."""
    try:
        require_permission(session, context, act, office=row.office)
    except AccessRefused:
        raise PortalFault("PORTAL-301") from None
    return row
