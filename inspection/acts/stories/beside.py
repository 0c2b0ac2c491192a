"""What stands beside a control on its page: who made it and when it came, and the deadlines of it that run."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from inspection.acts import access
from inspection.acts.stories.told import told_of
from inspection.life_cycles import ClockState
from inspection.store.controls import ClockRow, ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context


@dataclass(frozen=True, kw_only=True)
class RunningOne:
    """A deadline that runs; `offender` is the key of whose finding started it, "" for an event of the whole control."""

    id: str
    key: str
    offender: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The deadlines that run, the nearest first; `is_mine` where whoever asks made the control.

    Who made it sees them all. Anybody else sees those that would run without a suspicion as well.

    saved_by, saved_on
        The id of who made it, and the day on which it came.
    """

    is_mine: bool
    saved_by: str
    saved_on: date
    clocks: tuple[RunningOne, ...]


def beside_control(context: Context, control_id: str) -> Beside:
    """Return what stands beside a control, without what tells of a suspicion; the look is recorded first.

    Errors: `AccessRefused` 060, also for a control that does not exist, or lies elsewhere.
    """
    return access.audited_read(context, "control", control_id, read=lambda: _beside(context, control_id), masked=True)


def _beside(context: Context, control_id: str) -> Beside:
    with context.store.read() as session:
        row = session.get_one(ControlRow, control_id)
        is_mine = row.saved_by == context.by
        told = {(one.key, one.offender, one.starts_on) for one in told_of(context.app, [row])[row.id].clocks}
        wanted = select(ClockRow).where(
            col(ClockRow.control_id) == control_id, col(ClockRow.state) == ClockState.RUNNING
        )
        found = session.exec(wanted.order_by(col(ClockRow.due_on), col(ClockRow.id))).all()
        clocks = tuple(
            RunningOne(id=one.id, key=one.key, offender=one.offender, due_on=one.due_on)
            for one in found
            if is_mine or (one.key, one.offender, one.starts_on) in told
        )
        return Beside(is_mine=is_mine, saved_by=row.saved_by, saved_on=day_in_brussels(row.saved_at), clocks=clocks)
