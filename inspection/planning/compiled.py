"""How the search becomes machine code: compiled once, kept on disk, and compiled again only when its source changes."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

HERE = Path(__file__).parent
INNER: dict[str, Any] = {
    "error_model": "numpy",
    "nogil": True,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def _fingerprint() -> str:
    """Return what the kept code depends on: numba alone looks at one file, and would miss a change in what it calls."""
    sources = [source.read_bytes() for source in sorted(HERE.rglob("*.py"))]
    compiled_ones = [source for source in sources if b"from .compiled import" in source or b"from ..compiled" in source]
    return sha256(b"".join([*compiled_ones, (HERE / "arrays.py").read_bytes()])).hexdigest()[:12]


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
