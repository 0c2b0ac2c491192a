"""Other workplaces of the same employer or at the same address, where whoever asks may look."""

from collections.abc import Iterator

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts.stories.values import Linked
from inspection.store import queries
from inspection.store.views import UserView
from inspection.store.weeks import WorkplaceRow
from inspection.trust import Context, places_of

_Places = SelectOfScalar[WorkplaceRow]
_MOST = 20  # links that are shown
_LOOKED_THROUGH = 2_000  # places of a municipality whose address is opened


def links(session: Session, context: Context, row: WorkplaceRow, reader: UserView | None) -> tuple[Linked, ...]:
    """Return the links of a workplace, those by its employer first; of places that whoever asks may know of."""
    places = places_of(session, context, "record.consult")
    openly = select(WorkplaceRow).where(queries.openly_known(reader, context.settings.service))
    found = dict[str, Linked]()
    for by, other in (*_by_employer(session, openly, row), *_by_address(session, context, openly, row)):
        if other.id != row.id and other.district in places and other.id not in found:
            found[other.id] = Linked(workplace=other.id, by=by, name=_opened(context, other, "name"))
    return tuple(found.values())[:_MOST]


def _by_employer(session: Session, openly: _Places, row: WorkplaceRow) -> Iterator[tuple[str, WorkplaceRow]]:
    if row.enterprise:
        wanted = openly.where(col(WorkplaceRow.enterprise) == row.enterprise)
        yield from (("employer", one) for one in session.exec(wanted.order_by(col(WorkplaceRow.id)).limit(_MOST + 1)))


def _by_address(
    session: Session, context: Context, openly: _Places, row: WorkplaceRow
) -> Iterator[tuple[str, WorkplaceRow]]:
    mine = _opened(context, row, "address").casefold()
    if not mine or not row.refnis:
        return
    wanted = openly.where(col(WorkplaceRow.refnis) == row.refnis).order_by(col(WorkplaceRow.id))
    for one in session.exec(wanted.limit(_LOOKED_THROUGH)):
        if _opened(context, one, "address").casefold() == mine:
            yield "address", one


def _opened(context: Context, row: WorkplaceRow, column: str) -> str:
    sealed = getattr(row, column)
    return context.store.unseal(f"workplace.{column}", row.id, sealed) if sealed else ""
