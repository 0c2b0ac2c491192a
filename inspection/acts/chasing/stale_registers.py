"""An alarm for registers that nobody may use, that are gone or empty: a week chosen from them looks like any other."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import tuple_
from sqlmodel import col

from inspection.acts import alerts
from inspection.acts.registers import last_pruned
from inspection.registers.lake import Lake, barred
from inspection.registers.life import is_empty
from inspection.store.records import AlertRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction
from sectors.rules.registers import Register

STALE, EMPTY, BARRED = "register_stale", "register_empty", "register_barred"
_NEVER = 0  # the step of a register that never came; of one that came empty, or went by policy, its day


def warn_of_stale_registers(context: Context) -> tuple[str, ...]:
    """Alert the direction of each register that is too old, empty, gone, or not to be used; once for each.

    Alerts of what is so no longer end: the register came, or may be used again.

    A house that never had a register is told by `vigie doctor` only: a new house would hear of nothing else.

    Result: the registers that are stale, empty or barred, alerted now or before. Errors: `AccessRefused`.
    """
    day, lake = day_in_brussels(context.at), Lake(context.settings.lake)
    with context.store.read() as session:
        gone = last_pruned(session)
    rules, is_demo = context.app.catalogue(day), context.settings.is_demo
    unusable = [(key, BARRED, newest.toordinal()) for key, newest in barred(lake, rules, is_demo=is_demo)]
    odd = _odd(lake, rules.registers.values(), day, gone)
    found = sorted({*unusable, *(one for one in odd if one[0] not in {key for key, _, _ in unusable})})
    with audited_transaction(context) as tx:
        tx.require("registers.watch", service=context.settings.service)
        service = context.settings.service
        raised = [
            alerts.raise_alert(tx, kind, f"{service}:{key}", step, "", service, role="direction")
            for key, kind, step in found
        ]
        if not _end_others(tx, found) and not any(raised):
            tx.mark_unchanged()
    return tuple(sorted({key for key, _, _ in found}))


def _end_others(tx: AuditedTransaction, found: Collection[tuple[str, str, int]]) -> int:
    """End the alerts about registers of which that is no longer found; returns how many."""
    service = tx.app.settings.service
    holds = [(kind, f"{service}:{key}", step) for key, kind, step in found]
    this = tuple_(col(AlertRow.kind), col(AlertRow.subject), col(AlertRow.step))
    mine = col(AlertRow.kind).in_((STALE, EMPTY, BARRED)), col(AlertRow.service) == service
    return alerts.end_alerts(tx, *mine, this.not_in(holds))


def _odd(
    lake: Lake, registers: Collection[Register], day: date, gone: Mapping[str, date]
) -> Iterator[tuple[str, str, int]]:
    """Yield each register that is not as a week needs it: its key, the kind of its alert, and of which snapshot."""
    taken = {register.key: lake.snapshot(register.key, day) for register in registers}
    has_any = any(taken.values())
    for register in registers:
        newest = taken[register.key]
        if newest is None:
            if register.key in gone:  # also one that no house has to have: this one had it
                yield register.key, EMPTY, gone[register.key].toordinal()
            elif register.is_awaited and has_any:
                yield register.key, EMPTY, _NEVER
            continue
        if register.is_stale(newest, day):
            yield register.key, STALE, newest.toordinal()
        if is_empty(lake, register, newest):
            yield register.key, EMPTY, newest.toordinal()
