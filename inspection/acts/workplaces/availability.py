"""Which workplaces are unavailable on which days: all that a plan may know of a hold."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.keys import Keys
from inspection.sealing import keyed_hash
from inspection.store.core import Store
from inspection.store.weeks import HoldRow, WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, require_permission


def workplaces_under_hold(
    context: Context, workplaces: Iterable[str], days: Sequence[date]
) -> frozenset[tuple[str, date]]:
    """Return the pairs of workplace and day on which nobody may go there, for whoever plans a week.

    What made them so is not told: neither who asked nor whether it is the workplace, its enterprise or its address.
    Enterprise and address of a workplace are those last remembered.
    """
    with context.store.read() as session:
        require_permission(session, context, "plan.prepare", service=context.settings.service)
        return unavailable(session, context.app, workplaces, days)


def unavailable(
    session: Session, app: AppContext, workplaces: Iterable[str], days: Sequence[date], by: HoldRow | None = None
) -> frozenset[tuple[str, date]]:
    """Return the same inside an act that is open; `by` one hold alone, for whoever placed it."""
    spans = _spans_by_key([by] if by else session.exec(_active(app.settings.service)))
    if not spans or not days:
        return frozenset()
    asked = sorted(set(workplaces))
    rows = {w: session.get(WorkplaceRow, w) for w in asked}
    return frozenset(
        (w, day)
        for w, row in rows.items()
        for key in keys_of(app.store, w, row)
        for first, last in spans.get(key, ())
        for day in days
        if first <= day <= last
    )


def holds_on(session: Session, app: AppContext, workplace: str, day: date) -> list[HoldRow]:
    """Return the holds under which a workplace is on a day."""
    keys = list(keys_of(app.store, workplace, session.get(WorkplaceRow, workplace)))
    mine = _active(app.settings.service).where(col(HoldRow.subject_key).in_(keys), col(HoldRow.until) >= day)
    return [hold for hold in session.exec(mine.order_by(col(HoldRow.id))) if day_in_brussels(hold.placed_at) <= day]


def subject_key(keys: Keys, kind: str, subject: str) -> str:
    """Return the keyed hash by which a hold is found; `subject` as `plain_subject` writes it."""
    return keyed_hash([kind, subject], purpose="hold", keys=keys)


def keys_of(store: Store, workplace: str, row: WorkplaceRow | None) -> Iterator[str]:
    """Yield the keys of every hold that would cover a workplace: its own, its enterprise's, its address's."""
    yield subject_key(store.keys, "workplace", workplace)
    if row is not None and row.enterprise:
        yield subject_key(store.keys, "enterprise", re.sub(r"\D", "", row.enterprise))
    if row is not None and row.address and row.refnis:
        address = plain_address(store.unseal("workplace.address", row.id, row.address), row.refnis)
        yield subject_key(store.keys, "address", address)


def plain_address(address: str, refnis: str) -> str:
    """Return street and number without accents, marks and capitals, in a municipality: `62063 rue du test 4`."""
    letters = unicodedata.normalize("NFKD", address).encode("ascii", "ignore").decode().lower()
    return " ".join([refnis, *re.findall(r"[a-z0-9]+", letters)])


def _spans_by_key(holds: Iterable[HoldRow]) -> dict[str, list[tuple[date, date]]]:
    """Return first and last day of each subject's holds: what was visited before one was placed stays visited."""
    spans: dict[str, list[tuple[date, date]]] = {}
    for hold in holds:
        spans.setdefault(hold.subject_key, []).append((day_in_brussels(hold.placed_at), hold.until))
    return spans


def _active(service: str) -> SelectOfScalar[HoldRow]:
    return select(HoldRow).where(col(HoldRow.service) == service, col(HoldRow.lifted_on).is_(None))
