"""By which key the texts of a page are sealed: by that of the case that it is about, else by one that goes with them.

A form of no case, such as that of an entry in somebody's name, tells of persons before there is a case. Its words have
a key of their own, for somebody and a page. Once none of them waits, the key is destroyed: no backup that was taken
meanwhile opens them then, whatever became of what was sent.
"""

import re
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.keyring import case_named
from inspection.store.people import KeptTextRow, TextKeyRow
from inspection.store.queries import case_behind
from inspection.trust import AppContext, Context

_COPY = re.compile(r"[0-9a-f]{32}")  # what the portal shows has such an id, by which it has a key


def key_of_page(context: Context, session: Session, page: str) -> str:
    """Return the id under which the keyring keeps the key for the texts of whoever acts on a page; inside a write.

    Arguments: `page` its address without the query.
    """
    parts = page.split("/")
    if context.settings.is_portal:
        about = next((case_named(part) for part in parts if _COPY.fullmatch(part)), None)
    else:
        about = next((case for part in parts if part and (case := case_behind(session, part))), None)
    return about or _own_key(context, session, page)


def destroy_spent_keys(app: AppContext, at: datetime) -> int:
    """Destroy the keys that sealed texts of no case, of which none is kept any more; returns how many.

    In one transaction with the look, so that nobody seals by one meanwhile. Whoever is killed in between, or could not
    do it yet, is followed by whoever forgets a text next, and by the night.
    """
    with app.store.read() as session:
        if session.exec(_spent().limit(1)).first() is None:
            return 0
    with app.store.write() as session:
        spent = session.exec(_spent()).all()
        for row in spent:
            app.store.keyring.destroy(row.id, at, may_return=True)
            session.delete(row)
    return len(spent)


def _own_key(context: Context, session: Session, page: str) -> str:
    key = case_named(f"text {context.by} {page}")
    if session.get(TextKeyRow, key) is None:
        session.add(TextKeyRow(id=key, service=context.settings.service, made_at=context.at))
    return key


def _spent() -> SelectOfScalar[TextKeyRow]:
    kept = select(KeptTextRow.case_id).where(col(KeptTextRow.case_id).is_not(None))
    return select(TextKeyRow).where(col(TextKeyRow.id).not_in(kept)).order_by(col(TextKeyRow.id))
