"""In which lane a complaint waits: urgent ones first, copies and floods apart; nothing of it is read for that."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import and_, col, select

from inspection.store.views import ComplaintView
from inspection.store.weeks import ComplaintRow
from inspection.targeting.tips import Tip, lanes
from inspection.time_of import day_in_brussels
from inspection.trust import Context


def in_lanes(context: Context, complaints: Sequence[ComplaintView]) -> list[ComplaintView]:
    """Return complaints in their order, each with its lane among these.

    Only those that are given are compared: of the kept ones, the first that was kept counts.
    """
    if not complaints:
        return []
    asked, since = {one.id for one in complaints}, min(one.received_at for one in complaints)
    columns = (
        *(ComplaintRow.id, ComplaintRow.workplace, ComplaintRow.received_at, ComplaintRow.is_urgent),
        *(ComplaintRow.source_key, ComplaintRow.device_key, ComplaintRow.content_key, ComplaintRow.sketch),
    )
    mine = and_(col(ComplaintRow.service) == context.settings.service, col(ComplaintRow.received_at) >= since)
    with context.store.read() as session:
        rows = session.execute(select(*map(col, columns)).where(mine)).all()
    tips = [
        Tip(
            id=row.id,
            workplace=row.workplace,
            at=row.received_at,
            is_urgent=row.is_urgent,
            source=row.source_key,
            device=row.device_key,
            sketch=tuple(row.sketch or (row.content_key,)),
        )
        for row in rows
        if row.id in asked
    ]
    found = lanes(tips, context.app.catalogue(day_in_brussels(context.at)).tip_rules)
    return [replace(one, lane=found[one.id]) for one in complaints]
