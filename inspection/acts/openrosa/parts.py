"""Large submissions come in several pieces: what has come is kept, sealed, until the rest is there."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import col, delete, select

from inspection.acts import records
from inspection.errors import ControlFault
from inspection.keyring import case_named
from inspection.sealing import pseudonym
from inspection.store.controls import OpenRosaPartRow, waiting_parts
from inspection.store.core import new_id
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction

_MOST_PARTS = 50


def name_key(app: AppContext, name: str) -> str:
    """Return how a file's name is kept: keyed, since people name files after people."""
    return pseudonym(name, "openrosa", keys=app.store.keys)


def parts_of(context: Context, instance: str) -> Mapping[str, bytes]:
    """Return the parts that have come of somebody's submission, by the keyed hash of their names."""
    with context.store.read() as session:
        rows = waiting_parts(session, instance, context.by)
    return {key: context.store.unseal_bytes("openrosa_part.data", row.id, row.data) for key, row in rows.items()}


def keep_parts(context: Context, instance: str, files: Mapping[str, bytes]) -> None:
    """Keep parts of a submission until the rest comes; raises `ControlFault` 355 for far too many.

    Parts of others whose rest never came go, and the keys that sealed them.
    """
    with audited_transaction(context) as tx:
        tx.require("openrosa.use", service=context.settings.service)
        left = _remove_left(tx)
        known = dict(waiting_parts(tx.session, instance, context.by))
        for name, data in files.items():
            key = name_key(context.app, name)
            if key not in known:
                known[key] = _part(context, instance, key, data)
                tx.session.add(known[key])
        if len(known) > _MOST_PARTS:
            raise ControlFault("CONTROL-355", instance=instance)
        tx.record("openrosa.keep_parts", instance, stream="openrosa", facts={"parts": len(files)})
    if left:
        with context.store.write() as session:
            for one in sorted(left):
                records.forget_unfinished(session, context.app, _case(one), context.at)


def _remove_left(tx: AuditedTransaction) -> set[str]:
    """Remove parts whose rest never came: their client has the whole still, and begins again; returns of which."""
    kept = tx.app.catalogue(day_in_brussels(tx.at)).retention["openrosa_part"].days
    if kept is None:
        return set()
    is_old = col(OpenRosaPartRow.received_at) < tx.at - timedelta(days=kept)
    left = set(tx.session.exec(select(OpenRosaPartRow.instance).where(is_old)))
    tx.session.exec(delete(OpenRosaPartRow).where(is_old))
    return left


def drop_parts(tx: AuditedTransaction, instance: str) -> None:
    """Remove the parts of a submission inside the act that took it in whole."""
    for part in waiting_parts(tx.session, instance, tx.by).values():
        tx.session.delete(part)


def _case(instance: str) -> str:
    return case_named(f"openrosa {instance}")


def _part(context: Context, instance: str, key: str, data: bytes) -> OpenRosaPartRow:
    id = new_id()  # noqa: A001  what it is called in every table
    return OpenRosaPartRow(
        id=id,
        instance=instance,
        name_key=key,
        data=context.store.seal_bytes("openrosa_part.data", id, data, case=_case(instance)),
        user_id=context.by,
        received_at=context.at,
    )
