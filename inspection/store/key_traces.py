"""What shows that a key was used: a new one in its place would open nothing of that, and fit nothing of it.

A database of an earlier version does not say which keys it was written with, so what they left is looked for.
"""

from collections.abc import Mapping

from sqlmodel import Session, SQLModel, col, select

from inspection.keys import AUDIT, FIELD, FORMS, Keys
from inspection.settings import Settings
from inspection.store.audit import AuditEntry
from inspection.store.complaints import Complaint
from inspection.store.controls import ControlRow
from inspection.store.devices import Device, DeviceInvitation
from inspection.store.extracts import ControlExtract
from inspection.store.holds import Hold
from inspection.store.house_keys import sealed_with
from inspection.store.judicial import JudicialOrder
from inspection.store.links import LinkKeyRow
from inspection.store.openrosa import OpenRosaPart, OpenRosaSubmission
from inspection.store.referrals import DeliveryRow, UsedNonce
from inspection.store.selections import Selection

# Key → tables whose rows it hashed, signed or sealed.
_TABLES: Mapping[str, tuple[type[SQLModel], ...]] = {
    AUDIT: (AuditEntry,),
    FORMS: (OpenRosaSubmission,),
    "purpose-complaint": (Complaint,),
    "purpose-content": (ControlRow, ControlExtract),
    "purpose-device": (Device, DeviceInvitation),
    "purpose-draw": (Selection,),
    "purpose-hold": (Hold,),
    "purpose-judicial": (JudicialOrder,),
    "purpose-judicial_code": (JudicialOrder,),
    "purpose-nonce": (DeliveryRow,),
    "purpose-openrosa": (OpenRosaPart,),
    "purpose-used_nonce": (UsedNonce,),
}
# Key → registers of the lake whose persons it made pseudonyms of.
_REGISTERS: Mapping[str, tuple[str, ...]] = {
    "purpose-worker": ("dimona", "dmfa", "checkin"),
    "purpose-mandate": ("mandates",),
}


def traces_in_files(here: Settings, keys: Keys) -> dict[str, str]:
    """Return the keys that files of a home were written with, and where that shows."""
    found = {
        key: f"lake/{register}"
        for key, registers in _REGISTERS.items()
        for register in registers
        if (here.lake / register).is_dir()
    }
    if here.checkpoints.is_dir() and any(here.checkpoints.glob("*.json")):
        found[AUDIT] = here.checkpoints.name
    if here.attachments.is_dir() and any(here.attachments.iterdir()):
        found[FIELD] = here.attachments.name
    if keys.exists(FORMS):
        found["purpose-openrosa_key"] = "the key of encrypted forms"
    return found


def traces_in_rows(session: Session) -> dict[str, str]:
    """Return the keys that rows of a database were written with, and the table in which that shows."""
    found = {
        key: str(table.__tablename__)
        for key, tables in _TABLES.items()
        for table in tables
        if session.exec(select(table).limit(1)).first() is not None
    }
    if sealed_with(session) is not None:
        found[FIELD] = "sealed fields"
    grounds = session.exec(select(LinkKeyRow.ground).distinct().order_by(col(LinkKeyRow.ground)))
    return found | {f"purpose-link_{ground}": str(LinkKeyRow.__tablename__) for ground in grounds}
