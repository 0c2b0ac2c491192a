"""What a signal may read, held when the rules are loaded: an allow-list by column, and a list of proxies over it.

A signal names each column that it gets to see. A column counts only if registers.yaml opens it to targeting, if it
identifies nobody, if it never located anything, and if no known proxy has its name: whoever opens a postcode to
targeting, or gives it another name in the lake, is refused all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Final

from sectors.reader.fault import Faults, RuleFault
from sectors.reader.lines import Tables, forms, in_force, is_whole
from sectors.rules.catalogue import Catalogue
from sectors.rules.registers import Column, Register
from sectors.rules.selection import SignalInfo
from sectors.rules.watch import MeasuredTable, Proxy, ProxyApproval

# the office's own, of no register: days on which it kept a complaint, the keys of the sectors of a workplace, and what
# planned controls found beyond what was expected
OFFICE: Final = frozenset({"complaints.complaint.kept_on", "history.control.residual", "office.workplace.sectors"})
_NUMBERS: Final = frozenset(
    {"enterprise_number", "establishment_number", "branch_number", "entity_number", "person_number"}
)
_PLACE: Final = "place"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What is open to signals on a day, and what is not.

    places
        Columns (`register`, name in the delivery or in the lake) that locate, on any day: once a place, always one.
    """

    on: date
    registers: Mapping[str, Register]
    proxies: Mapping[str, Proxy]
    approvals: Mapping[str, ProxyApproval]
    measured: Mapping[str, MeasuredTable]
    places: frozenset[tuple[str, str]] = frozenset()


def check_signal(signal: SignalInfo, catalogue: Catalogue, place: str) -> None:
    """Refuse a signal that reads a column which is unknown, closed to it, or a proxy; raises RuleFault.

    An approval of a proxy counts up to its last day, which passes without any rule changing: so this is asked on the
    day too, and not only when rules are loaded.
    """
    opened = Opened(
        on=catalogue.day,
        registers=catalogue.registers,
        proxies=catalogue.proxies,
        approvals=catalogue.proxy_approvals,
        measured=catalogue.measured_tables,
    )
    _check(signal, opened, place)


def check_signals_over_time(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for each signal that on any day reads what it may not, and for approvals of what cannot be one."""
    names = ("signals", "registers", "proxies", "proxy_approvals", "measured_tables")
    yield from _approvals(tables)
    faults, places = Faults(), _places(tables)
    days = sorted({version.start for name in names for entry in tables[name].values() for version in entry.timeline})
    for day in days:
        signals, registers, proxies, approvals, measured = (in_force(tables[name], day) for name in names)
        opened = Opened(
            on=day, registers=registers, proxies=proxies, approvals=approvals, measured=measured, places=places
        )
        for key, signal in signals.items() if is_whole(tables["registers"], tables["proxies"]) else ():
            place = next(s.place for s in reversed(tables["signals"][key].timeline) if s.start <= day)
            with faults.kept():
                _check(signal, opened, place)
    yield from faults


def _check(signal: SignalInfo, opened: Opened, place: str) -> None:
    for read in signal.reads:
        why = _why_not(signal.key, read, opened)
        if why is not None:
            raise RuleFault("RULE-434", key=signal.key, read=read, why=why, place=place)
    if signal.register_key not in {read.split(".")[0] for read in signal.reads}:
        raise RuleFault("RULE-435", key=signal.key, register=signal.register_key, place=place)


def _why_not(signal: str, read: str, opened: Opened) -> str | None:
    if read in OFFICE:
        return None
    register = read.split(".")[0]
    columns = [column for path, column in _columns(opened.registers) if path == read]
    names = {read.rpartition(".")[2], *(column.name for column in columns)}
    if why := _why_it_only_measures(register, names, opened):
        return why
    for key, proxy in opened.proxies.items():
        if _stands_for(proxy, names) and not _is_approved(signal, key, read, opened):
            return f"it is a proxy of origin ({key})"
    if not columns:
        return "the lake has no such column"
    if not opened.registers[register].is_for_targeting:
        return "its register serves controls only"
    if any((register, name) in opened.places for name in names):
        return "its use is 'place'"
    return next((why for column in columns if (why := _why_closed(column))), None)


def _why_it_only_measures(register: str, names: set[str], opened: Opened) -> str | None:
    for key, table in opened.measured.items():
        if register == key or names & {table.whole, table.part}:
            return f"it only measures ({key})"
    return None


def _stands_for(proxy: Proxy, names: set[str]) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for name in names for pattern in proxy.columns)


def _is_approved(signal: str, proxy: str, read: str, opened: Opened) -> bool:
    return any(one.lets(signal, proxy, read, opened.on) for one in opened.approvals.values())


def _why_closed(column: Column) -> str | None:
    if column.person or column.check in _NUMBERS:
        return "it identifies somebody"
    return None if column.use == "targeting" else f"its use is '{column.use}'"


def _columns(registers: Mapping[str, Register]) -> Iterator[tuple[str, Column]]:
    for register in registers.values():
        for table in register.tables:
            for column in table.columns:
                if column.lake and table.stored:
                    yield f"{register.key}.{table.name}.{column.lake}", column


def _places(tables: Tables) -> frozenset[tuple[str, str]]:
    """Return the columns that locate on some day: a line that opens one later, or moves it, makes it no signal."""
    return frozenset(
        (register.key, name)
        for register, _ in forms(tables["registers"])
        for table in register.tables
        for column in table.columns
        if column.use == _PLACE
        for name in (column.name, column.lake)
        if name
    )


def _approvals(tables: Tables) -> Iterator[RuleFault]:
    """Yield a fault for an approval of no known proxy, or of one that no house may approve."""
    if not is_whole(tables["proxies"]):
        return
    for one, place in forms(tables["proxy_approvals"]):
        known = [proxy for proxy, _ in forms(tables["proxies"]) if proxy.key == one.proxy]
        why = "is no proxy of signals.yaml" if not known else "no house may approve"
        if not all(proxy.approvable for proxy in known) or not known:
            yield RuleFault("RULE-455", key=one.key, proxy=one.proxy, why=why, place=place)
