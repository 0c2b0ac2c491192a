"""Taking in a delivery: all of it, with an account of every row, or nothing.

Received → held → current: what the gate finds ordinary is current at once; what it does not is kept and held, and no
reader sees it until somebody releases it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from inspection.errors import IntakeFault
from inspection.registers import readers
from inspection.registers.gate import Gate, supersede, write_profile
from inspection.registers.intake.authorised import authorisation_for, outside
from inspection.registers.lake import Lake, Snapshot, held_name, person_tables
from inspection.registers.report import FileReport, IntakeReport, SnapshotState
from sectors import Catalogue
from sectors.rules.authorisations import Authorisation
from sectors.rules.registers import Register

_Taken = tuple[list[FileReport], dict[str, dict[str, object]], tuple[str, ...]]


@dataclass(frozen=True)
class _Delivery:
    register: Register
    source: readers.Source
    about: readers.About
    lake: Lake
    pseudonym: readers.Pseudonym
    gate: Gate
    by: str
    authorisation: Authorisation | None = None


def ingest(
    register: str,
    source: Path | readers.SealedSource,
    lake: Lake,
    *,
    rules: Catalogue,
    on: date | None = None,
    pseudonym: Callable[[str], str],
    by: str = "system",
    whole_country: bool = False,
    is_demo: bool = False,
) -> IntakeReport:
    """Take a delivery of a register into the lake and account for every row of it.

    Strict on purpose: a register that silently changes a code misdirects inspectors for months. A wrong structure stops
    the intake and leaves the lake as it was; a wrong row is set aside under the name of the rule that it broke.

    source
        Folder, zip, or single CSV (addresses), as the register's owner delivered it; or a delivery that was sealed.
    rules
        The catalogue whose `registers` say which columns and codes exist.
    on
        Day as of which the delivery speaks, for a register without meta.csv (addresses); for the others the day of the
        intake, and a snapshot after it is remarked upon.
    pseudonym
        Person number to keyed pseudonym; the number itself is never written.
    by
        Id of who takes it in: they cannot release it if the gate holds it.
    whole_country
        Whether a first delivery must hold what registers.yaml expects of the whole country, else it is held.
    is_demo
        Whether the demo made this home: what it invents moves with the day and has limits of its own, and a synthetic
        delivery needs no authorisation.

    A delivery outside `register_limits` beside the last good one comes back with the state "held" and its differences;
    so does a first one outside a demo's home, since nothing says yet what is ordinary there.
    Taking the same files in again writes nothing and returns the earlier report, marked `unchanged`.
    Raises `IntakeFault` with file, line, and what to do.
    """
    spec = _spec(rules, register)
    with readers.opened(source, _known_files(spec)) as files:
        gate = Gate(
            register=spec,
            lake=lake,
            limits=rules.register_limits,
            taken_on=on,
            is_whole_country=whole_country,
            is_demo=is_demo,
        )
        delivery = _Delivery(spec, files, _about(spec, files, on), lake, pseudonym, gate, by)
        with readers.sole_intake(lake.root, register) as folder:
            before = lake.newest(register)
            known = _taken_before(delivery, before)
            if known is not None:
                return known.report
            allowed = authorisation_for(spec, rules, is_exempt=is_demo and delivery.about.synthetic)
            _refuse_out_of_order(delivery, before)
            return _written(replace(delivery, authorisation=allowed), folder)


def _taken_before(delivery: _Delivery, newest: Snapshot | None) -> Snapshot | None:
    """Return the snapshot that the same bytes made before: current, held, rejected, or corrected since.

    One that another replaced while it was held may come again. Address files are undated, so the same bytes are
    the same delivery whatever day is given.
    """
    lake, register = delivery.lake, delivery.register.key
    known: list[Snapshot] = [*([newest] if newest else []), *lake.held(register), *lake.closed(register)]
    for one in known:
        is_its_day = register == "addresses" or one.day == delivery.about.day
        is_same = bool(one.about["sha256"] == delivery.source.sha256)
        is_over = one.report.state == SnapshotState.SUPERSEDED and not one.is_corrected
        if is_its_day and is_same and not is_over:
            return one
    return None


def _written(delivery: _Delivery, folder: Path) -> IntakeReport:
    about = delivery.about
    with readers.incoming(folder, person_tables(delivery.register), delivery.lake.keys) as new:
        files, tables, odd = _take(delivery, new)
        _refuse_unexpected(delivery)  # here, since a file that is missing is told first: it may lie under another name
        reports = ((about.file,) if about.file else ()) + tuple(files)
        report = IntakeReport(
            register=delivery.register.key,
            snapshot=about.day,
            kind=about.kind,
            extract=about.extract,
            synthetic=about.synthetic,
            files=reports,
            warnings=(*about.warnings, *_unexpected(delivery.source), *odd),
            alarms=tuple(_alarms(delivery, files)),
            taken_by=delivery.by,
            authorisation=delivery.authorisation.key if delivery.authorisation else None,
        )
        examined = delivery.gate.examine(report, new)
        is_held = bool(examined.differences)
        report = replace(
            report,
            state=SnapshotState.HELD if is_held else SnapshotState.CURRENT,
            differences=examined.differences,
            compared_with=examined.compared_with,
            turn=_turns(delivery) + 1 if is_held else 1,
        )
        write_profile(new, examined.taken)
        stored: dict[str, Any] = {"kind": about.kind, "tables": tables, "sha256": delivery.source.sha256}
        waits = held_name(about.day, about.kind)
        _close_replaced(delivery, waits)
        readers.publish(
            new,
            stored | {"report": report.as_json()},
            waits if is_held else about.day.isoformat(),
        )
        supersede(delivery.lake, delivery.register.key)
    return report


def _close_replaced(delivery: _Delivery, waits: str) -> None:
    """Close the held delivery of that day and kind, in whose place another comes, or what lies where it would wait.

    One of the other kind is left to whoever decides: the owner sends a full file and an update under one number.
    """
    alike = delivery.about.day, delivery.about.kind
    for one in delivery.lake.held(delivery.register.key):
        if (one.day, one.report.kind) == alike or one.folder.name == waits:
            readers.close(one.folder, SnapshotState.SUPERSEDED)


def _turns(delivery: _Delivery) -> int:
    """Return how often the same bytes were held before and replaced: each time is news to whoever decides."""
    closed = delivery.lake.closed(delivery.register.key)
    return max((one.report.turn for one in closed if one.about["sha256"] == delivery.source.sha256), default=0)


def _spec(rules: Catalogue, register: str) -> Register:
    if register not in rules.registers:
        raise IntakeFault("INTAKE-030", registers=", ".join(sorted(rules.registers)))
    return rules.registers[register]


def _known_files(spec: Register) -> set[str]:
    if spec.key == "kbo":
        return readers.kbo.known_files(spec)
    files = [file for table in spec.tables for file in table.files]
    said = [*files] if spec.key == "addresses" else [*files, readers.META]
    return {name for file in said for name in readers.names_of(file, spec.notations)}


def _about(spec: Register, source: readers.Source, on: date | None) -> readers.About:
    if spec.key != "addresses":
        meta = readers.delivered_name(source, readers.META, spec.notations) or readers.META
        readers.kbo.require(source, [meta])
        about = readers.read_meta(source, meta, numbered=spec.key == "kbo")
        if spec.key == "kbo":
            readers.kbo.check_kind(spec, source, about)
        late = ("the snapshot lies after the day of intake",) if on is not None and about.day > on else ()
        return replace(about, warnings=(*about.warnings, *late))
    if on is None:
        raise IntakeFault("INTAKE-025", source=source.name)
    return readers.About(day=on)


def _refuse_unexpected(delivery: _Delivery) -> None:
    """Refuse files that the register does not have, where a decision says what may be delivered; of others it is said.

    Their names stay unsaid: somebody may have put that of a person in one.
    """
    count = len(delivery.source.unexpected)
    if count and delivery.authorisation is not None:
        raise IntakeFault("INTAKE-107", count=count, register=delivery.register.key, where=delivery.source.name)


def _refuse_out_of_order(delivery: _Delivery, before: Snapshot | None) -> None:
    """Make sure that the delivery follows what is current; raises `IntakeFault` that says what is missing."""
    about, where = delivery.about, delivery.source.name
    if before is None:
        if about.kind == "update":
            raise IntakeFault("INTAKE-022", where=where)
        return
    earlier, is_its_day = before.report.extract, about.day == before.day
    if is_its_day and about.kind == "update":
        raise IntakeFault("INTAKE-024", day=about.day, where=where)
    is_passed = about.extract is not None and earlier is not None and about.extract + is_its_day <= earlier
    if about.day < before.day or is_passed:
        raise IntakeFault(
            "INTAKE-023", newest=before.day, earlier=earlier, where=where, day=about.day, extract=about.extract
        )
    if about.kind == "update":
        _refuse_gap(delivery, before, earlier)


def _refuse_gap(delivery: _Delivery, before: Snapshot, earlier: int | None) -> None:
    """Refuse an update that does not follow the current extract: the rows between would be stale without a sign."""
    about, where = delivery.about, delivery.source.name
    if about.synthetic != before.report.synthetic:
        raise IntakeFault("INTAKE-035", where=where)
    if earlier is None or about.extract is None or about.extract == earlier + 1:
        return
    waits = [one for one in delivery.lake.held(delivery.register.key) if one.report.extract is not None]
    held = f" Extract {waits[-1].report.extract} is held: release it first, if it is right." if waits else ""
    raise IntakeFault(
        "INTAKE-026",
        first=earlier + 1,
        last=about.extract - 1,
        held=held,
        where=where,
        extract=about.extract,
        earlier=earlier,
    )


def _take(delivery: _Delivery, new: readers.Incoming) -> _Taken:
    d = delivery
    if d.register.key == "kbo":
        return readers.kbo.KboIntake(d.register, d.source, d.about, d.lake, new, d.pseudonym).run()
    reports: list[FileReport] = []
    for table in d.register.tables:
        treatment = readers.TREATMENTS.get(f"{d.register.key}.{table.name}", readers.Treatment())
        rules = readers.TableRules(d.register, table, readers.CodeBook.empty(), d.about.synthetic)
        closed = outside(d.register, table, d.authorisation)
        intake = readers.TableIntake(rules, treatment, d.pseudonym, closed)
        asked = [readers.delivered_name(d.source, file, d.register.notations) for file in table.files]
        present = [file for file in asked if file is not None]
        readers.kbo.require(d.source, present[:1] or list(table.files))
        reports += [intake.take(d.source, file, new, table.name) for file in present]
    return reports, {table.name: {"mode": "full"} for table in d.register.tables if table.stored}, ()


def _unexpected(source: readers.Source) -> tuple[str, ...]:
    count = len(source.unexpected)
    return (f"{count} files that this register does not have were left alone",) if count else ()


def _alarms(delivery: _Delivery, files: list[FileReport]) -> list[str]:
    """Compare kept rows with the range that registers.yaml expects of a full national delivery."""
    if delivery.about.kind == "update" or delivery.about.synthetic:
        return []
    kept: Counter[str] = Counter()
    for file in files:
        kept[file.table] += file.kept
    return [
        f"{table}: {kept[table]:,} rows kept, expected {low:,} to {high:,}"
        for table, (low, high) in delivery.register.expect.items()
        if not low <= kept[table] <= high
    ]
