"""Checks of registers and of authorisations: what serves controls only stays so, and a field that is named exists.

What says where somebody comes from, and by what title they are here, is never read to choose whom to control. That is
held here and not in a file, so that no local line opens it.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry, Tables, forms, is_whole
from sectors.rules.authorisations import Authorisation
from sectors.rules.registers import Column, Register

CONTROL_ONLY: Final = frozenset({"a1", "single_permit", "residence"})
ORIGIN_NAMES: Final = ("country", "nationality")
_OPEN: Final = ("targeting", "place")


def check_registers(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for each use that a register may not have, and for each authorisation of what is not there."""
    registers: Mapping[str, Entry[Register]] = tables["registers"]
    for register, place in forms(registers):
        if register.key in CONTROL_ONLY and register.is_for_targeting:
            yield RuleFault("RULE-445", key=register.key, place=place)
        for path in _too_open(register):
            yield RuleFault("RULE-446", key=register.key, column=path, place=place)
    yield from _keyed_anew(registers)
    authorisations: Mapping[str, Entry[Authorisation]] = tables["authorisations"]
    for one, place in forms(authorisations) if is_whole(registers) else ():
        yield from _of_authorisation(one, registers, place)


def _too_open(register: Register) -> Iterator[str]:
    for table in register.tables:
        for column in table.columns:
            if column.use in _OPEN and (not register.is_for_targeting or _names_origin(column)):
                yield f"{table.name}.{column.name}"


def _keyed_anew(registers: Mapping[str, Entry[Register]]) -> Iterator[RuleFault]:
    """Yield each later line that hashes persons by another key: it would let through a join that was kept shut."""
    for key, entry in registers.items():
        for (before, _), (after, place) in pairwise(entry.forms()):
            if before.person_key not in (None, after.person_key):
                yield RuleFault("RULE-457", key=key, was=before.person_key, now=after.person_key, place=place)


def _names_origin(column: Column) -> bool:
    names = (column.name.lower(), (column.lake or "").lower())
    return any(part in name for part in ORIGIN_NAMES for name in names)


def _of_authorisation(one: Authorisation, registers: Mapping[str, Entry[Register]], place: str) -> Iterator[RuleFault]:
    known = [register for key, entry in registers.items() if key == one.register_key for register, _ in entry.forms()]
    if not any(register.needs_authorisation for register in known):
        yield RuleFault("RULE-447", key=one.key, register=one.register_key, place=place)
        return
    fields = {name for register in known for name in register.fields}
    for name in sorted(set(one.fields) - fields):
        meant = sorted(field for field in fields if field.endswith(f".{name}"))
        if meant:
            told = ", ".join(meant)
            yield RuleFault("RULE-449", key=one.key, field=name, register=one.register_key, meant=told, place=place)
        else:
            yield RuleFault("RULE-448", key=one.key, field=name, register=one.register_key, place=place)
