"""Which keys of a register may be shown: those of firms and establishments, and none of a row about a person."""

from inspection.registers.identifiers import holds_person_number
from sectors.rules.registers import Column, Register, RegisterTable


def firm_columns(table: RegisterTable) -> tuple[Column, ...]:
    """Return the columns that hold the number of a firm, an establishment or a branch."""
    return tuple(column for column in table.columns if column.is_firm)


def key_column(table: RegisterTable) -> str | None:
    """Return the column of the lake by which the units of a table may be named; None where they are not firms."""
    if table.is_about_persons:
        return None
    own = {column.lake for column in firm_columns(table)}
    return next((name for name in table.identity if name in own), None)


def shown_key(key: str | None, table: RegisterTable | None) -> str:
    """Return what of a quarantined row's key may be shown: an earlier version kept more, also what holds a number."""
    if key is None or table is None:
        return ""
    parts = [part for part in key.split(" ") if not holds_person_number(part)]
    if table.is_about_persons:
        shown = tuple(f"{column.name}=" for column in table.named_by)
        parts = [part for part in parts if part.startswith(shown)]
    return " ".join(parts)


def tables_of_files(register: Register, files: dict[str, str]) -> dict[str, RegisterTable]:
    """Return the table of each file of a delivery; `files` names it, as the account of the intake does."""
    known = {table.name: table for table in register.tables}
    named = {file: name.partition(".")[0] for file, name in files.items()}
    return {file: known[name] for file, name in named.items() if name in known}
