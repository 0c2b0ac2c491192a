"""The key of the embedded database: every page is written by the new key in one transaction of SQLCipher's own."""

from inspection.acts.rotating.beginning import end
from inspection.errors import KeysFault
from inspection.failpoints import failpoint
from inspection.keys import DATABASE
from inspection.store.core import gate, rewrite_pages
from inspection.store.opening import Rotation
from inspection.trust import Context, audited_transaction


def rewrite(context: Context, rotation: Rotation) -> int:
    """Write every page of the database by the new key, then retire the old one; returns how many pages there are.

    Writers wait meanwhile, since it is one transaction: killed anywhere, the database opens with one of both keys,
    and whoever opens it tries both while the rotation is not finished.

    Errors: `StoreFault` KEYS-103 where one of both keys is not here; 012 where neither opens it.
    """
    here = {fingerprint[:8]: key for fingerprint, key in context.store.keys.all_of(DATABASE).items()}
    if not {rotation.old_id, rotation.new_id} <= here.keys():
        raise KeysFault("KEYS-103", key=DATABASE)
    context.store.close()
    with gate(context.store.gate_file, context.store.lock_seconds):
        pages = rewrite_pages(context.settings.store_file, was=here[rotation.old_id], becomes=here[rotation.new_id])
    failpoint("rotation.rewritten")
    with audited_transaction(context, "rotation_end") as tx:
        tx.require("keys.rotate")
        end(tx, rotation, pages)
    return pages
