"""How registers stand as a table; what was set aside of one by rule, file, line and key; and what changed in it."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import attempt
from inspection import acts
from inspection.acts.registers import RegisterHealth
from inspection.i18n import keys
from inspection.registers.life import Quarantine, RegisterChanges, TableChanges

_KEYS = 10  # shown of each kind; the command has all


def register_name(desk: Desk, register: str) -> str:
    """Return what a register is called."""
    return desk.rules.registers[register].label.say(desk.lang)


def health_table(desk: Desk, found: Sequence[RegisterHealth]) -> None:
    """Show every register, the ones that need somebody first."""
    worst = sorted(found, key=lambda one: (one.standing == "well" and not one.held, one.register))
    st.table([_row(desk, one) for one in worst], hide_index=True)


def aftermath(desk: Desk, register: str) -> None:
    """Show what was set aside of the newest delivery of a register, and what changed since the one before."""
    if not desk.may("register.quarantine"):
        return
    aside, changed = st.tabs([desk.say("registers.quarantine"), desk.say("registers.changes")])
    with aside:
        found = attempt(desk, lambda: acts.registers.quarantine(desk.acting(), register))
        if found is not None:
            _quarantine(desk, found)
    with changed:
        told = attempt(desk, lambda: acts.registers.changes(desk.acting(), register, most=_KEYS))
        if told is not None:
            _changes(desk, told)


def _row(desk: Desk, one: RegisterHealth) -> dict[str, object]:
    return {
        desk.say("registers.register"): register_name(desk, one.register),
        desk.say("registers.standing"): desk.say(f"registers.standing.{_standing(one)}"),
        desk.say("registers.newest"): desk.day(one.newest) if one.newest else "",
        desk.say("registers.set_aside"): f"{desk.count(one.set_aside)} / {desk.count(one.read)}" if one.newest else "",
        desk.say("registers.kept"): one.snapshots,
        desk.say("registers.waiting"): one.held,
    }


def _standing(one: RegisterHealth) -> str:
    """Return how a register stands: what waits for two people comes before a snapshot that is well."""
    return "held" if one.held and one.standing == "well" else one.standing


def _quarantine(desk: Desk, found: Quarantine) -> None:
    said = desk.say(
        "registers.of_day", day=desk.day(found.day), count=desk.count(found.total), read=desk.count(found.read)
    )
    st.caption(said)
    if not found.rules:
        return
    st.table([_counted(desk, one.file, one.rule, one.column) | {desk.say("registers.rows"): one.rows}
              for one in found.rules], hide_index=True)  # fmt: skip
    rows = [
        {desk.say("registers.line"): one.line, **_counted(desk, one.file, one.rule, one.column), "key": one.key}
        for one in found.rows
    ]
    st.dataframe(rows, hide_index=True, column_config={"key": desk.say("registers.key")})


def _counted(desk: Desk, file: str, rule: str, column: str) -> dict[str, object]:
    known = f"registers.rule.{rule}"
    said = desk.say(known) if f"screen.{known}" in keys(desk.lang) else rule
    return {
        desk.say("registers.file"): file,
        desk.say("registers.rule"): f"{said} ({rule})",
        desk.say("registers.column"): column,
    }


def _changes(desk: Desk, told: RegisterChanges) -> None:
    st.caption(desk.say("registers.between", before=desk.day(told.before), now=desk.day(told.now)))
    st.table([_changed(desk, one) for one in told.tables], hide_index=True)


def _changed(desk: Desk, one: TableChanges) -> dict[str, object]:
    columns = ", ".join(
        f"{name} {desk.count(count)}" for name, count in sorted(one.columns.items(), key=lambda c: -c[1])
    )
    firms = [*one.added_keys, *one.removed_keys, *one.changed_keys][:_KEYS]
    return {
        desk.say("registers.table"): one.table,
        desk.say("registers.added"): one.added,
        desk.say("registers.removed"): one.removed,
        desk.say("registers.changed"): one.changed,
        desk.say("registers.columns"): columns,
        desk.say("registers.firms"): desk.say("registers.persons") if one.persons else ", ".join(firms),
    }
