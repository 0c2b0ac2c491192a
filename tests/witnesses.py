"""A witness for tests: the process that the product starts, under another account where this one may start it so.

It is begun as whoever tests, with everything imported, since an interpreter may lie where no other account reads; then
it gives up its rights for good, and only then makes its key.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam

NOBODY = "nobody"


@dataclass(frozen=True)
class Witness:
    """A witness that runs."""

    home: Path
    socket: Path
    elsewhere: Path
    fingerprint: str
    account: int
    pid: int


def may_be_another() -> bool:
    """Tell whether this account may start a process as another one."""
    return os.getuid() == 0


@contextmanager
def witness(*, account: int | None = None, home: Path | None = None) -> Iterator[Witness]:
    """Run a witness until the end of the block.

    Arguments: `account` under which it runs, by default nobody's where that may be done, else ours; `home` of one that
    ran before.
    """
    if account is None:
        account = getpwnam(NOBODY).pw_uid if may_be_another() else os.getuid()
    around = Path(tempfile.mkdtemp(prefix="vigie-witness-", dir="/tmp"))  # a socket's path is short
    try:
        for name, mode in (("", 0o711), ("elsewhere", 0o755), ("run", 0o755)):
            (around / name).mkdir(exist_ok=True)
            (around / name).chmod(mode)
            os.chown(around / name, account, -1)
        with _running(account, home or around / "home", around) as one:
            yield one
    finally:
        shutil.rmtree(around)


@contextmanager
def _running(account: int, home: Path, around: Path) -> Iterator[Witness]:
    socket, elsewhere = around / "run" / "witness.sock", around / "elsewhere"
    given = [str(one) for one in (account, home, socket, elsewhere, os.getuid())]
    process = subprocess.Popen([sys.executable, __file__, *given], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield Witness(home, socket, elsewhere, said["fingerprint"], account, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _serve(account: int, home: Path, socket: Path, elsewhere: Path, office: int) -> None:
    import signal

    import inspection.history.elsewhere  # all of it, while it can be read
    import inspection.history.serving  # noqa: F401
    from inspection import history
    from inspection.time_of import now

    now()
    if account != os.getuid():
        os.setgroups([])
        os.setgid(account)
        os.setuid(account)
    os.umask(0o077)
    made = history.open_witness(home) if home.exists() else history.make_witness(home, (office,), elsewhere)
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(0))
    fingerprint = history.fingerprint_of(made.notary.public_key)
    history.serve(made, socket, clock=now, ready=lambda: print(json.dumps({"fingerprint": fingerprint}), flush=True))


if __name__ == "__main__":
    _account, _home, _socket, _elsewhere, _office = sys.argv[1:]
    _serve(int(_account), Path(_home), Path(_socket), Path(_elsewhere), int(_office))
