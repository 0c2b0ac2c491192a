"""Whether pages of the embedded database are those that SQLCipher signed: as many of them as one has time to read.

SQLCipher itself reads all of them or none. It signs each page by HMAC-SHA512 over what is encrypted, its initialisation
vector and its number. https://www.zetetic.net/sqlcipher/design/
"""

import hmac
import os
from contextlib import suppress
from hashlib import pbkdf2_hmac
from pathlib import Path

from inspection.errors import StoreFault
from inspection.keys import DATABASE
from inspection.store.core import Store

_PAGE, _SIGNATURE, _SALT = 4096, 64, 16  # bytes; the first page begins with the salt, in clear
_MASK, _ROUNDS, _KEY = 0x3A, 2, 32  # how the key of signatures comes from that of the database
_NEVER_USED = 2**30 // _PAGE + 1  # the page that SQLite locks bytes of: it writes nothing there


def signed_part(store: Store, part: int, parts: int) -> bool:
    """Tell whether each page of a part of the database is signed by its key, or by the one it is rotated to or from.

    A page that is not is read a second time, as one that was being moved when it was met.

    Arguments: `part` from 0, of `parts` that are alike in size.
    """
    with store.engine.connect() as connection:
        named = connection.exec_driver_sql("PRAGMA database_list").one()
        descriptor = _held_open(Path(named[2]))
        pages = -(-os.fstat(descriptor).st_size // _PAGE)
        each = -(-pages // parts)
        keys = _keys_of_signatures(store, os.pread(descriptor, _SALT, 0))
        numbers = range(part * each + 1, min((part + 1) * each, pages) + 1)
        unsigned = [n for n in numbers if not _is_signed(descriptor, n, keys)]
        return all(_is_signed(descriptor, n, keys) for n in unsigned)


def _held_open(file: Path) -> int:
    """Return the descriptor by which SQLite holds the database open.

    Another one of ours may not be: to close it would end this process's locks on the file.
    https://sqlite.org/howtocorrupt.html
    """
    about = file.stat()
    for name in os.listdir("/dev/fd"):
        with suppress(OSError):
            if os.path.samestat(os.fstat(int(name)), about):
                return int(name)
    raise StoreFault("STORE-026", kind="not held open")


def _keys_of_signatures(store: Store, salt: bytes) -> list[bytes]:
    masked = bytes(byte ^ _MASK for byte in salt)
    return [pbkdf2_hmac("sha512", key, masked, _ROUNDS, _KEY) for key in store.keys.all_of(DATABASE).values()]


def _is_signed(descriptor: int, number: int, keys: list[bytes]) -> bool:
    if number == _NEVER_USED:
        return True
    page = os.pread(descriptor, _PAGE, (number - 1) * _PAGE)
    signed = page[_SALT if number == 1 else 0 : -_SIGNATURE] + number.to_bytes(4, "little")
    return any(hmac.digest(key, signed, "sha512") == page[-_SIGNATURE:] for key in keys)
