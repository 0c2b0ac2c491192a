"""Every night: the newest backup is restored elsewhere and looked at; what fails is an alert, and a run that failed."""

from flows.acting import acting
from flows.tracking import call_run, flow, keep_account, task
from inspection import acts


@flow
def rehearse_restore() -> str:
    """Restore the newest backup in a temporary folder; returns its id, and says in its account what was looked at."""
    call_run()
    done = rehearse()
    keep_account(
        "drill",
        f"Backup {done.backup}, {done.age_hours} hours old, restored elsewhere: {done.rows} rows "
        f"of {done.tables} tables equal, {done.files} files; {done.entries} entries of the trail hold; "
        f"{done.opened} sealed values opened.",
    )
    return done.backup


@task()
def rehearse() -> acts.backups.Rehearsed:
    """Restore it, compare it, throw it away; what is wrong is told to the direction before this fails."""
    return acts.backups.rehearse(acting("rehearse_restore"))
