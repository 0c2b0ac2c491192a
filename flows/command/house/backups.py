"""`vigie backup` and `vigie restore`: backups taken, listed, read whole, taken away, rehearsed, and brought back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from flows.acting import acting as by_hand_or
from flows.command.shell.console import AsJson, fail, show, table, tell, warn
from inspection import acts
from inspection.errors import BackupFault, KeyringFault
from inspection.keyring import named
from inspection.settings import settings
from inspection.time_of import moment_in_brussels

app = typer.Typer(
    help="Backups: taken by this command itself; list, verify, prune, drill.", invoke_without_command=True
)
_MEGABYTE = 1_000_000
To = Annotated[Path | None, typer.Option("--to", help="Another folder than VIGIE_BACKUPS; it must be there.")]
From = Annotated[Path | None, typer.Option("--from", help="Another folder of backups than VIGIE_BACKUPS.")]


@app.callback()
def backup(ctx: typer.Context, to: To = None, as_json: AsJson = False) -> None:
    """Take a backup of this installation while everybody works; only what changed is written."""
    if ctx.invoked_subcommand is not None:
        return
    made = acts.backups.take_backup(by_hand_or("back_up"), to)
    if as_json:
        show(made)
    else:
        tell(f"Backup {made.id} in {made.folder}: {made.rows:,} rows and {made.files:,} files.")
        tell(f"Written: {made.new_pieces:,} new pieces, {made.written_bytes / _MEGABYTE:,.1f} MB.")
        if made.keyring is not None:
            tell(f"Copy of the keyring {made.keyring.id}: {made.keyring.keys:,} keys.")
        tell("Keys are in no backup: keep a copy of the folder `keys` in a safe of its own.")
    for name in made.retiring:
        warn(f"The key {name} is being rotated: keep a copy of the old one too, as long as this backup is kept.")
    if made.on_same_disk:
        warn("This folder lies on the disk of the home, and goes with it: name one elsewhere (VIGIE_BACKUPS).")


@app.command("list")
def list_backups(folder: From = None, as_json: AsJson = False) -> None:
    """List the backups, oldest first."""
    found = acts.backups.list_backups(settings(), folder)
    rows = [
        (
            one.id,
            moment_in_brussels(one.at),
            one.revision,
            one.rows,
            one.files,
            one.fault,
        )
        for one in found
    ]
    show(found) if as_json else table("Backups", ("backup", "taken", "revision", "rows", "files", "fault"), rows)


@app.command()
def verify(
    backup: Annotated[str | None, typer.Argument(help="Its id; the newest by default.")] = None,
    folder: From = None,
    as_json: AsJson = False,
) -> None:
    """Read a backup whole, piece by piece."""
    found = acts.backups.verify_backup(settings(), backup, folder)
    if as_json:
        show(found)
        return
    tell(f"Backup {found.id} is whole: {found.rows:,} rows of {found.tables} tables, {found.files:,} files.")


@app.command()
def prune(folder: From = None, as_json: AsJson = False) -> None:
    """Take away backups and copies of the keyring that are older than the policy allows."""
    done = acts.backups.prune_backups(by_hand_or("back_up"), folder)
    if as_json:
        show(done)
        return
    freed = f"{done.freed_bytes / _MEGABYTE:,.1f} MB"
    tell(f"Taken away: {len(done.backups)} backups ({freed}), {len(done.keyrings)} copies of the keyring.")


@app.command()
def drill(folder: From = None, as_json: AsJson = False) -> None:
    """Restore the newest backup elsewhere, look at it, and throw it away: a backup that nobody restored is none."""
    done = acts.backups.rehearse(by_hand_or("rehearse_restore"), folder)
    if as_json:
        show(done)
        return
    tell(
        f"Backup {done.backup}, {done.age_hours:,.1f} hours old, was restored elsewhere: {done.rows:,} rows, all equal."
    )
    tell(f"The trail holds ({done.entries:,} entries); {done.opened:,} sealed values opened; {done.files:,} files.")


def restore(
    to: Annotated[Path, typer.Option("--to", help="The new home; nothing but its `keys` and `keyring` may lie there.")],
    backup: Annotated[str | None, typer.Option("--backup", help="Its id; the newest by default.")] = None,
    database: Annotated[
        str | None, typer.Option("--database", help="An empty database of PostgreSQL, postgresql+psycopg://…")
    ] = None,
    folder: From = None,
    keyring: Annotated[bool, typer.Option("--keyring", help="Bring a copy of the keyring back instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into a new home; killed on the way, the same command goes on."""
    there = replace(acts.backups.with_named_folders(settings()), home=to, database_url=_without_password(database))
    if keyring:
        put = acts.backups.restore_keyring(there, backup)
        show(put) if as_json else tell(
            f"Copy {put.id} of the keyring: {put.keys:,} keys, {put.tombstones:,} tombstones."
        )
        if put.closed:
            fail(KeyringFault("KEYRING-107", count=len(put.closed), cases=named(put.closed)))
            raise typer.Exit(1)
        return
    done = acts.backups.restore(there, backup, folder=folder)
    if as_json:
        show(done)
        return
    tell(f"Backup {done.backup} of {moment_in_brussels(done.of)} restored in {to}.")
    tell(f"{done.rows:,} rows, all equal; {done.files:,} files; {done.forgotten:,} erased since, and erased again.")
    owned = "set VIGIE_DATABASE_URL, `vigie migrate` as the owner, " if database else ""
    after = "docs/how-to/back-up-and-restore.md, “After a restore”"
    tell(f"Next: {owned}`vigie doctor` with VIGIE_HOME there, then {after}.")


def _without_password(url: str | None) -> str | None:
    """Return the URL of a database; refused with a password in it.

    Errors: `BackupFault` 127.
    """
    if url is not None and urlsplit(url).password:
        raise BackupFault("BACKUP-127")
    return url
