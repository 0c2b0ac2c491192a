"""Pruning the lake by policy: what may go goes every night, what somebody froze stays, and the trail has both.

The trail is told first: a process killed in between leaves a snapshot that the next night removes, and a doctor that
knows of it. What stays in the trail is the hash of the snapshot's account, never a row of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inspection.acts.registers.takings import given_reason_of, note_pruned
from inspection.acts.retention import held_subjects
from inspection.errors import IntakeFault
from inspection.registers import life
from inspection.registers.lake import Lake
from inspection.registers.life import Prunable
from inspection.store.controls import ControlExtractRow
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, require_permission

_STREAM, _FREEZE, _THAW = "registers", "register.freeze", "register.thaw"


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What pruning finds, or did: every snapshot with what the policy says of it; `is_done` where it went."""

    snapshots: tuple[Prunable, ...]
    is_done: bool

    @property
    def due(self) -> tuple[Prunable, ...]:
        """What may go, or went."""
        return tuple(one for one in self.snapshots if one.why == "due")


def prune(context: Context, *, dry_run: bool = False) -> Pruned:
    """Remove every snapshot whose days are over, of every register, and record each; `dry_run` removes nothing.

    Never the newest chains, nor what is young, frozen, or was used by a control under legal hold: see `life.pruning`.
    Errors: `AccessRefused`; OSError.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.prune", service=context.settings.service)
        frozen = frozen_days(session, context.app)
    rules = context.app.catalogue(day_in_brussels(context.at))
    lake, keep = Lake(context.settings.lake), rules.register_keep
    found: list[Prunable] = []
    for key, register in sorted(rules.registers.items()):
        days = frozenset(day for name, day in frozen if name == key)
        on = day_in_brussels(context.at)
        found += life.examine(lake, key, on=on, days=keep.days_of(register), at_least=keep.at_least, frozen=days)
        if not dry_run:
            life.finish(lake, key)
    done = Pruned(snapshots=tuple(found), is_done=not dry_run)
    for one in () if dry_run else done.due:
        with audited_transaction(context) as tx:
            tx.require("register.prune", service=context.settings.service)
            note_pruned(tx, one)
        life.prune(lake, one)
    return done


def freeze(context: Context, register: str, day: date, *, reason: str) -> None:
    """Keep the snapshot of a day, with all that it stands on, whatever its age; a second time changes nothing.

    Errors: `IntakeFault` 073 where the lake has no such snapshot, 053 without a reason; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("register.freeze", service=context.settings.service)
        _set(tx, context, _FREEZE, register, day, reason)


def thaw(context: Context, register: str, day: date, *, reason: str) -> None:
    """Let the policy decide again about a snapshot that was frozen; of one that is not, nothing changes.

    Errors: `IntakeFault` 073 where the lake has no such snapshot, 053 without a reason; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("register.thaw", service=context.settings.service)
        _set(tx, context, _THAW, register, day, reason)


def frozen_days(session: Session, app: AppContext) -> frozenset[tuple[str, date]]:
    """Return the snapshots that may not go: what somebody froze, and what controls under legal hold were told from."""
    return _frozen(session) | frozenset(_used_under_hold(session, app))


def _set(tx: AuditedTransaction, context: Context, act: str, register: str, day: date, reason: str) -> None:
    said = given_reason_of(reason)
    if day not in Lake(context.settings.lake).snapshots(register):
        raise IntakeFault("INTAKE-073", register=register, day=day)
    if ((register, day) in _frozen(tx.session)) == (act == _FREEZE):
        tx.mark_unchanged()
        return
    facts = {"register": register, "day": day.isoformat(), "reason": said}
    tx.record(act, f"{register}:{day.isoformat()}", stream=_STREAM, facts=facts)


def _frozen(session: Session) -> frozenset[tuple[str, date]]:
    mine = select(AuditEntryRow).where(
        col(AuditEntryRow.stream) == _STREAM, col(AuditEntryRow.act).in_((_FREEZE, _THAW))
    )
    stands: dict[tuple[str, date], bool] = {}
    for row in session.exec(mine.order_by(col(AuditEntryRow.n))):
        stands[row.facts["register"], date.fromisoformat(row.facts["day"])] = row.act == _FREEZE
    return frozenset(one for one, is_frozen in stands.items() if is_frozen)


def _used_under_hold(session: Session, app: AppContext) -> Iterator[tuple[str, date]]:
    held = held_subjects(session, app)
    if held:
        mine = select(ControlExtractRow).where(col(ControlExtractRow.control_id).in_(held))
        yield from ((row.register_key, row.as_of) for row in session.exec(mine))
