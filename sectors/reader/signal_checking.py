"""What a signal may read, held when the rules are loaded: an allow-list by column, and a list of proxies over it.

A signal names each column that it gets to see. A column counts only if registers.yaml opens it to targeting, if it
identifies nobody, and if no known proxy has its name: whoever opens a postcode to targeting, or gives it another name
in the lake, is refused all the same.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Final

from sectors.reader.fault import Faults, RuleFault
from sectors.reader.lines import Tables, in_force, is_whole
from sectors.rules.registers import Column, Register
from sectors.rules.selection import Proxy, SignalInfo

# the office's own, of no register: days on which it kept a complaint, the keys of the sectors of a workplace, and what
# planned controls found beyond what was expected
OFFICE: Final = frozenset({"complaints.complaint.kept_on", "history.control.residual", "office.workplace.sectors"})
_NUMBERS: Final = frozenset(
    {"enterprise_number", "establishment_number", "branch_number", "entity_number", "person_number"}
)


def check_signals_over_time(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for each signal that on any day reads what it may not."""
    faults = Faults()
    several = [tables[name] for name in ("signals", "registers", "proxies")]
    days = sorted({version.start for table in several for entry in table.values() for version in entry.timeline})
    for day in days:
        signals, registers, proxies = (in_force(table, day) for table in several)
        for key, signal in signals.items() if is_whole(tables["registers"], tables["proxies"]) else ():
            place = next(s.place for s in reversed(tables["signals"][key].timeline) if s.start <= day)
            with faults.kept():
                check_signal(signal, registers, proxies, place)
    yield from faults


def check_signal(
    signal: SignalInfo, registers: Mapping[str, Register], proxies: Mapping[str, Proxy], place: str
) -> None:
    """Refuse a signal that reads a column which is unknown, closed to it, or a proxy; raises RuleFault."""
    for read in signal.reads:
        why = _why_not(read, registers, proxies)
        if why is not None:
            raise RuleFault("RULE-434", key=signal.key, read=read, why=why, place=place)
    if signal.register_key not in {read.split(".")[0] for read in signal.reads}:
        raise RuleFault("RULE-435", key=signal.key, register=signal.register_key, place=place)


def _why_not(read: str, registers: Mapping[str, Register], proxies: Mapping[str, Proxy]) -> str | None:
    if read in OFFICE:
        return None
    column = next((column for path, column in _columns(registers) if path == read), None)
    names = {read.rpartition(".")[2], column.name if column else ""}
    for key, proxy in proxies.items():
        if any(fnmatchcase(name.lower(), pattern.lower()) for name in names for pattern in proxy.columns):
            return f"it is a proxy of origin ({key})"
    if column is None:
        return "the lake has no such column"
    if not registers[read.split(".")[0]].is_for_targeting:
        return "its register serves controls only"
    if column.person or column.check in _NUMBERS:
        return "it identifies somebody"
    return None if column.use == "targeting" else f"its use is '{column.use}'"


def _columns(registers: Mapping[str, Register]) -> Iterator[tuple[str, Column]]:
    for register in registers.values():
        for table in register.tables:
            for column in table.columns:
                if column.lake and table.stored:
                    yield f"{register.key}.{table.name}.{column.lake}", column
