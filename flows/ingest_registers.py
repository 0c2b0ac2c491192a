"""Every night: what other bodies published is taken into the lake, with an account of every row.

A delivery that the gate holds stops nobody: the direction is alerted, and the week goes on with the last good one.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from flows.acting import acting, begin
from flows.scheduling.accounts import intake_account
from flows.tracking import flow, keep_account, task
from inspection import acts
from inspection.acts.registers import Refused
from inspection.errors import IntakeFault
from inspection.progress import say
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake, manifest_sha256
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.time_of import now, today

_logger = logging.getLogger("vigie.flows")


@flow
def ingest_registers() -> int:
    """Take in every delivery that waits under `$VIGIE_HOME/registers`; returns how many rows were quarantined.

    One that is refused or held leaves the others alone, and so does one at which something failed that nobody foresaw.
    All of these are told in the account, and named in the one error that is raised after all of them.

    Errors: `IntakeFault` 056 with the register and code of each refusal.
    """
    begin()
    reports, refused = take_each(*acts.registers.receive_all(acting("ingest_registers")))
    keep_account("intake", intake_account(reports, owners(), [(one.register, one.code) for one in refused]))
    for report in reports:
        if report.state != SnapshotState.CURRENT:
            _logger.warning("%s of %s is %s", report.register, report.snapshot, report.state)
    for one in refused:
        _logger.warning("%s: %s", one.register, one.said)
    if refused:
        raise IntakeFault("INTAKE-056", named=", ".join(f"{one.register} ({one.code})" for one in refused))
    return sum(file.quarantined for report in reports for file in report.files)


def take_each(
    found: Iterable[tuple[str, Path]], failed: Iterable[Refused] = ()
) -> tuple[list[IntakeReport], list[Refused]]:
    """Take in each delivery, and alert the direction of what is held, odd or refused; returns reports and refusals.

    Whatever happens to one, the others are taken in; and whatever ends the run, what was held until then is told.

    Arguments: `failed` what could not even be sealed.
    """
    acts.registers.allow_intake(acting("ingest_registers"))
    reports: list[IntakeReport] = []
    refused = list(failed)
    try:
        for one in acts.registers.in_turn(found, ingest_register):
            if isinstance(one, Refused):
                refused.append(one)
            else:
                reports.append(one)
    finally:
        where = [(one.register, one.source) for one in refused]
        acts.registers.tell_of_held(acting("ingest_registers"), tuple(reports))
        acts.registers.tell_of_intake(acting("ingest_registers"), reports, where)
    return reports, refused


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
