"""For which offices somebody acts on the portal: their own, and those whose person they stand in for today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import bindparam
from sqlmodel import col, select

from inspection.acts.portal.values import CopyKind
from inspection.errors import AccessRefused, PortalFault
from inspection.store.portal import WITHOUT_FILES, PortalCopyRow, for_office
from inspection.trust import Asker
from inspection.trust.rights import rights

# Who may answer a kind of thing is shown it, and nobody else: a centre no case, a police cell no contact request.
_ANSWERED_BY: Final = {
    "case": "portal.acknowledge",
    "list": "portal.acknowledge",
    "contact": "portal.contact",
    "finding": "portal.finding",
}

# The conditions of what lies with one seat, for questions that are asked with `Seat.asked`.
OF_SEAT: Final = (
    col(PortalCopyRow.office) == bindparam("office"),
    col(PortalCopyRow.kind).in_(bindparam("kinds", expanding=True)),
)
_COPY: Final = select(PortalCopyRow).where(col(PortalCopyRow.id) == bindparam("id"), *OF_SEAT).options(WITHOUT_FILES)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One office that somebody acts for, and the kinds of things that they are shown there."""

    office: str
    kinds: frozenset[CopyKind]

    @property
    def asked(self) -> dict[str, object]:
        """What a question with `OF_SEAT` is asked with."""
        return {"office": self.office, "kinds": sorted(self.kinds)}


def seats_of(asker: Asker) -> Sequence[Seat]:
    """Return the offices of whoever asks, their own first; none for somebody of the house."""
    kinds: dict[str, set[CopyKind]] = {}
    for grant in asker.who.grants:
        shown = {kind for kind, act in _ANSWERED_BY.items() if grant.role in rights().rules[act].roles}
        if grant.office is not None and shown:
            kinds.setdefault(grant.office, set()).update(cast("set[CopyKind]", shown))
    return tuple(Seat(office=office, kinds=frozenset(shown)) for office, shown in kinds.items())


def copy_for(asker: Asker, copy_id: str, act: str) -> PortalCopyRow:
    """Return a copy that lies with an office of whoever asks, if they may do `act` to it.

    The office is named before anything is read, so that the database itself shows nothing else. An id that nobody has
    and one of another office are answered alike.

    Errors: `AccessRefused` 020 for whoever may not do this at all, `PortalFault` 301 for everything else.
    """
    asker.require(act)
    for seat in seats_of(asker):
        for_office(asker.session, seat.office)
        row = asker.session.exec(_COPY, params=seat.asked | {"id": copy_id}).first()
        if row is not None:
            return _permitted(asker, row, act)
    raise PortalFault("PORTAL-301")


def _permitted(asker: Asker, row: PortalCopyRow, act: str) -> PortalCopyRow:
    """Somebody may have one role in their own office and another as a deputy: each counts where it is held."""
    try:
        asker.require(act, office=row.office)
    except AccessRefused:
        raise PortalFault("PORTAL-301") from None
    return row
