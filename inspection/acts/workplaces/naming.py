"""What workplaces are called, for lists that tell of them by their numbers; nothing that their list does not tell."""

from collections.abc import Iterable

from sqlmodel import col, select

from inspection.store import queries
from inspection.store.weeks import WorkplaceRow
from inspection.trust import Context, is_everywhere, require_permission


def names_of(context: Context, workplaces: Iterable[str]) -> dict[str, str]:
    """Return names by workplace: those that a search would find, where whoever looks works; of others none.

    It belongs to the look at the list on which these places stand, which is on record: their names are no other look.

    Errors: `AccessRefused`.
    """
    service = context.settings.service
    openly = queries.openly_known(queries.user(context.store, context.by), service)
    wanted = select(WorkplaceRow.id, WorkplaceRow.name).where(col(WorkplaceRow.id).in_(set(workplaces)), openly)
    with context.store.read() as session:
        reader = require_permission(session, context, "record.list")
        if not is_everywhere(reader):
            wanted = wanted.where(col(WorkplaceRow.district) == (reader.district or ""))
        sealed = [(id_, name) for id_, name in session.exec(wanted) if name]
    return {id_: context.store.unseal("workplace.name", id_, name) for id_, name in sealed}
