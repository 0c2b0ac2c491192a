"""Which backups hold something of an erased record, asked of the backups themselves.

All that is looked for is ids: they stand in clear in every row of a case, or in the row that it hangs on. What cannot
be decided counts against the erasure, so that no proof is given too early.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from inspection.errors import BackupFault
from inspection.keyring import case_named
from inspection.life_cycles import ErasureOutcome
from inspection.store.backups import Manifest, Vault, read_manifest, rows_in

_BEGINNINGS = ("control", "draft", "attachment")  # whatever comes again after its erasure has a row in one of these
_TELLING = frozenset({"audit_entry", "erasure_item", "erasure_step"})  # they name what is gone, and hold nothing of it


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What is still known of a record that is gone.

    subject, item
        Its id, and that of the item by which it went the last time.
    keys
        Under which ids the keyring kept its keys: its own, and of each submission before anybody knew which control it
        becomes.
    """

    subject: str
    item: str
    keys: frozenset[str]


def backups_holding(vault: Vault, erased: Erased) -> tuple[int, int]:
    """Count the backups that hold something of a record, and those that cannot be read and may.

    Backups have most of their pieces in common, so each piece is read once.
    """
    wanted = json.dumps(erased.subject, ensure_ascii=False)[1:-1].encode()
    is_named = cache(lambda piece: wanted in vault.get(piece))
    found = [_holds(vault, id_, erased, is_named) for id_ in vault.backups()]
    return found.count(True), found.count(None)


def _holds(vault: Vault, id_: str, erased: Erased, is_named: Callable[[str], bool]) -> bool | None:
    """Tell whether a backup holds a file or a row of a record; None where it cannot be read."""
    try:
        manifest = read_manifest(vault, id_)
        return (
            any(erased.subject in path for path in manifest.files)
            or any(map(is_named, _pieces(manifest, _knows_erasure(vault, manifest, erased.item))))
            or _has_parts(vault, manifest, erased.keys)
        )
    except (BackupFault, OSError):
        return None


def _knows_erasure(vault: Vault, manifest: Manifest, item: str) -> bool:
    """Tell whether a backup was taken after the erasure: what only names the record since then is no row of it."""
    outcomes = rows_in(vault, manifest, "erasure_outcome")
    return any(row["id"] == item and row["outcome"] == ErasureOutcome.ERASED for row in outcomes)


def _pieces(manifest: Manifest, knows_erasure: bool) -> Iterator[str]:
    """Give the pieces in which a row of the record would be, those first in which it is found soonest.

    Of a backup that knows nothing of the erasure every table is read, also one that has another name today.
    """
    others = () if knows_erasure else manifest.tables.keys() - _TELLING - set(_BEGINNINGS)
    for name in (*_BEGINNINGS, *sorted(others)):
        if name in manifest.tables:
            yield from manifest.tables[name].pieces


def _has_parts(vault: Vault, manifest: Manifest, keys: frozenset[str]) -> bool:
    """Tell whether parts of a submission that became the record wait there: they do not name it yet."""
    waiting = rows_in(vault, manifest, "openrosa_part")
    return any(case_named(f"openrosa {row['instance']}") in keys for row in waiting)
