"""How an error ends: one message with its code, where, and what to do; then an exit status.

The text of an error that nobody foresaw is not shown, since it may speak of a person: its kind and its place are.
"""

from __future__ import annotations

import os
from errno import EDQUOT, EFBIG, EIO, ENOSPC, EROFS
from pathlib import Path

from flows.command.shell.console import fail
from inspection.errors import InspectionError, SettingsFault, unforeseen
from sectors.reader import RuleFault

REFUSED, UNFORESEEN = 2, 70
_OF_THE_DISK = frozenset({ENOSPC, EDQUOT, EROFS, EIO, EFBIG})  # told without a name, where a file was open already


def status_of(fault: Exception) -> int:
    """Print an error and return the exit status: 2 for what somebody can mend, 70 for a fault of the product.

    Errors: raises again what the command line itself deals with (usage, interrupts, a closed pipe), and anything that
    nobody foresaw when `VIGIE_TRACEBACK` is set.
    """
    if isinstance(fault, InspectionError | RuleFault):
        fail(fault)
        return REFUSED
    if type(fault).__module__.partition(".")[0] in ("typer", "click") or isinstance(fault, BrokenPipeError):
        raise fault
    if isinstance(fault, OSError) and (fault.filename or fault.errno in _OF_THE_DISK):
        fail(_of_the_machine(fault))
        return REFUSED
    if os.environ.get("VIGIE_TRACEBACK"):
        raise fault
    fail(unforeseen(fault))
    return UNFORESEEN


def _of_the_machine(fault: OSError) -> SettingsFault:
    file = Path(os.fsdecode(fault.filename)).name if fault.filename else "the disk"
    return SettingsFault("SETTING-030", trouble=fault.strerror or type(fault).__name__, file=file)
