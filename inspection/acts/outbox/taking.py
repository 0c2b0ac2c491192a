"""What lies in the outbox is sealed until somebody of the house takes it to its addressee."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from inspection.errors import RestFault
from inspection.files import put
from inspection.referral.delivery import FileDrop, reference_in
from inspection.sealed_places import OUTBOX_PLACE
from inspection.store.core import Store
from inspection.store.referrals import ReferralRow
from inspection.trust import AppContext, Context, audited_transaction


class OutboxSafe:
    """Seals the files of the outbox: a bundle by the key of its case, a list of many cases by the house's key."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cases: dict[str, str | None] = {}

    def seal(self, where: str, content: bytes) -> bytes:
        """Return a file sealed for the place where it lies."""
        return self._store.seal_bytes(OUTBOX_PLACE, where, content, case=self._case_of(where))

    def open(self, where: str, sealed: bytes) -> bytes:
        """Return a file of that place opened; raises `StoreFault` for any other."""
        return self._store.unseal_bytes(OUTBOX_PLACE, where, sealed)

    def _case_of(self, where: str) -> str | None:
        """Return the case of a bundle, whose folder begins with the reference; None for a list."""
        reference = reference_in(where.split("/")[1])
        if reference is None:
            return None
        if reference not in self._cases:
            with self._store.read() as session:
                mine = select(ReferralRow.control_id).where(col(ReferralRow.reference) == reference)
                self._cases[reference] = session.exec(mine).first()
        return self._cases[reference]


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

    What was taken stays in the outbox, sealed, until its days are over: the daily comparison looks for it there.

    Errors: `RestFault` 104 where nothing lies there, 105 for a folder in this home; `StoreFault` for a file that does
    not open; `AccessRefused`; OSError.
    """
    if to.resolve().is_relative_to(context.app.home.resolve()):
        raise RestFault("REST-105")
    with audited_transaction(context) as tx:
        tx.require("delivery.take", service=context.settings.service)
        found = file_drop(context.app).bundles(recipient)
        if not found:
            raise RestFault("REST-104", recipient=recipient)
        # History is kept first: nothing is in clear that nobody took.
        tx.record("delivery.take", recipient, stream="reading", facts={"folders": sorted(found)})
    for folder, files in found.items():
        for name, content in files.items():
            put(to / folder / name, content)
    return Taken(recipient=recipient, folders=tuple(found), files=sum(map(len, found.values())))
