"""Extracts of registers as they were frozen with a control: what was looked up then is read, never looked up again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.control.checks import Extract
from inspection.sealing import canonical_json, keyed_hash
from inspection.store.controls import ControlExtractRow
from inspection.store.core import Store, new_id


def frozen_extracts(session: Session, store: Store, control_id: str) -> tuple[Extract, ...]:
    """Return what was frozen with a control, of each table and subject what was frozen last."""
    last = {(row.register_key, row.table_name, row.subject): row for row in frozen_rows(session, control_id)}
    return tuple(_extract(store, row) for row in last.values())


def frozen_rows(session: Session, control_id: str) -> Sequence[ControlExtractRow]:
    """Return every frozen extract of a control, in the order in which it was frozen."""
    mine = select(ControlExtractRow).where(col(ControlExtractRow.control_id) == control_id)
    return session.exec(mine.order_by(col(ControlExtractRow.frozen_at), col(ControlExtractRow.id))).all()


def extract_row(store: Store, control_id: str, extract: Extract, by: str, at: datetime) -> ControlExtractRow:
    """Return the row that keeps an extract, its content sealed."""
    id = new_id()  # noqa: A001  what it is called in every table
    return ControlExtractRow(
        id=id,
        control_id=control_id,
        register_key=extract.register_key,
        table_name=extract.table,
        subject=extract.subject,
        as_of=extract.as_of,
        row_count=extract.count,
        content_key=keyed_hash(asdict(extract), purpose="content", keys=store.keys),
        rows=store.seal("control_extract.rows", id, canonical_json(extract.rows), case=control_id),
        frozen_by=by,
        frozen_at=at,
    )


def _extract(store: Store, row: ControlExtractRow) -> Extract:
    return Extract(
        register_key=row.register_key,
        table=row.table_name,
        subject=row.subject,
        as_of=row.as_of,
        count=row.row_count,
        rows=tuple(json.loads(store.unseal("control_extract.rows", row.id, row.rows))),
    )


def snapshot_days(rows: Iterable[ControlExtractRow]) -> dict[str, str]:
    """Return the day of each register's snapshot, for the trail."""
    return {row.register_key: row.as_of.isoformat() for row in rows}
