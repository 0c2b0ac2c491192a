"""How the search becomes machine code: compiled once, kept on disk, and compiled again only when its source changes.

Processes that find nothing kept do not compile side by side: one does, the others wait for it and read what it kept.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

from inspection.planning.search.linked import linking

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parents[1]
IMPORTS = re.compile(rb"^\s*(?:from|import)\b[^\n(]*(?:\([^)]*\))?", re.MULTILINE)
NAMED = re.compile(rb"\b(?:compil(?:ed|ing)|inner)\b")
INNER: dict[str, Any] = {
    "error_model": "numpy",
    "nogil": True,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    **linking(),
}


def counted() -> list[Path]:
    """Return the files on which the kept code depends: whatever imports this module, however written, and what all use.

    Numba alone looks at one file, and would miss a change in what it calls.
    """
    sources = sorted(HERE.rglob("*.py"))
    importing = [source for source in sources if any(map(NAMED.search, IMPORTS.findall(source.read_bytes())))]
    return [Path(__file__).with_name("arrays.py"), Path(__file__), Path(__file__).with_name("linked.py"), *importing]


def _fingerprint() -> str:
    return sha256(b"".join(source.read_bytes() for source in counted())).hexdigest()[:12]


def places() -> list[Path]:
    """Return where machine code may be kept: NUMBA_CACHE_DIR if set, else beside the source, else the user's cache."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    users = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return [Path(chosen)] if chosen else [HERE / "__pycache__", Path(users) / "vigie"]


def _kept_in(found: list[Path]) -> Path | None:
    """Return the first place that may be written, made; None where none may, and each process compiles for itself."""
    for place in found:
        folder = place / f"numba-{_fingerprint()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:  # a read-only installation, or a user without a home
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None


FOLDER = _kept_in(places())
if FOLDER:
    numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]

_turn = threading.RLock()
_depth = [0]  # of compiled functions that are being compiled inside each other


@contextmanager
def _alone() -> Iterator[None]:
    """Hold what is kept for this process while it looks there and compiles; others wait."""
    with _turn:
        _depth[0] += 1
        try:
            if _depth[0] > 1 or FOLDER is None:
                yield
            else:
                with _locked(FOLDER / "lock"):
                    yield
        finally:
            _depth[0] -= 1


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # a system without it: two processes may compile side by side, as numba allows
        yield
        return
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def compiled(function: F) -> F:
    """Compile a function on its first call; division by zero gives inf as in numpy, sums keep their order.

    Each is a door, compiled with all that stands behind it: few doors, or the same is compiled again and again.
    """
    made: Any = numba.njit(cache=FOLDER is not None, error_model="numpy", nogil=True)(function)
    if made is not function:  # as it is where compiling is switched off, for a debugger
        made.compile = _once(made.compile)
    return cast("F", made)


def _once(compiling: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def compile_alone(signature: Any) -> Any:
        with _alone():
            return compiling(signature)

    return compile_alone


def inner(function: F) -> F:
    """Compile a function that only compiled functions call: without the costly door for callers from Python."""
    return cast("F", numba.njit(**INNER)(function))
