"""Looking at a register after its intake: what was set aside, what changed, what it said of one unit; each recorded.

Reading them is `inspection.registers.life`.
"""

from datetime import date

from inspection.errors import IntakeFault
from inspection.registers import life
from inspection.registers.lake import Lake
from inspection.registers.life import Quarantine, RegisterChanges, UnitHistory
from inspection.sealing import keyed_hash
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_permission
from sectors.rules.registers import Register

MOST = 200  # rows and keys that one look brings
_STREAM, _LETTERS = "reading", 16


def quarantine(
    context: Context, register: str, *, day: date | None = None, rule: str | None = None, most: int = MOST
) -> Quarantine:
    """Return what was set aside of the newest delivery of a register, held or current, or of that of a day.

    Errors: `IntakeFault` 030 for no register, 040 where the lake has no such delivery; `AccessRefused`.
    """
    spec = _known(context, register)
    with audited_transaction(context) as tx:
        tx.require("register.quarantine", service=context.settings.service)
        facts = {"day": day.isoformat() if day else "newest", "rule": rule or "all"}
        tx.record("register.quarantine", register, stream=_STREAM, facts=facts)
    return life.quarantine_of(_lake(context), spec, day=day, rule=rule, most=most)


def changes(context: Context, register: str, *, most: int = MOST) -> RegisterChanges:
    """Return what changed in a register since the snapshot before the newest.

    Errors: `IntakeFault` 030 for no register, 070 where there is nothing to compare; `AccessRefused`.
    """
    spec = _known(context, register)
    with audited_transaction(context) as tx:
        tx.require("register.changes", service=context.settings.service)
        tx.record("register.changes", register, stream=_STREAM, facts={"kind": "register"})
    return life.changes_of(_lake(context), spec, most=most)


def unit_history(context: Context, key: str) -> UnitHistory:
    """Return what every kept snapshot of the Crossroads Bank says of one enterprise or establishment.

    The trail has a keyed hash of the number: some enterprises are one person.

    Errors: `IntakeFault` 071 for no number, 072 where no snapshot has it, 043 without any; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.history", service=context.settings.service)
    number = life.unit_number(key)
    hashed = keyed_hash(["unit", number], purpose="look", keys=context.store.keys)[:_LETTERS]
    with audited_transaction(context) as tx:
        tx.require("register.history", service=context.settings.service)
        tx.record("register.history", f"unit:{hashed}", stream=_STREAM, facts={"kind": "unit"})
    return life.history_of(_lake(context), number)


def _known(context: Context, register: str) -> Register:
    registers = context.app.catalogue(day_in_brussels(context.at)).registers
    if register not in registers:
        raise IntakeFault("INTAKE-030", registers=", ".join(sorted(registers)))
    return registers[register]


def _lake(context: Context) -> Lake:
    return context.app.lake(day_in_brussels(context.at))
