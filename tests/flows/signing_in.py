"""Somebody signed in at a home, as `vigie login` leaves them: by nothing in a home of the demo, else by their account.

Accounts are real ones: a code of the direction, a password, a session. A hash takes long on purpose, so that who has
signed in once is not asked again while the session is good.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from houses import as_user

from inspection import acts
from inspection.errors import AccessRefused
from inspection.settings import settings
from inspection.trust import Context

FIRST, PASSWORD = "direction-1", "four horses under rain"
STATE = Path(tempfile.mkdtemp(prefix="vigie-state-"))  # where credentials lie, instead of under somebody's own home
atexit.register(shutil.rmtree, STATE, ignore_errors=True)

_tokens: dict[tuple[Path, str], str] = {}


class As(str):
    """Whoever gives a command, among its words: they sign in before it."""

    __slots__ = ()


def sign_in(home: Path, user: str) -> None:
    """Sign somebody in at a home, whoever was there before."""
    from flows.command.shell import proof

    with _at(home):
        proof.keep_token(_token(as_user(acts.app()), user))


def sign_out(home: Path) -> None:
    """Leave nobody signed in at a home."""
    from flows.command.shell import proof

    with _at(home):
        proof.forget_token()


def _token(here: Context, user: str) -> str:
    if settings().is_demo:
        return acts.identity.sign_in_demo(here, user, "command").token
    key = here.settings.home.resolve(), user
    if not _is_good(here, _tokens.get(key, "")):
        _tokens[key] = _proven(here, user)
    return _tokens[key]


def _is_good(here: Context, token: str) -> bool:
    try:
        return bool(acts.identity.principal_of(here, token, "command"))
    except AccessRefused:
        return False


def _proven(here: Context, user: str) -> str:
    """Give somebody an account, unless they have one, and sign them in with their password."""
    try:
        return acts.identity.sign_in(here, user, PASSWORD, "command").token
    except AccessRefused:
        code = acts.identity.issue_first_enrolment(here, user) if user == FIRST else _issued(here, user)
        acts.identity.redeem_enrolment(here, code.code, PASSWORD)
    return acts.identity.sign_in(here, user, PASSWORD, "command").token


def _issued(here: Context, user: str) -> acts.identity.Enrolment:
    first = acts.identity.principal_of(here, _token(here, FIRST), "command")
    return acts.identity.issue_enrolment(here.app.acting_as(first), user)


@contextmanager
def _at(home: Path) -> Iterator[None]:
    with patch.dict(os.environ, {"VIGIE_HOME": str(home), "XDG_STATE_HOME": str(STATE)}):
        yield
