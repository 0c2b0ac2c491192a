"""Fetching the open data of the Crossroads Bank from its owner's server, by the client `otb-kbo-opendata-pyclient`.

The server keeps a month of extracts, each as a full file and as an update. What follows the lake without a gap comes as
updates, one after the other; anything else, and what follows an update that was refused, as the newest full file.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from inspection.errors import IntakeFault
from inspection.files import private_folder
from inspection.registers.delivered.account import KboAccount

if TYPE_CHECKING:
    from kbo_opendata import Catalogue, KboOpenDataClient


def wanted(
    have: int | None, catalogue: "Catalogue", *, closed: Collection[str] = (), full: bool = False
) -> tuple[str, ...]:
    """Return the names of the files to fetch, in the order in which they are taken in; none where nothing is newer.

    An update that was refused or rejected is not asked for again, nor any that stands on it: a full file goes on.

    have
        Number of the extract in the lake, None where there is none.
    closed
        Names of files that were fetched, and refused or rejected.
    full
        Whether the newest full file is wanted, whatever the lake has.
    """
    if full:
        return _newest([pair.full.filename for pair in catalogue.pairs if pair.full is not None], ())
    newer = [pair for pair in catalogue.pairs if have is None or pair.index > have]
    if not newer:
        return ()
    updates = [pair.update.filename for pair in newer if pair.update is not None]
    is_next = have is not None and [pair.index for pair in newer] == list(range(have + 1, have + 1 + len(newer)))
    if is_next and len(updates) == len(newer) and not set(updates) & set(closed):
        return tuple(updates)
    return _newest([pair.full.filename for pair in newer if pair.full is not None], closed)


def _newest(names: Sequence[str], closed: Collection[str]) -> tuple[str, ...]:
    """Return the last name that is not closed; where every one is, the last of all: its refusal is told again."""
    return tuple([name for name in names if name not in closed][-1:] or names[-1:])


@contextmanager
def connected(account: KboAccount) -> Iterator["KboOpenDataClient"]:
    """Give the client, signed in at the server.

    Errors: `IntakeFault` 074 where the client is not installed, 075 where the server refuses, is not known or silent.
    """
    try:
        from kbo_opendata import KboOpenDataClient, KboOpenDataError, RetryPolicy
        from kbo_opendata.sftp import KBO_SFTP_HOST, ParamikoSftpStore, SftpSettings
    except ImportError:
        raise IntakeFault("INTAKE-074") from None
    logging.getLogger("kbo_opendata").setLevel(logging.WARNING)  # below that it tells the name of the account
    store = ParamikoSftpStore(
        SftpSettings(
            username=account.user,
            password=account.password,
            host=account.host or KBO_SFTP_HOST,
            port=account.port,
            known_hosts_path=str(account.known_hosts) if account.known_hosts else None,
            retry_policy=RetryPolicy(),
        )
    )
    try:
        store.connect()
        yield KboOpenDataClient(store=store)
    except KboOpenDataError as fault:
        # Its text names the account: the kind of the fault says enough.
        raise IntakeFault("INTAKE-075", kind=type(fault).__name__, host=account.host or KBO_SFTP_HOST) from None
    finally:
        store.close()


def fetch(client: "KboOpenDataClient", name: str, registers: Path) -> Path:
    """Fetch a file into the folder of its register, where the next `receive` seals it; half of one is never there.

    Errors: `IntakeFault` 075 by `connected`.
    """
    from kbo_opendata import LocalDestination

    folder = private_folder(registers / "kbo")
    client.download([name], LocalDestination(folder), overwrite=True)  # under a hidden name until it is whole
    return folder / name
