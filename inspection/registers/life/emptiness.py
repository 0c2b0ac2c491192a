"""Whether a register holds nothing: a table that must have rows has none, by the account of its intake."""

from datetime import date

from inspection.registers.lake import Lake
from sectors.rules.registers import Register


def is_empty(lake: Lake, register: Register, day: date) -> bool:
    """Tell whether the full delivery that is read on a day has a table without rows that must have some."""
    full = [one for one in lake.deliveries(register.key) if one.is_full and one.day <= day]
    if not full:
        return False
    files = full[-1].report.files
    must = (table.name for table in register.tables if table.stored and not table.optional)
    counts = ([file.stored for file in files if file.table == name] for name in must)
    return any(found and not any(found) for found in counts)
