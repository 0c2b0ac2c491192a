"""Every night: the end of copies of the keyring and of backups whose time is over, and a backup of what changed."""

from flows.acting import acting
from flows.tracking import call_run, flow, keep_account, task
from inspection import acts


@flow
def back_up() -> str:
    """Take a backup and take old ones away; returns its id.

    Copies of the keyring go first, whatever stops the backup afterwards: erased cases could be opened by them.
    """
    call_run()
    try:
        rings = prune_copies()
    finally:  # a night without a backup would be the greater loss
        made = take_backup()
    gone = prune_backups()
    keep_account(
        "backup",
        f"Backup {made.id}: {made.rows} rows, {made.files} files, {made.written_bytes} bytes written."
        f"\n\n{rings} {gone}",
    )
    return made.id


@task(retries=2)
def prune_copies() -> str:
    """Take away copies of the keyring whose time is over; returns how many, in words."""
    gone = acts.backups.prune_keyring_copies(acting("back_up"))
    return f"Copies of the keyring taken away: {len(gone)}."


@task(retries=2)
def take_backup() -> acts.backups.Made:
    """Write what changed since the last one; killed on the way, the next one goes on from there."""
    return acts.backups.take_backup(acting("back_up"))


@task(retries=2)
def prune_backups() -> str:
    """Take away what is older than the policy allows; returns what went, in words."""
    done = acts.backups.prune_backups(acting("back_up"))
    return f"Backups taken away: {len(done.backups)}."
