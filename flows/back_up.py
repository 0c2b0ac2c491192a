"""Every night: a backup of what changed, and the end of those whose time is over."""

from flows.acting import acting
from flows.tracking import call_run, flow, keep_account, task
from inspection import acts


@flow
def back_up() -> str:
    """Take a backup and take old ones away; returns its id."""
    call_run()
    made = take_backup()
    gone = prune_backups()
    keep_account(
        "backup",
        f"Backup {made.id}: {made.rows} rows, {made.files} files, {made.written_bytes} bytes written.\n\n{gone}",
    )
    return made.id


@task(retries=2)
def take_backup() -> acts.backups.Made:
    """Write what changed since the last one; killed on the way, the next one goes on from there."""
    return acts.backups.take_backup(acting("back_up"))


@task(retries=2)
def prune_backups() -> str:
    """Take away what is older than the policy allows; returns what went, in words."""
    done = acts.backups.prune_backups(acting("back_up"))
    return f"Taken away: {len(done.backups)} backups, {len(done.keyrings)} copies of the keyring."
