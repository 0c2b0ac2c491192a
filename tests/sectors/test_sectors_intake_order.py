"""In which order registers are taken in: what others look into comes first, and nobody waits for ever."""

from datetime import date

import builders_registers as b

from sectors.rules.registers import FoundAmong, Register, intake_order

ON = date(2026, 12, 1)


def test_a_register_comes_after_those_it_looks_into() -> None:
    """A presence is looked for among works of today's delivery, not of last week's."""
    registers = b.rules().registers
    order = intake_order(registers)
    assert sorted(order) == sorted(registers)
    assert order.index("works") < order.index("checkin")
    for key, register in registers.items():
        assert all(order.index(other) < order.index(key) for other in register.looks_into), key


def test_registers_that_look_into_each_other_come_as_they_stand() -> None:
    """No order suits both, and both are taken in."""
    registers = dict(b.rules().registers)
    registers["kbo"] = _looking_into(registers["kbo"], "dimona.declaration.employer")
    for keys in (("dimona", "kbo", "vat"), ("kbo", "dimona", "vat")):
        assert intake_order({key: registers[key] for key in keys}) == keys


def _looking_into(register: Register, path: str) -> Register:
    table = register.tables[0]
    found = (FoundAmong(column=table.columns[0].name, among=(path,)),)
    return register.model_copy(update={"tables": (table.model_copy(update={"found": found}), *register.tables[1:])})
