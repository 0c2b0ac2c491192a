"""What one backup consists of: its tables and files as lists of pieces, and where the trail stood."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from inspection.errors import BackupFault
from inspection.sealing import canonical_json
from inspection.store.backups.vault import Vault

_FORM = 2  # since it tells which keys were being rotated
_FORMS = (1, _FORM)


@dataclass(frozen=True)
class TableEntry:
    """A table: its columns in the order in which rows have them, how many rows, a hash over all, and the pieces."""

    columns: tuple[str, ...]
    rows: int
    sha256: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class FileEntry:
    """A file: its size, when it and its entry on the disk changed last (nanoseconds), and the pieces."""

    size: int
    modified: int
    changed: int
    pieces: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A backup.

    id, at, service, revision
        Which, of which moment, of whose house, and the revision of its tables.
    keys
        Fingerprints of the keys that the database knew: a restored home needs those very keys.
    retiring
        Fingerprints of the old keys of rotations that were going on, by name. A restored home needs that of sealed
        columns too: values of both are in it.
    heads
        Where each stream of the trail ended.
    previous
        The backup before this one.
    """

    id: str
    at: datetime
    service: str
    revision: str
    keys: Mapping[str, str]
    tables: Mapping[str, TableEntry]
    files: Mapping[str, FileEntry]
    heads: Mapping[str, tuple[int, str]]
    previous: str | None
    retiring: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def pieces(self) -> frozenset[str]:
        """The name of every piece that this backup needs."""
        tables, files = self.tables.values(), self.files.values()
        return frozenset(name for held in (*(t.pieces for t in tables), *(f.pieces for f in files)) for name in held)

    def write(self, vault: Vault) -> None:
        """Write it into the vault, the last thing of a backup."""
        vault.write_manifest(self.id, canonical_json({"form": _FORM, **asdict(self)}).encode())


def read_manifest(vault: Vault, id_: str | None = None, until: datetime | None = None) -> Manifest:
    """Return a backup of a vault, the newest where none is named: of those up to a moment.

    Errors: `BackupFault` 108 where there is none at all, 109 where there is not this one, 111 or 112 for one that
    cannot be opened, 113 for one of a later version of Vigie.
    """
    if id_ is None:
        id_ = next(reversed(vault.backups(until)), None)
        if id_ is None:
            raise BackupFault("BACKUP-108", folder=vault.folder.name)
    raw = json.loads(vault.read_manifest(id_))
    if raw.pop("form", None) not in _FORMS:
        raise BackupFault("BACKUP-113", backup=id_)
    return Manifest(
        **{
            **raw,
            "at": datetime.fromisoformat(raw["at"]),
            "tables": {name: _table(entry) for name, entry in raw["tables"].items()},
            "files": {path: FileEntry(**{**one, "pieces": tuple(one["pieces"])}) for path, one in raw["files"].items()},
            "heads": {stream: (int(n), str(head)) for stream, (n, head) in raw["heads"].items()},
        }
    )


def _table(raw: Mapping[str, object]) -> TableEntry:
    columns, pieces = (tuple(map(str, raw[name])) for name in ("columns", "pieces"))  # type: ignore[call-overload]
    return TableEntry(columns, int(str(raw["rows"])), str(raw["sha256"]), pieces)
