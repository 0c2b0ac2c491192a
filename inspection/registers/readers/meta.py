"""What a delivery says of itself in meta.csv: its day, its kind, its number, and whether its persons are invented."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.lines import read_lines
from inspection.registers.readers.source import Source
from inspection.registers.report import FileReport, Kind

META = "meta.csv"
_HEADER = ["Variable", "Value"]
# variable → the form of its value, and the error of another one
_FORMS: Final = {
    "SnapshotDate": (r"\d{2}-\d{2}-\d{4}", "INTAKE-020"),
    "ExtractType": ("full|update", "INTAKE-034"),
    "ExtractNumber": (r"\d{1,9}", "INTAKE-028"),
    "Synthetic": ("yes|no", "INTAKE-029"),
}
_NUMBERED = ("ExtractTimestamp", "ExtractType", "ExtractNumber", "Version")


@dataclass(frozen=True, kw_only=True)
class About:
    """The delivery's own words, checked.

    extract
        Number of the extract, for registers that number them.
    file
        The account of meta.csv itself; None for a register without one.
    """

    day: date
    kind: Kind = "full"
    extract: int | None = None
    synthetic: bool = False
    file: FileReport | None = None
    warnings: tuple[str, ...] = ()


def read_meta(source: Source, *, numbered: bool) -> About:
    """Read meta.csv.

    numbered
        Whether the register numbers its extracts and says full or update (KBO).

    Raises `IntakeFault` when a variable is missing, given twice, or not what it must be.
    """
    where = f"{source.name}, {META}"
    variables = _variables(source, where)
    for name in ("SnapshotDate", *(_NUMBERED if numbered else ())):
        if name not in variables:
            raise IntakeFault("INTAKE-033", variable=name, source=source.name)
    unknown = sorted(set(variables) - {"SnapshotDate", "Synthetic", *(_NUMBERED if numbered else ())})
    return About(
        day=_day(_value(variables, "SnapshotDate", where), where),
        kind="update" if numbered and _value(variables, "ExtractType", where) == "update" else "full",
        extract=int(_value(variables, "ExtractNumber", where)) if numbered else None,
        synthetic=_value({"Synthetic": "no", **variables}, "Synthetic", where) == "yes",
        file=FileReport(file=META, table="meta", read=len(variables), kept=len(variables), quarantined=0),
        warnings=tuple(f"meta.csv has {len(unknown)} variables that nothing reads" for _ in unknown[:1]),
    )


def _variables(source: Source, where: str) -> dict[str, str]:
    blocks = list(read_lines(source, META, _HEADER))
    faults = pl.concat([b.faults for b in blocks]) if blocks else pl.DataFrame()
    if not blocks or faults.height:
        raise IntakeFault("INTAKE-031", where=where)
    rows = pl.concat([b.fields for b in blocks])
    variables = {str(name): str(value or "") for name, value in rows.select(_HEADER).iter_rows()}
    if len(variables) != rows.height:
        raise IntakeFault("INTAKE-032", where=where)
    return variables


def _value(variables: Mapping[str, str], name: str, where: str) -> str:
    """Return a variable whose form is right; raises `IntakeFault`."""
    form, code = _FORMS[name]
    if not re.fullmatch(form, variables[name], re.ASCII):
        raise IntakeFault(code, where=where)
    return variables[name]


def _day(text: str, where: str) -> date:
    try:
        return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise IntakeFault(_FORMS["SnapshotDate"][1], where=where) from None
