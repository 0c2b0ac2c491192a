"""Tokens and codes: what a bearer shows, and the keyed hash of it that is kept."""

import re
import secrets

from inspection.keys import Keys
from inspection.sealing import is_short_code, pseudonym, short_code

_LETTERS = 15  # 74 bits, and a last letter that finds a mistyped one
_MISREAD = str.maketrans("OILZ", "0112", " -\t\n")  # letters that no code holds, read as what they look like
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return 256 bits that nobody guesses, as text for a cookie."""
    return secrets.token_urlsafe(32)


def token_key(token: str, what: str, *, keys: Keys) -> str | None:
    """Return by what a token is found, None for what is none; a token of one kind is none of another."""
    return pseudonym(f"{what} {token}", "identity", keys=keys) if _TOKEN.fullmatch(token) else None


def new_code() -> str:
    """Return a code that is read out or typed once, in groups of four."""
    code = short_code(secrets.token_hex(32), _LETTERS)
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def code_of(typed: str, *, keys: Keys) -> str | None:
    """Return by what a typed code is found, None for what is none."""
    plain = typed.upper().translate(_MISREAD) if len(typed) <= 60 else ""
    is_one = len(plain) == _LETTERS + 1 and is_short_code(plain)
    return pseudonym(f"enrolment {plain}", "identity", keys=keys) if is_one else None
