"""Fetching what a register's owner offers to those with an account; what comes is received like any other delivery."""

from collections.abc import Iterator
from pathlib import Path

from inspection.acts.registers.receiving import receive
from inspection.registers import delivered
from inspection.registers.delivered import Delivery, KboAccount, RawState
from inspection.registers.lake import Lake
from inspection.trust import Context, audited_transaction, require_permission

_REGISTER, _STREAM = "kbo", "registers"


def fetch_kbo(context: Context, account: KboAccount, *, full: bool = False) -> Iterator[tuple[Delivery, ...]]:
    """Fetch what the lake lacks of the Crossroads Bank, and give what is to be taken in after each file.

    With a file come those that waited for it. All are to be taken in before the next is asked for: an update stands on
    the one before it. Where one of those that follow was refused or rejected, the newest full file comes instead.

    Arguments: `full` asks for the newest full file, whatever the lake has.
    Errors: `IntakeFault` 074 and 075 (see `delivered.connected`); `AccessRefused`; those of `receive`.
    """
    with context.store.read() as session:
        require_permission(session, context, "register.fetch", service=context.settings.service)
    newest = Lake(context.settings.lake).newest(_REGISTER)
    have = newest.report.extract if newest else None
    closed = _closed(context.settings.registers / _REGISTER)
    with delivered.connected(account) as client:
        for name in delivered.wanted(have, client.catalogue(), closed=closed, full=full):
            file = delivered.fetch(client, name, context.settings.registers)
            with audited_transaction(context) as tx:
                tx.require("register.fetch", service=context.settings.service)
                facts = {"file": name, "bytes": file.stat().st_size}
                tx.record("register.fetch", f"{_REGISTER}:{name}", stream=_STREAM, facts=facts)
            yield receive(context, [_REGISTER])


def _closed(folder: Path) -> frozenset[str]:
    """Return the files of a register that came and were refused or rejected, by name, as long as they lie here."""
    closed = (one for one in delivered.deliveries(folder) if one.state in (RawState.REFUSED, RawState.REJECTED))
    return frozenset(Path(path).name for one in closed for path in one.files)
