"""Frames of selections: all who were eligible, sealed in one file a plan and district, and found again by a row."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl
from sqlmodel import Session, col, select

from inspection.errors import LearningFault
from inspection.store.core import Store, new_id
from inspection.store.learning import EligibleFrameRow
from inspection.store.sealed_files import FRAMES, frame_file, write_sealed
from inspection.store.weeks import PlanRow
from inspection.trust import AppContext, Context, audited_transaction, require_permission

ReadFrom = Literal["selection", "lake"]


@dataclass(frozen=True, kw_only=True)
class FrameOf:
    """Which selection frames belong to.

    week
        ISO week, such as 2026-W49.
    taken_on
        The day as of which signals were measured.
    """

    plan_id: str
    week: str
    taken_on: date


def keep_eligible(
    context: Context, of: FrameOf, frames: Mapping[str, pl.DataFrame], *, read_from: ReadFrom = "selection"
) -> int:
    """Keep everybody who was eligible when a plan was proposed; again, it keeps what is missing, and changes nothing.

    The files are written first: a row tells only of a file that is there. One that no row tells of is destroyed with
    the frames of its age.

    Arguments: `frames` by district, of `choosing.eligible_frames`.
    Result: how many districts were kept now.
    Errors: `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "eligible.keep", service=context.settings.service)
        known = _districts_kept(session, of.plan_id)
    new = {name: _row(context, of, name, frame, read_from) for name, frame in frames.items() if name not in known}
    for row, content in new.values():
        write_sealed(context.store, frame_file(context.settings, row.id), content)
    with audited_transaction(context) as tx:
        tx.require("eligible.keep", service=context.settings.service)
        late = _districts_kept(tx.session, of.plan_id)
        kept = [row for name, (row, _) in new.items() if name not in late]
        if not kept:
            tx.mark_unchanged()
            return 0
        tx.session.add_all(kept)
        facts = {"districts": len(kept), "rows": sum(row.row_count for row in kept), "read_from": read_from}
        tx.record("eligible.keep", of.plan_id, stream="learning", purpose="planning", facts=facts)
    return len(kept)


def read_frame(app: AppContext, row: EligibleFrameRow) -> pl.DataFrame:
    """Return the frame that a row tells of; raises `LearningFault` 101 where it is gone or is not what was kept."""
    file = frame_file(app.settings, row.id)
    try:
        content = app.store.unseal_bytes(FRAMES, file.row, file.path.read_bytes())
    except FileNotFoundError:
        raise LearningFault("LEARN-101") from None
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise LearningFault("LEARN-101")
    return pl.read_parquet(io.BytesIO(content))


def frames_of(store: Store, service: str) -> dict[tuple[str, str], EligibleFrameRow]:
    """Return the rows of a service's frames by plan and district; for who was asked already."""
    with store.read() as session:
        found = session.exec(select(EligibleFrameRow).where(col(EligibleFrameRow.service) == service)).all()
    return {(row.plan_id, row.district): row for row in found}


@dataclass(frozen=True)
class Frames:
    """The kept frames of a service, and which plan each plan took the place of."""

    kept: Mapping[tuple[str, str], EligibleFrameRow]
    before: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, app: AppContext) -> "Frames":
        """Look up what was kept; for who was asked already."""
        asked = select(PlanRow.id, PlanRow.supersedes).where(col(PlanRow.supersedes).is_not(None))
        before = {plan: earlier for plan, earlier in session.exec(asked) if earlier is not None}
        return cls(frames_of(app.store, app.settings.service), before)

    def find(self, plan_id: str, district: str) -> EligibleFrameRow | None:
        """Return the frame from which a plan chose: a replanned week was drawn from that of the first plan."""
        plan: str | None = plan_id
        while plan is not None:
            if (row := self.kept.get((plan, district))) is not None:
                return row
            plan = self.before.get(plan)
        return None


def _districts_kept(session: Session, plan_id: str) -> set[str]:
    return set(session.exec(select(EligibleFrameRow.district).where(col(EligibleFrameRow.plan_id) == plan_id)))


def _row(
    context: Context, of: FrameOf, district: str, frame: pl.DataFrame, read_from: ReadFrom
) -> tuple[EligibleFrameRow, bytes]:
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd", statistics=False)
    content = stream.getvalue()
    row = EligibleFrameRow(
        id=new_id(),
        service=context.settings.service,
        plan_id=of.plan_id,
        district=district,
        week=of.week,
        taken_on=of.taken_on,
        read_from=read_from,
        rules_sha256=context.app.rules.sha256,
        sha256=hashlib.sha256(content).hexdigest(),
        row_count=frame.height,
        kept_at=context.at,
    )
    return row, content
