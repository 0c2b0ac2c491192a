"""PKCE: only whoever began asking for a code can use it, by a verifier whose hash they named when they began."""

import hashlib
import re
from base64 import urlsafe_b64encode
from hmac import compare_digest
from urllib.parse import urlsplit

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE = re.compile(r"[A-Za-z0-9_-]{20,128}")


def challenge_of(verifier: str) -> str:
    """Return what is told of a verifier when something is asked for (S256; the plain way is not known here)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def answers(verifier: str, challenge: str) -> bool:
    """Tell whether a verifier is the one of a challenge."""
    return bool(_VERIFIER.fullmatch(verifier)) and compare_digest(challenge_of(verifier), challenge)


def is_loopback_request(way: str, challenge: str, state: str) -> bool:
    """Tell whether a command of this machine asks, that waits on a port of its own, as `vigie login` does."""
    try:
        parts = urlsplit(way)
        port = parts.port
    except ValueError:
        return False
    is_ours = way == f"http://127.0.0.1:{port}/signed-in" and port is not None and port > 0
    return is_ours and bool(_CHALLENGE.fullmatch(challenge)) and bool(_STATE.fullmatch(state))
