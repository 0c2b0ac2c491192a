"""What lies in the outbox is sealed until somebody of the house takes it to its addressee."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from inspection.errors import RestFault
from inspection.files import put
from inspection.referral.delivery import FileDrop, Named, named_in
from inspection.sealed_places import OUTBOX_PLACE, is_row_of_list
from inspection.store.core import Store
from inspection.store.protection import NoticeRow
from inspection.store.referrals import ReferralRow
from inspection.trust import AppContext, Context, audited_transaction, require_permission


class OutboxSafe:
    """Seals the files of the outbox: what is of one case by that case's key, a list of many by the house's key."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cases: dict[str, str] = {}

    def seal(self, where: str, content: bytes) -> bytes:
        """Return a file sealed for the place where it lies.

        Errors: `RestFault` 106 where it is of no case that is known: by the house's key it would outlive its case.
        """
        return self._store.seal_bytes(OUTBOX_PLACE, where, content, case=self._case_of(where))

    def open(self, where: str, sealed: bytes) -> bytes:
        """Return a file of that place opened; raises `StoreFault` for any other."""
        return self._store.unseal_bytes(OUTBOX_PLACE, where, sealed)

    def _case_of(self, where: str) -> str | None:
        return None if is_row_of_list(where) else self.case_in(where.split("/")[1])

    def case_in(self, folder: str) -> str | None:
        """Return the case of a folder of the outbox; None for a list, which is of many.

        Errors: `RestFault` 106 where it is of no case that is known.
        """
        named = named_in(folder)
        if named is None:
            raise RestFault("REST-106")
        if named.kind == "list":
            return None
        if named.reference not in self._cases:
            self._cases[named.reference] = self._found(named)
        return self._cases[named.reference]

    def _found(self, named: Named) -> str:
        table = NoticeRow if named.kind == "notice" else ReferralRow
        with self._store.read() as session:
            mine = select(table.control_id).where(col(table.reference) == named.reference)
            case = session.exec(mine).first()
        if case is None:
            raise RestFault("REST-106")
        return case


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was handed over: the bundles and lists of an addressee, and how many files they have."""

    recipient: str
    folders: tuple[str, ...]
    files: int


def file_drop(app: AppContext) -> FileDrop:
    """Return the outbox of this home."""
    return FileDrop(app.settings.outbox, OutboxSafe(app.store))


def take(context: Context, recipient: str, to: Path) -> Taken:
    """Open what lies in the outbox for an addressee and write it to a folder outside this home, such as a stick.

    What was taken stays in the outbox, sealed, until its days are over: the daily comparison looks for it there. The
    trail tells it of each case, too: whoever asks who saw a case finds who carried it.

    Errors: `RestFault` 104 where nothing lies there, 105 for a folder in this home, 106 for a bundle of no case that is
    known; `StoreFault` for a file that does not open; `AccessRefused`; OSError.
    """
    if to.resolve().is_relative_to(context.app.home.resolve()):
        raise RestFault("REST-105")
    with context.store.read() as session:
        require_permission(session, context, "delivery.take", service=context.settings.service)
    found = file_drop(context.app).bundles(recipient)  # outside the transaction: no writer waits for a disk
    if not found:
        raise RestFault("REST-104", recipient=recipient)
    safe = OutboxSafe(context.store)
    cases = {case for case in map(safe.case_in, found) if case is not None}
    with audited_transaction(context) as tx:
        tx.require("delivery.take", service=context.settings.service)
        # History is kept first: nothing is in clear that nobody took.
        tx.record("delivery.take", recipient, stream="reading", facts={"folders": sorted(found)})
        for case in sorted(cases):
            facts = {"case": case, "control": case, "to": recipient}
            tx.record("delivery.take", case, stream="reading", purpose="referral", facts=facts)
    for folder, files in found.items():
        for name, content in files.items():
            put(to / folder / name, content)
    return Taken(recipient=recipient, folders=tuple(found), files=sum(map(len, found.values())))
