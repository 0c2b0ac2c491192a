"""Pruning the lake by policy: what goes goes every night, what somebody froze stays, and the trail has both.

What goes is what is over, and what no authorisation lets the house keep, with the sealed files that it was made of. The
trail is told first: a process killed in between leaves a snapshot that the next night removes, and a doctor that knows
of it. What stays in the trail is the hash of the snapshot's account, never a row of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inspection.acts.registers.takings import given_reason_of, note_pruned
from inspection.acts.retention import held_subjects
from inspection.errors import IntakeFault
from inspection.registers import delivered, life
from inspection.registers.lake import Lake, Why
from inspection.registers.life import Prunable
from inspection.store.controls import ControlExtractRow
from inspection.store.records import AuditEntryRow
from inspection.time_of import day_in_brussels
from inspection.trust import SYSTEM, AppContext, AuditedTransaction, Context, audited_transaction, require_permission
from sectors import Catalogue

_STREAM, _FREEZE, _THAW = "registers", "register.freeze", "register.thaw"


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What pruning finds, or did: every snapshot with what the policy says of it; `is_done` where it went."""

    snapshots: tuple[Prunable, ...]
    is_done: bool

    @property
    def due(self) -> tuple[Prunable, ...]:
        """What goes, or went."""
        return tuple(one for one in self.snapshots if one.goes)


def prune(context: Context, *, dry_run: bool = False) -> Pruned:
    """Remove every snapshot that is over or may not be kept, of every register; record each; `dry_run` removes nothing.

    Never what is frozen or was used by a control under legal hold: see `life.pruning`. What came in by no authorisation
    that the rules know is left alone by the schedule and goes by somebody's hand only: a rule file that is missing for
    a night must not empty the lake.

    Errors: `AccessRefused`; `IntakeFault` for a snapshot whose account cannot be read; OSError.
    """
    rules = context.app.catalogue(day_in_brussels(context.at))
    with context.store.read() as session:
        require_permission(session, context, "register.prune", service=context.settings.service)
        if dry_run:
            frozen = frozen_days(session, context.app)
            seen = [one for key in sorted(rules.registers) for one in _examined(context, rules, key, frozen)]
            return Pruned(snapshots=tuple(seen), is_done=False)
    done = [one for key in sorted(rules.registers) for one in _pruned(context, rules, key)]
    return Pruned(snapshots=tuple(done), is_done=True)


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


def _pruned(context: Context, rules: Catalogue, register: str) -> tuple[Prunable, ...]:
    """Remove what goes of one register; a legal hold that was placed before it is recorded still keeps it."""
    lake = Lake(context.settings.lake)
    life.finish(lake, register)
    with audited_transaction(context) as tx:
        tx.require("register.prune", service=context.settings.service)
        found = _examined(context, rules, register, frozen_days(tx.session, context.app))
        going = {one: _raw_of(context, one) for one in found if one.goes}
        for one, raw in going.items():
            note_pruned(tx, one, len(raw))
        if not going:
            tx.mark_unchanged()
    for one, raw in going.items():
        for delivery in raw:
            delivered.destroy(delivery)
        life.prune(lake, one)
    return found


def _examined(
    context: Context, rules: Catalogue, register: str, frozen: frozenset[tuple[str, date]]
) -> tuple[Prunable, ...]:
    """Return what the policy says, without what only somebody's hand removes where the schedule acts."""
    lake, is_demo = Lake(context.settings.lake), context.settings.is_demo
    found = life.by_policy(lake, rules, register, frozen=frozen, is_demo=is_demo)
    if context.by != SYSTEM:
        return found
    return tuple(one for one in found if one.why != "unlawful" or one.unlawful != Why.NONE)


def _raw_of(context: Context, one: Prunable) -> tuple[delivered.Delivery, ...]:
    """Return the sealed deliveries that a snapshot was made of: where its rows go, nobody takes them in again."""
    known = delivered.deliveries(context.settings.registers / one.register)
    return tuple(delivery for delivery in known if delivery.sha256 == one.sha256)


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
