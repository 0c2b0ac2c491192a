"""Large submissions come in several pieces: what has come is kept, sealed, until the rest is there."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import col, delete

from inspection.acts.context import Office
from inspection.errors import ControlFault
from inspection.sealing import pseudonym
from inspection.store.controls import OpenRosaPart, waiting_parts
from inspection.store.core import new_id
from inspection.trust import Trail, ask, recorded

_KEPT_DAYS = 30  # a client that has not sent the rest by then has the whole still, and begins again
_MOST_PARTS = 50


def name_key(here: Office, name: str) -> str:
    """Return how a file's name is kept: keyed, since people name files after people."""
    return pseudonym(name, "openrosa", keys=here.store.keys)


def parts_of(here: Office, instance: str, by: str) -> Mapping[str, bytes]:
    """Return the parts that have come of somebody's submission, by the keyed hash of their names."""
    with here.store.read() as session:
        rows = waiting_parts(session, instance, by)
    return {key: here.store.unseal_bytes("openrosa_part.data", row.id, row.data) for key, row in rows.items()}


def keep_parts(here: Office, instance: str, files: Mapping[str, bytes], by: str, at: datetime) -> None:
    """Keep parts of a submission until the rest comes; raises `ControlFault` 355 for far too many."""
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "openrosa.use", service=here.settings.service)
        trail.session.exec(delete(OpenRosaPart).where(col(OpenRosaPart.received_at) < at - timedelta(days=_KEPT_DAYS)))
        known = dict(waiting_parts(trail.session, instance, by))
        for name, data in files.items():
            key = name_key(here, name)
            if key not in known:
                known[key] = _part(here, instance, key, data, by, at)
                trail.session.add(known[key])
        if len(known) > _MOST_PARTS:
            raise ControlFault("CONTROL-355", instance=instance)
        trail.record("openrosa.keep_parts", instance, stream="openrosa", facts={"parts": len(files)})


def drop_parts(trail: Trail, instance: str, by: str) -> None:
    """Remove the parts of a submission inside the act that took it in whole."""
    for part in waiting_parts(trail.session, instance, by).values():
        trail.session.delete(part)


def _part(here: Office, instance: str, key: str, data: bytes, by: str, at: datetime) -> OpenRosaPart:
    id = new_id()  # noqa: A001  what it is called in every table
    return OpenRosaPart(
        id=id,
        instance=instance,
        name_key=key,
        data=here.store.seal_bytes("openrosa_part.data", id, data),
        user_id=by,
        received_at=at,
    )
