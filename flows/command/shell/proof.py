"""Who is at the command: whoever signed in with `vigie login`.

What `vigie login` leaves is a file of the account on this machine, readable by it alone, and good for some hours. It
lies apart from the home, whose copies and backups should open nothing, and each home has its own.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from flows.acting import person
from inspection import acts
from inspection.settings import settings

if TYPE_CHECKING:
    from inspection.trust import Context
    from inspection.trust.identity import Principal

_OTHERS = 0o077


def context() -> Context:
    """Return the context of whoever is at the command; errors as those of `principal`."""
    return acts.app().acting_as(person() or principal())


def principal() -> Principal:
    """Return who has proven to be at the command.

    Errors: `AccessRefused` 072 where nobody signed in, or where that is over.
    """
    return acts.identity.principal_of(acts.app().at_the_door(), kept_token(), "command")


def kept_token() -> str:
    """Return the token of this account for this home, "" where there is none that only this account can read."""
    path = credential_file()
    try:
        with path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            is_own = status.st_uid == os.getuid() and not status.st_mode & _OTHERS
            return str(json.load(file)["token"]) if is_own else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def keep_token(token: str) -> None:
    """Write a token where this account alone reads it; of what stood there before nothing is left."""
    path = credential_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"token": token}, file)
    draft.replace(path)


def forget_token() -> None:
    """Take the file away."""
    credential_file().unlink(missing_ok=True)


def credential_file() -> Path:
    """Return where the token for this home lies: under $XDG_STATE_HOME, else ~/.local/state."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    home = hashlib.sha256(str(settings().home.resolve()).encode()).hexdigest()[:16]
    return Path(base) / "vigie" / f"login-{home}.json"
