"""Passwords: kept as Argon2id hashes, compared in the same time whether or not there is anything to compare with."""

import secrets
import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST = 200  # characters; hashing takes longer with each
_TURNS = threading.BoundedSemaphore(2)  # a hash takes 64 MiB: guesses sent at once wait for one another


def hashed(password: str) -> str:
    """Return the hash of a password, with its salt and parameters."""
    with _TURNS:
        return _hasher().hash(_plain(password))


def fits(kept: str, password: str) -> bool:
    """Tell whether a password is the one whose hash was kept."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        with _TURNS:
            return _hasher().verify(kept, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


def fits_nobody(password: str) -> bool:
    """Take as long as `fits` does, and say no: for a name that nobody has."""
    fits(_nobody(), password)
    return False


def is_acceptable(password: str, user: str, least: int) -> bool:
    """Tell whether a password may be taken: long enough, not the user's own id, not one letter again and again.

    No rule on kinds of letters: it makes passwords worse.
    """
    plain = _plain(password)
    named = user.casefold() in plain.casefold() and len(plain) < len(user) + least
    return least <= len(plain) <= LONGEST and len(set(plain)) >= least // 2 and not named


def _plain(password: str) -> str:
    """The same password on every keyboard: accents composed or not."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # only who signs in pays for it

    return PasswordHasher()


@cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(32))
