"""What a delivery says of itself in meta.csv, or meta.jsonl: its day, its kind, its number, whether it is invented."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.lines import read_lines
from inspection.registers.readers.source import Source
from inspection.registers.report import FileReport, Kind

META = "meta.csv"
_HEADER = ["Variable", "Value"]
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


def read_meta(source: Source, file: str, *, numbered: bool) -> About:
    """Read meta.csv.

    file
        Its name in the delivery, by which its notation is known.
    numbered
        Whether the register numbers its extracts and says full or update (KBO).

    Raises `IntakeFault` when a variable is missing, given twice, or not what it must be.
    """
    where = f"{source.name}, {file}"
    variables = _variables(source, file, where)
    for name in ("SnapshotDate", *(_NUMBERED if numbered else ())):
        if name not in variables:
            raise IntakeFault("INTAKE-033", variable=name, where=where)
    unknown = sorted(set(variables) - {"SnapshotDate", "Synthetic", *(_NUMBERED if numbered else ())})
    return About(
        day=_day(variables["SnapshotDate"], where),
        kind=_kind(variables["ExtractType"], where) if numbered else "full",
        extract=_number(variables["ExtractNumber"], where) if numbered else None,
        synthetic=_synthetic(variables.get("Synthetic", "no"), where),
        file=FileReport(file=file, table="meta", read=len(variables), kept=len(variables), quarantined=0),
        warnings=tuple(f"{file} has {len(unknown)} variables that nothing reads" for _ in unknown[:1]),
    )


def _variables(source: Source, file: str, where: str) -> dict[str, str]:
    blocks = list(read_lines(source, file, _HEADER))
    faults = pl.concat([b.faults for b in blocks]) if blocks else pl.DataFrame()
    if not blocks or faults.height:
        raise IntakeFault("INTAKE-031", where=where)
    rows = pl.concat([b.fields for b in blocks])
    variables = {str(name): str(value or "") for name, value in rows.select(_HEADER).iter_rows()}
    if len(variables) != rows.height:
        raise IntakeFault("INTAKE-032", where=where)
    return variables


def _day(text: str, where: str) -> date:
    try:
        if len(text) == len("dd-mm-yyyy"):
            return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        pass
    raise IntakeFault("INTAKE-020", where=where)


def _kind(text: str, where: str) -> Kind:
    if text == "full":
        return "full"
    if text == "update":
        return "update"
    raise IntakeFault("INTAKE-034", where=where)


def _number(text: str, where: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    raise IntakeFault("INTAKE-028", where=where)


def _synthetic(text: str, where: str) -> bool:
    if text in ("yes", "no"):
        return text == "yes"
    raise IntakeFault("INTAKE-029", where=where)
