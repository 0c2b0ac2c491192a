"""By which authorisation a delivery may come in: one of the register, in force, for its purposes, for its fields.

A field that the authorisation does not name must be empty in every row: receiving it is already too much.
"""

from collections.abc import Iterator

from inspection.errors import IntakeFault
from sectors import Catalogue
from sectors.rules.authorisations import Authorisation
from sectors.rules.registers import Register, RegisterTable


def authorisation_for(register: Register, rules: Catalogue, *, is_exempt: bool) -> Authorisation | None:
    """Return the authorisation by which a register may come in on the day of the rules; None where it needs none.

    is_exempt
        A synthetic delivery in a home that the demo made: nobody is in it.

    Errors: `IntakeFault` 101 where the house has none, 102 where it was withdrawn, 103 where it is over or has not
    begun, 104 where it is for another purpose, 105 where it lacks a field without which no row can be read.
    """
    if is_exempt or not register.needs_authorisation:
        return None
    found = [one for one in rules.authorisations.values() if one.register_key == register.key]
    if not found:
        raise IntakeFault("INTAKE-101", register=register.key, owner=register.owner)
    refusals = []
    for one in found:
        fault = next(_faults(one, register, rules), None)
        if fault is None:
            return one
        refusals.append(fault)
    raise max(refusals, key=lambda fault: fault.code)  # the one that came nearest


def outside(register: Register, table: RegisterTable, authorisation: Authorisation | None) -> frozenset[str]:
    """Return the columns of a table, as its owner names them, in which nothing may be delivered."""
    if authorisation is None:
        return frozenset()
    return frozenset(c.name for c in table.columns if register.field_of(table, c) not in authorisation.fields)


def require_in_force(register: Register, key: str | None, rules: Catalogue) -> None:
    """Make sure that what came in by an authorisation may still be used; one that needed none is passed.

    Errors: `IntakeFault` 101 where the house has no such one any more, 102 and 103 as above.
    """
    if key is None:
        return
    one = rules.authorisations.get(key)
    if one is None:
        raise IntakeFault("INTAKE-101", register=register.key, owner=register.owner)
    fault = next(_not_in_force(one, rules), None)
    if fault is not None:
        raise fault


def _faults(one: Authorisation, register: Register, rules: Catalogue) -> Iterator[IntakeFault]:
    which = _which(one)
    yield from _not_in_force(one, rules)
    lacking = sorted(set(register.purposes) - set(one.purposes))
    if lacking:
        yield IntakeFault(
            "INTAKE-104", key=one.key, which=which, purposes=", ".join(one.purposes), lacking=", ".join(lacking)
        )
    required = {register.field_of(table, c) for table in register.tables for c in table.columns if c.required}
    without = sorted(required - set(one.fields))
    if without:
        yield IntakeFault("INTAKE-105", key=one.key, which=which, fields=", ".join(without))


def _not_in_force(one: Authorisation, rules: Catalogue) -> Iterator[IntakeFault]:
    which = _which(one)
    if one.is_withdrawn(rules.day):
        yield IntakeFault("INTAKE-102", key=one.key, which=which, day=one.withdrawn_on)
    if one.is_over(rules.day):
        yield IntakeFault("INTAKE-103", key=one.key, which=which, verb="ended on", day=one.valid_until)
    if one.decided_on > rules.day:
        yield IntakeFault("INTAKE-103", key=one.key, which=which, verb="is only of", day=one.decided_on)


def _which(one: Authorisation) -> str:
    return f"{one.number} of {one.body} for the register {one.register_key}"
