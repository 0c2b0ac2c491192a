"""Taking in a delivery: all of it, with an account of every row, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from inspection.errors import IntakeFault
from inspection.registers import addresses, checkin, dimona, dmfa, kbo, mandates, works
from inspection.registers.checks import Rules
from inspection.registers.codes import CodeBook
from inspection.registers.lake import Lake, Snapshot
from inspection.registers.meta import META, About, read_meta
from inspection.registers.report import FileReport, IntakeReport
from inspection.registers.snapshot import Incoming, incoming, publish, sole_intake
from inspection.registers.source import Source, opened
from inspection.registers.tables import Pseudonym, TableIntake, Treatment
from sectors import Catalogue, Register

_TREATMENTS: Mapping[str, Mapping[str, Treatment]] = {
    "addresses": addresses.TREATMENTS,
    "dimona": dimona.TREATMENTS,
    "dmfa": dmfa.TREATMENTS,
    "checkin": checkin.TREATMENTS,
    "works": works.TREATMENTS,
    "mandates": mandates.TREATMENTS,
}
_Taken = tuple[list[FileReport], dict[str, dict[str, object]], tuple[str, ...]]


@dataclass(frozen=True)
class _Delivery:
    register: Register
    source: Source
    about: About
    lake: Lake
    pseudonym: Pseudonym


def ingest(
    register: str,
    source: Path,
    lake: Lake,
    *,
    rules: Catalogue,
    on: date | None = None,
    pseudonym: Callable[[str], str],
) -> IntakeReport:
    """Take a delivery of a register into the lake and account for every row of it.

    Strict on purpose: a register that silently changes a code misdirects inspectors for months. A wrong structure stops
    the intake and leaves the lake as it was; a wrong row is set aside under the name of the rule that it broke.

    source
        Folder, zip, or single CSV (addresses), as the register's owner delivered it.
    rules
        The catalogue whose `registers` say which columns and codes exist.
    on
        Day as of which the delivery speaks, for a register without meta.csv (addresses); for the others the day of the
        intake, and a snapshot after it is remarked upon.
    pseudonym
        Person number to keyed pseudonym; the number itself is never written.

    Taking the same files in again writes nothing and returns the earlier report, marked `unchanged`.
    Raises `IntakeFault` with file, line, and what to do.
    """
    spec = _spec(rules, register)
    with opened(source, _known_files(spec)) as files:
        delivery = _Delivery(spec, files, _about(spec, files, on), lake, pseudonym)
        with sole_intake(lake.root, register) as folder:
            before = lake.newest(register)
            if before and before.about["sha256"] == files.sha256 and _same_day(delivery, before):
                return before.report
            gap = _in_order(delivery, before)
            return _written(delivery, folder, gap)


def _same_day(delivery: _Delivery, before: Snapshot) -> bool:
    """Tell whether a delivery can be the one in the lake; address files are undated, so the same bytes are the same."""
    return delivery.register.key == "addresses" or before.day == delivery.about.day


def _written(delivery: _Delivery, folder: Path, gap: tuple[str, ...]) -> IntakeReport:
    about = delivery.about
    with incoming(folder) as new:
        files, tables, odd = _take(delivery, new)
        reports = ((about.file,) if about.file else ()) + tuple(files)
        report = IntakeReport(
            register=delivery.register.key,
            snapshot=about.day,
            kind=about.kind,
            extract=about.extract,
            synthetic=about.synthetic,
            files=reports,
            warnings=(*about.warnings, *_unexpected(delivery.source), *gap, *odd),
            alarms=tuple(_alarms(delivery, files)),
        )
        stored: dict[str, Any] = {"kind": about.kind, "tables": tables, "sha256": delivery.source.sha256}
        publish(new, stored | {"report": report.as_json()}, about.day.isoformat())
    return report


def _spec(rules: Catalogue, register: str) -> Register:
    if register not in rules.registers:
        raise IntakeFault(
            "There is no register of that name",
            where="the name of the register",
            advice=f"Choose one of {', '.join(sorted(rules.registers))}.",
            code="030",
        )
    return rules.registers[register]


def _known_files(spec: Register) -> set[str]:
    if spec.key == "kbo":
        return kbo.known_files(spec)
    files = {file for table in spec.tables for file in table.files}
    return files if spec.key == "addresses" else files | {META}


def _about(spec: Register, source: Source, on: date | None) -> About:
    if spec.key != "addresses":
        kbo.require(source, [META])
        about = read_meta(source, numbered=spec.key == "kbo")
        if spec.key == "kbo":
            kbo.check_kind(spec, source, about)
        late = on is not None and about.day > on
        return replace(
            about, warnings=(*about.warnings, *(["the snapshot lies after the day of intake"] if late else []))
        )
    if on is None:
        raise IntakeFault(
            "The address files do not say of which day they are",
            where=source.name,
            advice="Give the day on which they were fetched.",
            code="025",
        )
    return About(day=on)


def _in_order(delivery: _Delivery, before: Snapshot | None) -> tuple[str, ...]:
    """Make sure that the delivery follows what the lake has; returns a remark where numbers are missing between."""
    about, where = delivery.about, delivery.source.name
    if before is None:
        if about.kind == "update":
            raise IntakeFault(
                "An update before any full extract",
                where=where,
                advice="Take in a full extract first; updates change what it contains.",
                code="022",
            )
        return ()
    earlier = before.report.extract
    if about.day == before.day:
        raise IntakeFault(
            f"The lake has another snapshot of {about.day.isoformat()} already",
            where=where,
            advice=f"A snapshot never changes. If it is wrong, move lake/{delivery.register.key}/{about.day} away.",
            code="024",
        )
    if about.day < before.day or (about.extract is not None and earlier is not None and about.extract <= earlier):
        raise IntakeFault(
            f"The delivery is older than the newest snapshot in the lake ({before.day.isoformat()}, extract {earlier})",
            where=f"{where}: {about.day.isoformat()}, extract {about.extract}",
            advice="Take deliveries in by rising day and extract number.",
            code="023",
        )
    return _gap(about, earlier)


def _gap(about: About, earlier: int | None) -> tuple[str, ...]:
    if about.kind != "update" or earlier is None or about.extract is None or about.extract == earlier + 1:
        return ()
    return (f"extracts {earlier + 1} to {about.extract - 1} are not in the lake: rows that they changed may be stale",)


def _take(delivery: _Delivery, new: Incoming) -> _Taken:
    d = delivery
    if d.register.key == "kbo":
        return kbo.KboIntake(d.register, d.source, d.about, d.lake, new, d.pseudonym).run()
    reports: list[FileReport] = []
    for table in d.register.tables:
        treatment = _TREATMENTS.get(d.register.key, {}).get(table.name, Treatment())
        rules = Rules(d.register, table, CodeBook.empty(), d.about.synthetic)
        intake = TableIntake(rules, treatment, d.pseudonym)
        present = [file for file in table.files if file in d.source.files]
        kbo.require(d.source, present[:1] or list(table.files))
        reports += [intake.take(d.source, file, new, table.name) for file in present]
    return reports, {table.name: {"mode": "full"} for table in d.register.tables if table.stored}, ()


def _unexpected(source: Source) -> tuple[str, ...]:
    count = len(source.unexpected)
    return (f"{count} files that this register does not have were left alone",) if count else ()


def _alarms(delivery: _Delivery, files: list[FileReport]) -> list[str]:
    """Compare kept rows with the range that registers.yaml expects of a full national delivery."""
    if delivery.about.kind == "update" or delivery.about.synthetic:
        return []
    kept: dict[str, int] = {}
    for file in files:
        kept[file.table] = kept.get(file.table, 0) + file.kept
    return [
        f"{table}: {kept[table]:,} rows kept, expected {low:,} to {high:,}"
        for table, (low, high) in delivery.register.expect.items()
        if not low <= kept.get(table, 0) <= high
    ]
