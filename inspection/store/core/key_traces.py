"""What files of a home show of keys that were used: a new key in the place of one would open nothing of that."""

from collections.abc import Mapping

from inspection.keys import AUDIT, FIELD, FORMS, Keys
from inspection.settings import Settings

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
