"""The office is told that a page or a file was opened: the page once a session, a file each time."""

from uuid import UUID

from inspection.acts.portal.packing import SAID, packed_word
from inspection.acts.portal.values import Opens
from inspection.keyring import case_named
from inspection.sealing import keyed_hash
from inspection.store.core import new_id
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.trust import AuditedTransaction

_TOLD = frozenset({"case", "contact", "finding"})  # a weekly list is a record of what is told elsewhere


def note_opening(tx: AuditedTransaction, row: PortalCopyRow, what: str, *, once: str = "") -> None:
    """Let the office know that somebody opened `what` of a copy.

    once
        What makes a second time the same word, as the id of a session; "" counts every time.
    """
    if row.kind not in _TOLD:
        return
    word_id = _id_of(tx, row.id, what, once) if once else new_id()
    if once and tx.session.get(PortalWordRow, word_id) is not None:
        return
    tx.add(
        PortalWordRow(
            id=word_id,
            copy_id=row.id,
            office=row.office,
            kind="opened",
            said_by=tx.by,
            said_at=tx.at,
            body=tx.store.seal(SAID, word_id, packed_word(Opens(what=what)), case=case_named(row.id)),
        )
    )


def _id_of(tx: AuditedTransaction, copy_id: str, what: str, once: str) -> str:
    found = keyed_hash(["opened", copy_id, what, once], purpose="portal", keys=tx.store.keys)
    return str(UUID(bytes=bytes.fromhex(found)[:16], version=4))
