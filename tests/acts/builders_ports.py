"""The n-th call of a port fails: of the database's commit, an addressee's folder, the clock, the disk, or the keys.

Two ways: it fails and did nothing, or it was done and is reported as failed, as when a line breaks after the last byte.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from sqlalchemy.engine.default import DefaultDialect

from inspection import files, keyring, keys, time_of
from inspection.errors import ReferralFault
from inspection.referral.delivery import FileDrop

How = Literal["error", "done", "back"]  # failed; done and reported as failed; a clock that was set back
PORTS: dict[str, tuple[How, ...]] = {
    "commit": ("error", "done"),
    "send": ("error", "done"),
    "clock": ("error", "back"),
    "files": ("error", "done"),
    "keys": ("error",),
}


@dataclass
class Calls:
    """How often a port was called, and at which call it fails; 0 for never."""

    nth: int = 0
    how: How = "error"
    seen: int = 0

    def through(self, real: Callable[[], Any], fault: Callable[[], BaseException]) -> Any:
        """Call the port, or fail in its place."""
        self.seen += 1
        if self.seen != self.nth:
            return real()
        if self.how == "done":
            real()
        raise fault()


def _broken() -> OSError:
    return OSError(errno.EIO, os.strerror(errno.EIO))


class _Disk:
    """The functions of `os` by which files are written, each counted; all others as they are."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in ("open", "fsync", "link"):
            return real
        return lambda *given, **named: self._calls.through(lambda: real(*given, **named), _broken)


def _commit(calls: Calls, stack: ExitStack) -> None:
    real = DefaultDialect.do_commit

    def do_commit(self: Any, connection: Any) -> None:
        calls.through(lambda: real(self, connection), lambda: self.loaded_dbapi.OperationalError("disk I/O error"))

    stack.enter_context(patch.object(DefaultDialect, "do_commit", do_commit))


def _send(calls: Calls, stack: ExitStack) -> None:
    real = FileDrop.send

    def send(self: FileDrop, bundle: Any, *, at: datetime) -> Any:
        fault = ReferralFault("REFER-601", recipient=bundle.recipient, kind="OSError")
        return calls.through(lambda: real(self, bundle, at=at), lambda: fault)

    stack.enter_context(patch.object(FileDrop, "send", send))


def _clock(calls: Calls, stack: ExitStack) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            calls.seen += 1
            if calls.seen == calls.nth and calls.how == "error":
                raise _broken()
            is_back = calls.nth and calls.seen >= calls.nth and calls.how == "back"
            return datetime.now(tz) - (timedelta(hours=2) if is_back else timedelta())

    stack.enter_context(patch.object(time_of, "datetime", Clock))


def _files(calls: Calls, stack: ExitStack) -> None:
    stack.enter_context(patch.object(files, "os", _Disk(calls)))
    for name in ("replace", "rename"):
        _on_paths(name, calls, stack)


def _on_paths(name: str, calls: Calls, stack: ExitStack) -> None:
    real = getattr(Path, name)

    def moved(self: Path, target: Any) -> Path:
        found: Path = calls.through(lambda: real(self, target), _broken)
        return found

    stack.enter_context(patch.object(Path, name, moved))


def _keys(calls: Calls, stack: ExitStack) -> None:
    for owner, name in ((keys, "_kept"), (keyring.Keyring, "_read")):
        _counted(owner, name, calls, stack)


def _counted(owner: Any, name: str, calls: Calls, stack: ExitStack) -> None:
    real = getattr(owner, name)

    def called(*given: Any) -> Any:
        return calls.through(lambda: real(*given), _broken)

    stack.enter_context(patch.object(owner, name, called))


_PATCHED = {"commit": _commit, "send": _send, "clock": _clock, "files": _files, "keys": _keys}


@contextmanager
def failing(port: str, nth: int = 0, how: How = "error") -> Iterator[Calls]:
    """Count the calls of a port inside; the n-th fails, none where `nth` is 0."""
    calls = Calls(nth, how)
    with ExitStack() as stack:
        _PATCHED[port](calls, stack)
        yield calls
