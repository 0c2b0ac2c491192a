"""What is looked at before something that runs long begins: the history, the pages of the database, the lake."""

from __future__ import annotations

from flows.command.shell.console import warn
from inspection import acts
from inspection.errors import HistoryFault
from inspection.trust import Context


def begin_whole(context: Context) -> None:
    """Refuse to start on a history that was rewritten or pages that are damaged; tell what else must be mended.

    A witness that does not answer stops nobody: the newest copy that is here is compared, and an alert is raised: one
    of its own where nothing outside this home was reached, so that an older home would pass. On the portal, where
    nobody reads alerts, what is noted is told here alone.

    Errors: `HistoryFault`, `StoreFault` 031.
    """
    compared = acts.history.require_unbroken(context.app, counts=True)
    acts.history.tell_unwitnessed(context, compared)
    for note in compared.notes:
        if note not in compared.unwitnessed:
            acts.history.tell(context, "history_unsigned", note)
        _warn(note)
    for damage in acts.history.require_sound(context):
        _warn(damage)


def _warn(fault: HistoryFault) -> None:
    warn(f"[{fault.code}] {fault.what} ({fault.where}). {fault.advice}")
