"""How the search becomes machine code: compiled once, kept on disk, and compiled again only when its source changes."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent
IMPORTS = re.compile(rb"^\s*(?:from|import)\b[^\n(]*(?:\([^)]*\))?", re.MULTILINE)
NAMED = re.compile(rb"\bcompiled\b")
INNER: dict[str, Any] = {
    "error_model": "numpy",
    "nogil": True,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def counted() -> list[Path]:
    """Return the files on which the kept code depends: whatever imports this module, however written, and what all use.

    Numba alone looks at one file, and would miss a change in what it calls.
    """
    sources = sorted(HERE.rglob("*.py"))
    importing = [source for source in sources if any(map(NAMED.search, IMPORTS.findall(source.read_bytes())))]
    return [HERE / "arrays.py", HERE / "compiled.py", *importing]


def _fingerprint() -> str:
    return sha256(b"".join(source.read_bytes() for source in counted())).hexdigest()[:12]


def _keep_beside_the_source() -> None:
    folder = HERE / "__pycache__" / f"numba-{_fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only installation: numba then uses the user's own cache folder
        return
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]


_keep_beside_the_source()


def compiled(function: F) -> F:
    """Compile a function on its first call; division by zero gives inf as in numpy, sums keep their order."""
    return cast("F", numba.njit(cache=True, error_model="numpy", nogil=True)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled functions call: without the costly door for callers from Python."""
    return cast("F", numba.njit(**INNER)(function))
