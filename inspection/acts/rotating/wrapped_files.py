"""Keys of their own, each in a small file that a key of the house wraps: every file is wrapped anew by the next one.

For a key that wraps others, such as one of a keyring, `STEPS` gets one line:

    KEYRING: partial(rewrap, wrapping=Wrapping(files, is_gone, unwrapped, wrapped))
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspection.acts.rotating.beginning import end
from inspection.errors import KeysFault
from inspection.failpoints import failpoint
from inspection.files import put
from inspection.key_sources import destroy_file
from inspection.settings import Settings
from inspection.store.opening import Rotation
from inspection.trust import Context, audited_transaction

_ID = slice(
    2, 6
)  # of a wrapped key, as of a sealed value: two bytes of version, then the id of the key that wrapped it


@dataclass(frozen=True)
class Wrapping:
    """How keys are wrapped.

    files
        Every file of a home with the name that it is bound to.
    is_gone
        Whether the key of a file was destroyed, which is written down before the file goes.
    unwrapped, wrapped
        From (body, name, key of the house) to the key inside, and from (key, name, key of the house) to a body.
    """

    files: Callable[[Settings], Iterator[tuple[Path, str]]]
    is_gone: Callable[[Path], bool]
    unwrapped: Callable[[bytes, str, bytes], bytes]
    wrapped: Callable[[bytes, str, bytes], bytes]


def rewrap(context: Context, rotation: Rotation, *, wrapping: Wrapping) -> int:
    """Wrap every key anew, then retire the key that wrapped them; returns how many files that were.

    A file that goes meanwhile stays gone. Killed anywhere and run again, it goes on.

    Errors: `KeysFault` KEYS-103 where one of both keys is not here, 107 where files of another key are left.
    """
    keys = context.store.keys
    old, new = (keys.opens(bytes.fromhex(id_), rotation.name) for id_ in (rotation.old_id, rotation.new_id))
    if old is None or new is None:
        raise KeysFault("KEYS-103", key=rotation.name)
    count = _anew(context, rotation, wrapping, old, new)
    with audited_transaction(context, "rotation_end") as tx:
        tx.require("keys.rotate")
        count += _anew(context, rotation, wrapping, old, new)  # nobody writes now: what came in between is the last
        left = [path for path, _ in wrapping.files(context.settings) if _id_of(path) not in ("", rotation.new_id)]
        if left:
            raise KeysFault("KEYS-107", left=f"{rotation.name} ({len(left)})")
        end(tx, rotation, count)
    return count


def _anew(context: Context, rotation: Rotation, wrapping: Wrapping, old: bytes, new: bytes) -> int:
    count = 0
    for path, name in wrapping.files(context.settings):
        if _id_of(path) == rotation.old_id:
            count += _one(path, name, wrapping, old, new)
            failpoint("rotation.file")
    return count


def _one(path: Path, name: str, wrapping: Wrapping, old: bytes, new: bytes) -> int:
    """Wrap one key anew; was it destroyed meanwhile, what was written goes again."""
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return 0
    put(path, wrapping.wrapped(wrapping.unwrapped(body, name, old), name, new))
    if wrapping.is_gone(path):
        destroy_file(path)
    return 1


def _id_of(path: Path) -> str:
    try:
        return path.read_bytes()[_ID].hex()
    except FileNotFoundError:
        return ""
