"""The marks that a spreadsheet leaves on a register: zeros lost, dots lost, days rewritten.

One such value is a row for quarantine. When most values of a column look so, the file was opened and saved by a
spreadsheet, every identifier in it is in doubt, and the whole intake stops.
"""

import polars as pl

from inspection.errors import IntakeFault
from sectors.rules.registers import Column, Register

MOST = 0.5  # what the word says, and no threshold of anybody's: such values are set aside one by one as well
_SCIENTIFIC = r"^[0-9][.,][0-9]+[eE][+]?[0-9]+$"
_OTHER_DAY = {
    "dd-mm-yyyy": r"^[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}$|^[0-9]{4}-[0-9]{2}-[0-9]{2}( .*)?$",
    "yyyy-mm-dd": r"^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}$",
}
_SHORT = {
    "enterprise_number": r"^[1-9][0-9]{6,8}$",
    "entity_number": r"^[1-9][0-9]{6,8}$",
    "person_number": r"^[1-9][0-9]{6,9}$",
    "hour": r"^[0-9]{1,3}$",
}
_UNDOTTED = r"^[0-9]{7,10}$"


def looks_damaged(column: Column, register: Register) -> pl.Expr | None:
    """Return whether a value that broke its rule looks as if a spreadsheet had done it; None where nothing can tell.

    An unknown code is judged in `checks`, where the codes are at hand.
    """
    value = pl.col(column.name)
    if column.kind == "date":
        return value.str.contains(_OTHER_DAY[register.dates])
    if column.check is not None:
        return value.str.contains(_looks(column, register))
    return value.str.contains(_SCIENTIFIC) if column.kind == "digits" else None


def _looks(column: Column, register: Register) -> str:
    looks = [_SCIENTIFIC]
    if column.check in _SHORT:
        looks.append(_SHORT[column.check])
    if register.dotted_numbers and column.check not in ("person_number", "hour"):
        looks.append(_UNDOTTED)
    return "|".join(looks)


def stop_if_mostly(damaged: pl.Series, fields: pl.DataFrame, column: Column, file: str) -> None:
    """Stop the intake when at least half of the rows look damaged in one column.

    Counted over rows, not over filled values: a column that is mostly empty may have its own odd habits (KBO writes the
    striking off of a branch's address as dd/mm/yy), which cost those rows only.
    """
    if damaged.any() and damaged.sum() >= MOST * fields.height:
        line = fields["line"].filter(damaged)[0]
        share = f"{damaged.sum():,} of {fields.height:,} values of {column.name}"
        sign = f"{share} lost zeros or dots, or are days in another form"
        raise saved_by_a_spreadsheet(sign, where=f"{file}, first at line {line}")


def saved_by_a_spreadsheet(sign: str, *, where: str) -> IntakeFault:
    """Return the error that says so, with its sign."""
    return IntakeFault("INTAKE-015", sign=sign, where=where)
