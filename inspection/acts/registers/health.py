"""How every register stands: its newest snapshot, whether it is too old or empty, what was set aside, what is held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.registers.lake import Lake, barred
from inspection.registers.life import is_empty
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction
from sectors.rules.registers import Register

Standing = Literal["well", "stale", "empty", "never", "barred"]


@dataclass(frozen=True, kw_only=True)
class RegisterHealth:
    """One register.

    standing
        "well"; "stale": older than the rules allow; "empty": a table that must have rows has none; "never": not taken
        in, or nothing of it is kept any more; "barred": no authorisation in force covers it, so nobody reads it.
    newest
        Day of the newest snapshot that weeks are planned from.
    read, set_aside
        Rows of the newest delivery, and those of them that broke a rule.
    snapshots, held
        How many are kept, and how many deliveries wait for a decision.
    """

    register: str
    standing: Standing
    newest: date | None
    read: int
    set_aside: int
    snapshots: int
    held: int


def list_health(context: Context) -> tuple[RegisterHealth, ...]:
    """Return how every register stands, by name; the look is recorded.

    One that nobody awaits is there once it came. Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("register.list", service=context.settings.service)
        tx.record("register.list", context.by, stream="reading", facts={"kind": "health"})
    return tuple(_every(Lake(context.settings.lake), context))


def _every(lake: Lake, context: Context) -> Iterator[RegisterHealth]:
    day = day_in_brussels(context.at)
    rules = context.app.catalogue(day)
    closed = {key for key, _ in barred(lake, rules, is_demo=context.settings.is_demo)}
    for key, register in sorted(rules.registers.items()):
        newest, held = lake.newest(key), len(lake.held(key))
        if newest is None and not held and not register.is_awaited:
            continue
        yield RegisterHealth(
            register=key,
            standing="barred" if key in closed else _standing(lake, register, newest.day if newest else None, day),
            newest=newest.day if newest else None,
            read=newest.report.read if newest else 0,
            set_aside=newest.report.quarantined if newest else 0,
            snapshots=len(lake.snapshots(key)),
            held=held,
        )


def _standing(lake: Lake, register: Register, newest: date | None, day: date) -> Standing:
    if newest is None:
        return "never"
    if is_empty(lake, register, newest):
        return "empty"
    return "stale" if register.is_stale(newest, day) else "well"
