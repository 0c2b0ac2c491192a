"""A look at a decoy: the alarm is kept first, then whoever looks sees what a real file would show them.

No row of a decoy stands in a table of real files. It is laid out for one look and gone with it.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from inspection.acts.alerts import raise_alert
from inspection.sealing import canonical_json, keyed_hash
from inspection.store.controls import ControlRow
from inspection.store.core import Store
from inspection.store.records import AuditEntryRow, DecoyRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction

LOOKED, KIND_OF_ALERT = "decoy.looked", "decoy_looked"
TOLD = ("auditor_dpo", "direction")
_TABLES: dict[str, type[ControlRow] | type[WorkplaceRow]] = {"control": ControlRow, "workplace": WorkplaceRow}
_SEALED = {"control": ("body", "conclusion"), "workplace": ("name", "address")}


@dataclass(frozen=True)
class Decoy:
    """A decoy as its mark tells: its kind, what it is asked for by, its district, and the values of its row."""

    id: str
    kind: str
    name: str
    district: str
    service: str
    values: dict[str, Any] = field(default_factory=dict, repr=False)


def name_key(store: Store, kind: str, name: str) -> str:
    """Return the keyed hash by which a look finds a decoy."""
    return keyed_hash(["decoy", kind, name.strip().upper()], purpose="look", keys=store.keys)


def sealed_mark(store: Store, decoy: Decoy) -> bytes:
    """Seal what a decoy is into its one column."""
    told = {"kind": decoy.kind, "name": decoy.name, "district": decoy.district, "values": decoy.values}
    return store.seal("decoy.mark", decoy.id, canonical_json(told))


def decoy_of(store: Store, row: DecoyRow) -> Decoy:
    """Open the mark of a decoy: for the alarm, and for whoever answers for the data."""
    return Decoy(id=row.id, service=row.service, **json.loads(store.unseal("decoy.mark", row.id, row.mark)))


def meet(context: Context, kind: str, name: str, *, masked: bool = False) -> Decoy | None:
    """Sound the alarm where what somebody asks for is a decoy; returns it, None for all else.

    The entry and the alerts are kept before anything is shown, whether or not they may see it: who tries and is refused
    has tried. Somebody is told once a day for each who looks and each decoy; the trail has every look.
    """
    wanted = select(DecoyRow).where(
        col(DecoyRow.name_key) == name_key(context.store, kind, name), col(DecoyRow.ended_at).is_(None)
    )
    with context.store.read() as session:
        row = session.exec(wanted).first()
        decoy = decoy_of(context.store, row) if row is not None else None
        if decoy is None or _is_overtaken(session, decoy):
            return None
    _alarm(context, decoy, masked)
    return decoy


def rows_of(store: Store, decoy: Decoy) -> list[SQLModel]:
    """Return what a decoy shows as the row that a real file has, sealed alike; none for one that shows nothing."""
    table = _TABLES.get(decoy.kind)
    if table is None:
        return []
    sealed = {
        column: store.seal(f"{decoy.kind}.{column}", decoy.name, plain) if plain else None
        for column in _SEALED[decoy.kind]
        for plain in (decoy.values.get(column),)
    }
    return [table.model_validate({**decoy.values, **sealed})]


def values_of(store: Store, kind: str, row: ControlRow | WorkplaceRow) -> dict[str, Any]:
    """Return the values of a row as a mark keeps them: what is sealed there is opened, since the mark is sealed."""
    plain = row.model_dump(mode="json", exclude=set(_SEALED[kind]))
    sealed = {column: getattr(row, column) for column in _SEALED[kind]}
    return plain | {
        column: store.unseal(f"{kind}.{column}", row.id, value) if value else None for column, value in sealed.items()
    }


def _is_overtaken(session: Session, decoy: Decoy) -> bool:
    """Tell whether a real file has the name by now: what is real is never hidden behind what is invented."""
    table = _TABLES.get(decoy.kind)
    return table is not None and session.get(table, decoy.name) is not None


def _alarm(context: Context, decoy: Decoy, masked: bool) -> None:
    reason, principal = context.reason, context.principal
    facts = {
        "kind": decoy.kind,
        "masked": masked,
        "purpose": reason.purpose if reason else "",
        "credential": principal.credential if principal else "",
    }
    with audited_transaction(context) as tx:
        before = _looks(tx.session, decoy)
        tx.record(LOOKED, decoy.id, stream="decoy", purpose="audit", facts=facts)
        today = day_in_brussels(context.at)
        if any(one.who == context.by and day_in_brussels(one.at) == today for one in before):
            return
        for n, role in enumerate(TOLD):
            step = len(TOLD) * len(before) + n
            raise_alert(tx, KIND_OF_ALERT, decoy.id, step, decoy.district, decoy.service, role=role)


def _looks(session: Session, decoy: Decoy) -> list[AuditEntryRow]:
    mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == LOOKED, col(AuditEntryRow.subject) == decoy.id)
    return list(session.exec(mine.order_by(col(AuditEntryRow.n))))
