"""Deliveries of the closed registers, from the layout in registers.yaml: ordinary rows, with what a test changes."""

from collections.abc import Mapping, Sequence
from datetime import date

import builders_registers as b
from builders_registers import Files

from sectors.rules.registers import Column, RegisterTable

CLOSED = ("employers", "accidents", "vat", "accounts", "history", "limosa", "a1", "single_permit", "residence")


def closed_files(register: str, rows: Sequence[Mapping[str, str]] = ({}, {}, {}), day: date = b.FULL_DAY) -> Files:
    """An ordinary delivery of a register, one row for each mapping of changes."""
    (table,) = b.rules().registers[register].tables
    header = [column.name for column in table.columns]
    body = [[(ordinary(table, n) | dict(changes))[name] for name in header] for n, changes in enumerate(rows, start=1)]
    return {"meta.csv": b.meta(day, Synthetic="yes"), table.files[0]: [header, *body]}


def ordinary(table: RegisterTable, n: int) -> dict[str, str]:
    """Return a lawful value of every column of a table; those by which rows differ follow from `n`."""
    return {column.name: _value(column, n) for column in table.columns}


def _value(column: Column, n: int) -> str:
    checked = {"enterprise_number": b.enterprise, "establishment_number": b.establishment, "person_number": b.nobody}
    if column.check in checked:
        return checked[column.check](n)
    if column.codes:
        return column.codes[0]
    by_name = {
        "Quarter": "2026Q2", "Year": "2025", "FiscalYear": "2025", "JointCommissionNbr": "302", "NaceCode": "56101",
        "SenderCountry": "XX", "IssuingCountry": "XX", "NOSSRegistrationNbr": "", "EndDate": "2026-10-30",
    }  # fmt: skip
    by_kind = {"date": "2026-03-02", "date_time": "2026-03-01T08:15:00Z", "integer": "0", "decimal": "0.5"}
    return by_name.get(column.name) or by_kind.get(column.kind) or ("" if column.use == "never" else f"N{n}")
