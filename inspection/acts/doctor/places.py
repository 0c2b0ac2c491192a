"""What may lie where in a home; whoever writes to a new place names it here, or the doctor tells of it."""

from collections.abc import Iterator
from pathlib import Path

from inspection.acts.backups import STAGE
from inspection.referral.delivery.transports import LAID_OVER
from inspection.settings import DEMO_MARK, PORTAL_MARK, Settings

# Files that are about nobody, or whose text was made to be read without a number of a person.
OPEN = (
    *("cache", "checkpoints", "lake", "measuring", "out", "portal", "prefect", "reports", "rules", "scales"),
    *("situations", "truth", LAID_OVER, STAGE, DEMO_MARK, PORTAL_MARK, "transports.yaml"),
)
# Files that nothing of the house can read without a key.
SEALED = ("attachments", "frames", "keyring", "lists", "outbox", "store", "zones")
# Keys as they are, which nothing but their use may read; and deliveries, which are asked about by themselves.
APART = ("keys", "registers")
KNOWN = frozenset((*OPEN, *SEALED, *APART))


def lying(here: Settings) -> Iterator[Path]:
    """Give every file of a home that may be looked into: neither keys, nor deliveries, nor the encrypted database."""
    homes = {here.home, here.portal_home}
    passed = {home / name for home in homes for name in APART}
    bases = {home / here.store_file.relative_to(here.home) for home in homes}
    passed |= {base.with_name(base.name + ending) for base in bases for ending in ("", "-wal", "-shm", "-journal")}
    for top in sorted(here.home.iterdir()):
        files = (top, *sorted(top.rglob("*"))) if top not in passed else ()
        yield from (
            file
            for file in files
            if passed.isdisjoint((file, *file.parents)) and file.is_file() and not file.is_symlink()
        )


def is_known(here: Settings, file: Path) -> bool:
    """Tell whether a file lies at a place of the home that something of Vigie writes to, or is half written there."""
    name = file.relative_to(here.home).parts[0]
    return name in KNOWN or (name.startswith(".") and name.endswith(".new"))
