"""The other place of checkpoints: a folder that another machine collects, or one on another machine by SFTP.

A file a checkpoint, written whole or not at all, and never written over: what lies there already stays as it is.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspection.errors import HistoryFault, InspectionError
from inspection.files import ALL_READ, put_once
from inspection.history.checkpoints import Checkpoint
from inspection.history.logs import read_checkpoint
from inspection.referral.delivery.transports import SftpSettings


def file_name(number: int) -> str:
    """Return the name of a checkpoint's file: names sort as the checkpoints follow each other."""
    return f"{number:010}.json"


def put_in_folder(folder: Path, checkpoint: Checkpoint) -> None:
    """Put a checkpoint into a folder that is there: a disk that is not mounted is told, not made up.

    The office reads it there, which is another account: it holds ids, hashes and counts only.

    Errors: `HistoryFault` 136.
    """
    file = folder / file_name(checkpoint.number)
    try:
        put_once(file, _body(checkpoint), mode=ALL_READ, makes_folder=False)
        _refuse_other(file.read_bytes(), checkpoint)
    except OSError as fault:
        raise HistoryFault("HISTORY-136", kind=type(fault).__name__) from None


def newest_in_folder(folder: Path) -> Checkpoint | None:
    """Return the last checkpoint of a folder; None where it has none.

    Errors: `HistoryFault` 108 for a file that is no checkpoint, 136 for a folder that is not there.
    """
    try:
        last = max((path for path in folder.iterdir() if path.suffix == ".json" and path.stem.isdigit()), default=None)
        return None if last is None else read_checkpoint(last.read_bytes(), last.name)
    except OSError as fault:
        raise HistoryFault("HISTORY-136", kind=type(fault).__name__) from None


def put_by_sftp(server: SftpSettings, keys: Path, checkpoints: Iterator[Checkpoint]) -> Iterator[int]:
    """Put checkpoints on another machine over one connection; gives the number of each that lies there.

    Errors: `HistoryFault` 136.
    """
    with _opened(server, keys) as folder:
        there = set(folder.listdir("."))
        for one in checkpoints:
            name = file_name(one.number)
            if name in there:
                with folder.open(name, "rb") as opened:
                    _refuse_other(bytes(opened.read()), one)
            else:
                _write(folder, name, _body(one))
            yield one.number


@contextmanager
def _opened(server: SftpSettings, keys: Path) -> Iterator[Any]:
    from paramiko import SSHException  # loaded by who needs it

    from inspection.referral.delivery.transports import sftp_folder

    try:
        with sftp_folder(server, keys) as folder:
            yield folder
    except (SSHException, OSError, EOFError) as fault:
        raise HistoryFault("HISTORY-136", kind=type(fault).__name__) from None
    except HistoryFault:
        raise
    except InspectionError as fault:
        raise HistoryFault("HISTORY-136", kind=fault.code) from None


def _write(folder: Any, name: str, body: bytes) -> None:
    part = f".{name}.{secrets.token_hex(4)}.part"
    with folder.open(part, "wx") as opened:
        opened.write(body)
    if folder.stat(part).st_size != len(body):
        raise OSError("the server kept another length")
    folder.rename(part, name)  # plain SFTP refuses to replace what is there


def _refuse_other(there: bytes, checkpoint: Checkpoint) -> None:
    if there != _body(checkpoint):
        raise HistoryFault("HISTORY-136", kind="another checkpoint of this number lies there")


def _body(checkpoint: Checkpoint) -> bytes:
    return json.dumps(checkpoint.as_json(), sort_keys=True, indent=1).encode() + b"\n"
