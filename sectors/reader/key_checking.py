"""Checks of what is keyed by names of something else (a register's tables, sectors, kinds of offices), and of ends."""

from collections.abc import Iterator, Mapping, Set
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Tables, forms, is_whole
from sectors.rules.selection import Sector

_OFFICE_KINDS: Final = (
    "labour_auditorate",
    "public_prosecutor",
    "police_directorate",
    "general_auditorate",
    "reception_centre",
)


def check_keys(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for a key that names nothing, an office of another kind, and an entry that must not end."""
    yield from _of_registers(tables)
    yield from _of_duties(sectors, tables)
    yield from _of_offices(tables)
    for name, table in tables.items():
        for version in table[""].timeline if "" in table else ():
            if version.value is None:
                yield RuleFault("RULE-424", name=name, place=version.place)


def _of_registers(tables: Tables) -> Iterator[RuleFault]:
    if not is_whole(tables["registers"]):
        return
    known: set[str] = set()
    for register, place in forms(tables["registers"]):
        held = {table.name for table in register.tables}
        known |= {register.key, *(f"{register.key}.{name}" for name in held)}
        yield from _unknown(register.expect.keys(), held, f"Register {register.key}", "the register", place)
        for table in register.tables:
            user = f"Register {register.key}, table {table.name}"
            names = {column.name for column in table.columns}
            kept = {column.lake for column in table.columns if column.lake}
            yield from _unknown({*table.unique}, names, user, "the table", place)
            beside = {one for pair in table.together for one in pair}
            yield from _unknown({*table.identity} | beside, kept, user, "the table in the lake", place)
    for limit, place in forms(tables["register_limits"]):
        yield from _unknown(limit.registers.keys(), known, f"The limit {limit.measure}", "registers.yaml", place)


def _of_duties(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    choices = {choice.key for question, _ in forms(tables["questions"]) for choice in question.choices}
    for rules, place in forms(tables["register_rules"]):
        yield from _unknown(rules.presence.keys(), sectors.keys(), "'register_rules.presence'", "sectors/", place)
        if is_whole(tables["questions"]):
            asked = rules.statuses_without_dimona
            yield from _unknown({*asked}, choices, "'register_rules.statuses_without_dimona'", "a question", place)


def _of_offices(tables: Tables) -> Iterator[RuleFault]:
    kinds = {key: one.kind for key, entry in tables["recipients"].items() for one, _ in entry.forms()}
    for line, place in forms(tables["offices"]):
        for kind in _OFFICE_KINDS:
            named = getattr(line, kind)
            if kinds.get(named, kind) != kind:
                known = {key for key, one in kinds.items() if one == kind}
                yield from _unknown({named}, known, f"The office line of {line.area}", f"the kind {kind}", place)


def _unknown(names: Set[str], known: Set[str], user: str, of: str, place: str) -> Iterator[RuleFault]:
    for name in sorted(names - known):
        yield RuleFault("RULE-425", user=user, name=name, of=of, known=", ".join(sorted(known)), place=place)
