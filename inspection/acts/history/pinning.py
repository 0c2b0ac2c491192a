"""A house comes to trust a witness: its public key, read out by whoever made it, is kept in the database."""

from inspection.acts.history.signers import pinned_witness
from inspection.errors import HistoryFault
from inspection.history import ask_newest, fingerprint_of
from inspection.store.records import WitnessRow
from inspection.trust import HISTORY, Context, audited_transaction


def pin_witness(context: Context, fingerprint: str) -> WitnessRow:
    """Trust the witness that VIGIE_WITNESS names, if it is the one whose fingerprint was read out.

    The first one a machine may pin; another, in its place, a member of the direction only who signed in a moment ago.

    Errors: `HistoryFault` 113 where none answers, 137 for another fingerprint; `AccessRefused`.
    """
    socket = context.settings.history.witness
    if socket is None:
        raise HistoryFault("HISTORY-113", kind="VIGIE_WITNESS is not set")
    answer = ask_newest(socket)
    found = fingerprint_of(answer.key)
    if found != fingerprint.strip().lower():
        raise HistoryFault("HISTORY-137", found=found)
    with audited_transaction(context) as tx:
        before = pinned_witness(tx.session)
        if before is not None and before.public_key == answer.key:
            tx.require("history.pin", service=context.settings.service)
            tx.mark_unchanged()
            return before
        if before is None:
            tx.require("history.pin", service=context.settings.service)
        else:
            tx.require("history.repin", service=context.settings.service)
        row = WitnessRow(id=found, public_key=answer.key, pinned_by=tx.by, pinned_at=tx.at)
        tx.add(row)
        tx.record("history.pin", found, stream=HISTORY, facts={"key": found, "before": before.id if before else ""})
    return row
