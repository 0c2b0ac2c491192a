"""A probe: what somebody found, done again by the same steps on either commit, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.found_before.product import Product, Ran

Probe = Callable[[Product, Path], "Found"]


@dataclass(frozen=True)
class Found:
    """Whether the fault is there, and by what that is seen."""

    is_there: bool
    seen: str


@dataclass(frozen=True)
class Finding:
    """A fault that was found on the earlier commit: its number in the list of findings, what it is, how it is shown."""

    number: str
    says: str
    probe: Probe


def is_green(ran: Ran) -> bool:
    """Whether a command found all well."""
    return ran.code == 0


def told(ran: Ran) -> str:
    """The first line of a fault that a command told, or how it ended."""
    lines = [" ".join(line.split()) for line in ran.said.splitlines()]
    faults = [line for line in lines if line.startswith(("wrong", "[")) or "Error" in line]
    return f"exit {ran.code}" + (f": {faults[0][:100]}" if faults and ran.code else "")
