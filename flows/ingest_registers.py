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
from inspection.registers.report import IntakeReport
from inspection.sealing import pseudonymiser
from inspection.time_of import now, today

ORDER = (
    *("kbo", "addresses", "dimona", "dmfa", "checkin", "works", "mandates"),
    *("employers", "accidents", "vat", "accounts", "history", "limosa", "a1", "single_permit", "residence"),
)
# The purpose whose key hashes the persons of a register; those of one purpose can be joined, and holders never are.
PURPOSES = {"mandates": "mandate"}

_logger = logging.getLogger("vigie.flows")


@flow
def ingest_registers() -> int:
    """Take in every delivery that waits under `$VIGIE_HOME/registers`; returns how many rows were quarantined.

    One that is refused or held leaves the others alone. All that were refused are told in the account, and named in the
    one error that is raised after all of them.

    Errors: `IntakeFault` 056 with the register and code of each refusal.
    """
    begin()
    reports, refused = take_each(waiting())
    keep_account("intake", intake_account(reports, owners(), [(one.register, one.fault.code) for one in refused]))
    for report in reports:
        if report.state != "current":
            _logger.warning("%s of %s is %s", report.register, report.snapshot, report.state)
    if refused:
        named = ", ".join(f"{one.register} ({one.fault.code})" for one in refused)
        raise IntakeFault("INTAKE-056", named=named)
    return sum(file.quarantined for report in reports for file in report.files)


@dataclass(frozen=True)
class Refused:
    """A delivery of which nothing was taken in, and why."""

    register: str
    fault: InspectionError
    source: Path


def take_each(found: Iterable[tuple[str, Path]]) -> tuple[list[IntakeReport], list[Refused]]:
    """Take in each delivery and alert the direction of what is held, odd or refused; returns reports and refusals."""
    acts.registers.allow_intake(acting("ingest_registers"))
    reports: list[IntakeReport] = []
    refused: list[Refused] = []
    for register, source in found:
        try:
            reports.append(ingest_register(register, str(source)))
        except InspectionError as fault:
            refused.append(Refused(register, fault, source))
            acts.registers.note_refused(source, fault, now())
    acts.registers.tell_of_held(acting("ingest_registers"), tuple(reports))
    acts.registers.tell_of_intake(acting("ingest_registers"), reports, [(one.register, one.source) for one in refused])
    return reports, refused


def waiting() -> list[tuple[str, Path]]:
    """Seal what waits, and return the newest delivery of each register, in the order in which they must be taken in."""
    return [(one.register, one.folder) for one in acts.registers.receive(acting("ingest_registers"), ORDER)]


def received(register: str, source: Path) -> Path:
    """Return what is taken in where somebody names a path: of a folder of this home the delivery, sealed first.

    What lies elsewhere is read where it lies, and stays its owner's to put away.
    """
    if source.resolve() != (acts.app().settings.registers / register).resolve():
        return source
    newest = acts.registers.receive(acting("ingest_registers"), [register])
    return newest[0].folder if newest else source


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
        pseudonym=pseudonymiser(PURPOSES.get(register, "worker"), keys=app.store.keys),
        by=context.by,
        whole_country=not app.settings.is_demo,
        is_demo=app.settings.is_demo,
    )
    if (manifest := manifest_sha256(Lake(app.settings.lake), register, report.snapshot.isoformat())) is not None:
        acts.registers.note_taking(acting("ingest_registers"), register, report.snapshot, manifest)
    acts.registers.note_taken(app, Path(source), report, now())
    say(f"ingest {register}", 1, 1)
    return report
