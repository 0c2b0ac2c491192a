"""Functions that only compiled functions call: they are linked into these, and have no machine code of their own.

Numba makes every function ready to be called, optimised and translated with all that it calls, and again as a part of
whatever calls it. Here only the doors are; the plan and its speed are the same, and compiling takes half the time.
"""

# mypy: disable-error-code="no-untyped-call"
# numba declares no types for these classes.

from typing import Any

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

# Numba promises nothing about how it links. With another version than those tried, it does as it always does.
TRIED = ("0.68",)


class _NoEnvironments:
    """Stands where a function's Python objects would be set: one without machine code has no place for them."""

    def set_env(self, name: str, env: Any) -> None:
        """Set nothing, as when a door is read from disk: what it links in has no environment then either."""


class _Part(JITCodeLibrary):
    """The code of one function, kept as it was written until a door is optimised with all its parts."""

    @property
    def codegen(self) -> Any:
        """Stand in for the engine that would run the function."""
        return _NoEnvironments()

    def _optimize_final_module(self) -> None:
        """Leave it to the door."""

    def _finalize_final_module(self) -> None:
        """Note what must be known for linking, and translate nothing."""
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002  numba's signature
        """Return numba's sign that there is no machine code under this name."""
        self._ensure_finalized()
        return 0


class _Linking(Compiler):
    """Numba's own way of compiling, into a part instead of a function of its own."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        super().__init__(typing, target, library, *rest)
        self.state.library = self.state.library or _Part(target.codegen(), "part")


def linking() -> dict[str, Any]:
    """Return what makes numba link a function only; nothing with a version with which this was not tried."""
    is_tried = numba.__version__.startswith(tuple(f"{version}." for version in TRIED))
    return {"pipeline_class": _Linking} if is_tried else {}
