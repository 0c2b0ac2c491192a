"""Every night: what other bodies published is taken into the lake, with an account of every row.

A delivery that the gate holds stops nobody: the direction is alerted, and the week goes on with the last good one.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.acting import acting, begin
from flows.scheduling.accounts import intake_account
from flows.tracking import flow, keep_account, task
from inspection import acts
from inspection.errors import InspectionError, IntakeFault
from inspection.progress import say
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake, manifest_sha256
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.time_of import now, today
from inspection.trust import Context
from inspection.unexpected import unforeseen

_logger = logging.getLogger("vigie.flows")


@flow
def ingest_registers() -> int:
    """Take in every delivery that waits under `$VIGIE_HOME/registers`; returns how many rows were quarantined.

    One that is refused or held leaves the others alone, and so does one at which something failed that nobody foresaw.
    All of these are told in the account, and named in the one error that is raised after all of them.

    Errors: `IntakeFault` 056 with the register and code of each refusal.
    """
    begin()
    reports, refused = take_each(*waiting(acting("ingest_registers")))
    keep_account("intake", intake_account(reports, owners(), [(one.register, one.code) for one in refused]))
    for report in reports:
        if report.state != SnapshotState.CURRENT:
            _logger.warning("%s of %s is %s", report.register, report.snapshot, report.state)
    for one in refused:
        _logger.warning("%s: %s", one.register, one.said)
    if refused:
        raise IntakeFault("INTAKE-056", named=", ".join(f"{one.register} ({one.code})" for one in refused))
    return sum(file.quarantined for report in reports for file in report.files)


@dataclass(frozen=True)
class Refused:
    """A delivery of which nothing was taken in, and why; `source` is the register's folder where it was not sealed."""

    register: str
    fault: Exception
    source: Path

    @property
    def code(self) -> str:
        """The code of the error, also of one that nobody foresaw."""
        return self._told.code

    @property
    def said(self) -> str:
        """What happened and where; of an error that nobody foresaw kind and place only: its text may name somebody."""
        return f"[{self.code}] {self._told.what} ({self._told.where})"

    @property
    def _told(self) -> InspectionError:
        return self.fault if isinstance(self.fault, InspectionError) else unforeseen(self.fault)


def take_each(
    found: Iterable[tuple[str, Path]], refused: Iterable[Refused] = ()
) -> tuple[list[IntakeReport], list[Refused]]:
    """Take in each delivery, and alert the direction of what is held, odd or refused; returns reports and refusals.

    Whatever happens to one, the others are taken in; and whatever ends the run, what was held until then is told.

    Arguments: `refused` what could not even be sealed.
    """
    acts.registers.allow_intake(acting("ingest_registers"))
    sources: dict[str, list[Path]] = {}
    for register, source in found:
        sources.setdefault(register, []).append(source)
    reports: list[IntakeReport] = []
    failed = list(refused)
    try:
        for register, waits in sources.items():
            _take_in_order(register, waits, reports, failed)
    finally:
        where = [(one.register, one.source) for one in failed]
        acts.registers.tell_of_held(acting("ingest_registers"), tuple(reports))
        acts.registers.tell_of_intake(acting("ingest_registers"), reports, where)
    return reports, failed


def _take_in_order(register: str, sources: list[Path], reports: list[IntakeReport], refused: list[Refused]) -> None:
    """Take in the deliveries of one register; what waits for another is tried again once something became current."""
    left = sources
    while left:
        count = len(reports)
        waits = _turn(register, left, reports, refused)
        if not any(one.state == SnapshotState.CURRENT and not one.unchanged for one in reports[count:]):
            refused += waits
            return
        left = [one.source for one in waits]


def _turn(register: str, sources: list[Path], reports: list[IntakeReport], refused: list[Refused]) -> list[Refused]:
    """Try each delivery once; returns those that wait for another."""
    waits: list[Refused] = []
    for source in sources:
        try:
            reports.append(ingest_register(register, str(source)))
        except Exception as fault:  # noqa: BLE001  one register's trouble is no other's, and is raised at the end
            became = _noted(source, fault)
            if became != acts.registers.Refusal.PASSED:
                (waits if became == acts.registers.Refusal.WAITS else refused).append(Refused(register, fault, source))
    return waits


def _noted(source: Path, fault: Exception) -> acts.registers.Refusal:
    """Note a refusal; where that cannot be written either, what is told is the first trouble."""
    try:
        return acts.registers.note_refused(source, fault, now())
    except OSError:
        return acts.registers.Refusal.REFUSED


def waiting(context: Context) -> tuple[list[tuple[str, Path]], list[Refused]]:
    """Seal what waits in every register's folder; returns what is to be taken in, in its order, and what failed.

    Errors: `AccessRefused`.
    """
    acts.registers.receive(context, ())  # whoever may not, may not for any
    found: list[tuple[str, Path]] = []
    failed: list[Refused] = []
    for register in context.app.catalogue(today()).intake_order:
        try:
            found += [(register, one.folder) for one in acts.registers.receive(context, [register])]
        except Exception as fault:  # noqa: BLE001  as above
            failed.append(Refused(register, fault, context.settings.registers / register))
    return found, failed


def received(register: str, source: Path) -> list[tuple[str, Path]]:
    """Return what is taken in where somebody names a path: of a folder of this home the deliveries, sealed first.

    What lies elsewhere is read where it lies, and stays its owner's to put away.
    """
    if source.resolve() != (acts.app().settings.registers / register).resolve():
        return [(register, source)]
    found = acts.registers.receive(acting("ingest_registers"), [register])
    return [(register, one.folder) for one in found] or [(register, source)]


def owners() -> dict[str, str]:
    """Return who owns each register: the body to ask about its rows."""
    return {key: register.owner for key, register in acts.app().catalogue(today()).registers.items()}


@task(retries=1)
def ingest_register(register: str, source: str) -> IntakeReport:
    """Take in one delivery whole, or nothing of it; its report says what became of every row, and if it is held."""
    context, day = acting("ingest_registers"), today()
    app = context.app
    say(f"ingest {register}", 0, 1)
    report = ingest(
        register,
        acts.registers.source_of(app, Path(source)),
        Lake(app.settings.lake, app.store.keys),
        rules=app.catalogue(day),
        on=day,
        pseudonym=acts.registers.pseudonym_of(app, register, day),
        by=context.by,
        whole_country=not app.settings.is_demo,
        is_demo=app.settings.is_demo,
    )
    if (manifest := manifest_sha256(Lake(app.settings.lake), register, report.snapshot.isoformat())) is not None:
        acts.registers.note_taking(acting("ingest_registers"), register, report.snapshot, manifest)
    acts.registers.note_taken(app, Path(source), report, now())
    say(f"ingest {register}", 1, 1)
    return report
