"""Every night: what other bodies published is taken into the lake, with an account of every row."""

from pathlib import Path

from flows.progress import say
from flows.run_accounts import intake_account
from flows.tracking import call_run, flow, keep_account, task
from inspection import acts
from inspection.registers import IntakeReport, Lake, ingest, manifest_sha256
from inspection.sealing import pseudonymiser
from inspection.time_of import today

ORDER = ("kbo", "addresses", "dimona", "dmfa", "checkin", "works", "mandates")
# The purpose whose key hashes the persons of a register; those of one purpose can be joined, and holders never are.
PURPOSES = {"mandates": "mandate"}


@flow
def ingest_registers() -> int:
    """Take in every delivery that waits under `$VIGIE_HOME/registers`; returns how many rows were quarantined."""
    call_run()
    reports = [ingest_register(register, str(source)) for register, source in waiting()]
    keep_account("intake", intake_account(reports, owners()))
    return sum(file.quarantined for report in reports for file in report.files)


def waiting() -> list[tuple[str, Path]]:
    """Return the registers with a delivery in their folder, in the order in which they must be taken in."""
    folder = acts.office().settings.registers
    return [(register, folder / register) for register in ORDER if (folder / register).exists()]


def owners() -> dict[str, str]:
    """Return who owns each register: the body to ask about its rows."""
    return {key: register.owner for key, register in acts.office().catalogue(today()).registers.items()}


@task(retries=1)
def ingest_register(register: str, source: str) -> IntakeReport:
    """Take in one delivery whole, or nothing of it; its report says what became of every row."""
    here, day = acts.office(), today()
    say(f"ingest {register}", 0, 1)
    report = ingest(
        register,
        Path(source),
        Lake(here.settings.lake),
        rules=here.catalogue(day),
        on=day,
        pseudonym=pseudonymiser(PURPOSES.get(register, "worker"), keys=here.store.keys),
    )
    if (manifest := manifest_sha256(Lake(here.settings.lake), register, report.snapshot.isoformat())) is not None:
        acts.note_taking(register, report.snapshot, manifest)
    say(f"ingest {register}", 1, 1)
    return report
