"""Who signs the history here: a witness under another account, else a key of this home."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, col, select

from inspection.errors import HistoryFault
from inspection.history import Log, Notary, fingerprint_of, log_in, public_of
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.records import AuditEntryRow, WitnessRow
from inspection.trust import HISTORY


@dataclass(frozen=True)
class Signer:
    """Whoever signs.

    public_key
        Its public half, as the database knows it.
    is_witness
        Whether it is a process under another account; else whoever can read this home can sign too.
    log
        This home's copy of what it signed.
    """

    public_key: str
    is_witness: bool
    log: Log

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public_key)


def signer_of(store: Store, settings: Settings) -> Signer:
    """Return who signs the history of a house.

    Errors: `SettingsFault` where the key of this home is not here.
    """
    with store.read() as session:
        pinned = pinned_witness(session)
    key = pinned.public_key if pinned else public_of(_own_key(store))
    return Signer(key, pinned is not None, log_in(settings.checkpoints, key))


def pinned_witness(session: Session) -> WitnessRow | None:
    """Return the witness that this house trusts now."""
    latest = select(WitnessRow).order_by(col(WitnessRow.pinned_at).desc(), col(WitnessRow.id).desc())
    return session.exec(latest.limit(1)).first()


def last_told(session: Session) -> AuditEntryRow | None:
    """Return the last entry in which the trail tells of a checkpoint, whoever signed that one."""
    mine = select(AuditEntryRow).where(col(AuditEntryRow.stream) == HISTORY, col(AuditEntryRow.act) == "history.sign")
    return session.exec(mine.order_by(col(AuditEntryRow.n).desc()).limit(1)).first()


def number_told(entry: AuditEntryRow | None, signer: Signer) -> int:
    """Return which checkpoint of a signer the trail told of last; 0 where another signed the last one, or nobody."""
    is_mine = entry is not None and entry.facts.get("key") == signer.fingerprint
    return int(entry.facts["number"]) if entry is not None and is_mine else 0


def own_notary(store: Store, settings: Settings) -> Notary:
    """Return this home as its own signer, where it has no witness."""
    key = _own_key(store)
    return Notary(key, log_in(settings.checkpoints, public_of(key)))


def misnamed(signer: Signer, settings: Settings) -> HistoryFault | None:
    """Return what is wrong where settings and database do not agree whether there is a witness."""
    if settings.history.witness is not None and not signer.is_witness:
        return HistoryFault("HISTORY-110")
    if settings.history.witness is None and signer.is_witness:
        return HistoryFault("HISTORY-111")
    return None


def _own_key(store: Store) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(store.keys.audit)
