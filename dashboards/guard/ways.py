"""Which ways are open to whoever has not signed in: a short list, and everything else asks for a proof."""

import re
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

SIGN_IN = "/sign-in"
Proof = Literal["none", "asked", "device", "session"]
_READING = frozenset({"GET", "HEAD"})


class Way(NamedTuple):
    """Addresses that are open, by what may be done there; `is_told` where a page shows who is signed in already."""

    path: str
    methods: frozenset[str]
    is_told: bool = False


OPEN = (
    Way("/healthz", _READING),
    Way("/_stcore/(health|host-config)", _READING),  # a page whose session ended asks them; they say the same to all
    Way(r"/static/(js|css|media)/[A-Za-z0-9_.-]+", _READING),  # what Streamlit draws with, also that a session ended
    Way(r"/sign-in(/[a-z0-9_.-]+)?", frozenset({"GET", "HEAD", "POST"}), is_told=True),
    Way("/sign-out", frozenset({"POST"}), is_told=True),
    Way("/enrol", frozenset({"GET", "HEAD", "POST"}), is_told=True),  # a code proves there what a session would
    Way(r"/language|/theme", frozenset({"POST"}), is_told=True),
    Way("/command/token", frozenset({"POST"})),  # a code proves there what a session would
    Way(r"/office/static/(v-[0-9a-f]{12}/)?[a-zA-Z0-9_.-]+", _READING),  # what pages are drawn with: no data in it
    Way("/away", _READING),  # what a browser shows where the house cannot be reached
    Way(r"/field", _READING),
    Way(r"/field/(?!api(/|$)).*", _READING),  # the form's files: no data in them, and a telephone opens it without us
    Way("/field/api/enrol", frozenset({"POST"})),
    Way(r"/field/api/texts/[a-z]+\.json", _READING),  # a device that was revoked must say so
)
_DEVICES = ("/field/api/", "/openrosa/", "/calendar/")  # they prove themselves by a secret of their own
# What open pages ask again and again.
_BY_THEMSELVES = re.compile(r"/board/(news|rows)|/case/[^/]+/words")
_WANTED = re.compile(r"/(?!sign-)([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)*)*/?)?(\?[A-Za-z0-9_.=&%:+-]{0,500})?")


def proof_wanted(scope: Any) -> Proof:
    """Return which proof a call needs: none, a device's, a session's; "asked" where one may be absent.

    What no line of the list opens needs a session; an address that is written in another way is another address.
    """
    path = scope["path"]
    for way in OPEN:
        if scope["type"] == "http" and scope["method"] in way.methods and re.fullmatch(way.path, path):
            return "asked" if way.is_told else "none"
    return "device" if scope["type"] == "http" and path.startswith(_DEVICES) else "session"


def asks_by_itself(scope: Any) -> bool:
    """Tell whether an open page asks this, and nobody who sits before it: no session is in use by it."""
    return (
        scope["type"] == "http" and scope["method"] in _READING and _BY_THEMSELVES.fullmatch(scope["path"]) is not None
    )


def is_screen(scope: Any) -> bool:
    """Tell whether somebody wants a page, and can be led to the sign-in: one to read, or one that answers a form."""
    accepts = b"".join(value for name, value in scope["headers"] if name == b"accept")
    return scope["type"] == "http" and b"text/html" in accepts


def way_in(scope: Any) -> str:
    """Return the address of the sign-in that leads back to what was asked for; a form is never sent again."""
    if scope["method"] not in _READING:
        return SIGN_IN
    query = scope["query_string"].decode("latin-1")
    return f"{SIGN_IN}?{urlencode({'next': safe_way(scope['path'] + (f'?{query}' if query else ''))})}"


def safe_way(wanted: str) -> str:
    """Return an address within this office: what was wanted where it is one of a page, else the first page."""
    return wanted if _WANTED.fullmatch(wanted) else "/"
