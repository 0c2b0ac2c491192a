"""The keyring: each case has a data key of its own, outside the database and outside its backups.

What is kept of a case is sealed by that key alone. So a case is erased wherever it was copied to by destroying one
small file, and all that backups hold of it stays closed for ever. In its place a tombstone tells that it was destroyed,
and when; it lets nobody make the key again. It is signed by a key of the house, since rows are erased on its word.

Each key lies in a file of its own, wrapped by the key `keyring` of the house and bound to the id of its case. That key
can be changed: each file names the one that wrapped it, and the keyring names the one that wraps from now on, so that a
process which began before the change neither misses a key nor makes one that nobody could open.
"""

import hashlib
import json
import os
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspection.errors import KeyringFault, KeysFault
from inspection.files import put, put_once, sync_folder
from inspection.keys import KEYRING, Keys, key_id
from inspection.tombstones import TOMBSTONE, read_tombstone, written_tombstone

MARK = "keyring.json"
_KEY, _GONE = ".key", ".gone"
_VERSION, _NONCE, _BYTES = b"W1", 12, 32
_HEADER = len(_VERSION) + 4 + _NONCE
_LENGTH = _HEADER + _BYTES + 16
_SHOWN = 4


@dataclass(frozen=True)
class Keyring:
    """The case keys of one installation; every machine that works on its database uses the same folder."""

    folder: Path
    keys: Keys = field(repr=False)
    _known: dict[str, tuple[bytes, bytes]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_here(self) -> bool:
        """Whether this installation's keyring was made, and is where the settings say."""
        return (self.folder / MARK).is_file()

    def found(self) -> None:
        """Make an empty keyring; for the act that founds a house, and no other."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = json.dumps({"keyring": secrets.token_hex(8)}) + "\n"
        put_once(self.folder / MARK, made.encode())

    def key_of(self, case_id: str) -> bytes:
        """Return the key of a case.

        The file is looked for each time: what was destroyed by another process opens nothing in this one either.

        Errors: `KeyringFault` 102 for a case that was destroyed, 103 where the keyring is not here, 101 where it has no
        key of the case, 104 for a file that is damaged, also of its tombstone, or was wrapped by another key.
        """
        return self._key(_case(case_id))

    def make(self, case_id: str) -> bytes:
        """Return the key of a case, which is made where it has none; of two processes at once, the first one's stays.

        Errors: those of `key_of`, but for 101.
        """
        case = _case(case_id)
        with suppress(FileNotFoundError):
            return self._read(case)
        if not self.is_here:
            raise KeyringFault("KEYRING-103", folder=self.folder.name)
        if self._tombstone(case).get("final"):
            raise KeyringFault("KEYRING-102", case=case)
        self._put_new(case)
        if self._tombstone(case).get("final"):  # destroyed in the meantime: what was made must not stay
            self._remove(case)
            raise KeyringFault("KEYRING-102", case=case)
        return self._key(case)

    def destroy(self, case_id: str, at: datetime, *, may_return: bool = False) -> bool:
        """Destroy the key of a case for ever; returns whether there was one. A second time changes nothing.

        The tombstone is written first: whoever is killed in between destroys it again. One that is damaged is written
        anew by what is for ever.

        Arguments: `may_return` for what never became a case, such as a draft that nobody finished: should it come
        again, it gets another key.
        Errors: `KeyringFault` 104 for a tombstone that is damaged, where the key may return.
        """
        case = _case(case_id)
        gone, ids = self._tombstone_to_follow(case, may_return=may_return), set[str]()
        with suppress(FileNotFoundError, KeyringFault):
            ids = {key_id(self._read(case)).hex()}
        was_here = self._file(case, _KEY).exists()
        was_so = bool(gone) and (gone["final"] or may_return)  # else what returned once goes for ever only now
        told = {
            "at": gone["at"] if was_so else at.isoformat(),
            "final": bool(gone.get("final")) or not may_return,
            "keys": sorted(ids | set(gone.get("keys", ()))),
        }
        if told != gone:
            put(self._file(case, _GONE), written_tombstone(told, case, self._signs))
        self._remove(case)
        return was_here

    def tombstones(self) -> Mapping[str, datetime]:
        """Return the cases that were destroyed for ever, and when.

        Errors: `KeyringFault` 104 for a tombstone that is damaged: nobody can tell whether it was for ever.
        """
        told, damaged = self.told_tombstones()
        if damaged:
            raise KeyringFault("KEYRING-104", case=damaged[0])
        return told

    def told_tombstones(self) -> tuple[Mapping[str, datetime], tuple[str, ...]]:
        """Return the same of what can be read, and the cases whose tombstone is damaged or was not written here.

        For whoever must not be stopped every night by one bad file.
        """
        told, damaged = dict[str, datetime](), list[str]()
        for file in sorted(self.folder.glob(f"*/*{_GONE}")):
            try:
                if (one := self._tombstone(file.stem)).get("final"):
                    told[file.stem] = datetime.fromisoformat(one["at"])
            except KeyringFault:
                damaged.append(file.stem)
        return told, tuple(damaged)

    def was_destroyed(self, case_id: str, key: bytes) -> bool:
        """Tell whether a key of a case was destroyed: its tombstone says so.

        Arguments: `key` the id of that key, as what it sealed names it. What may return has another one afterwards,
        and one of which no tombstone tells is lost, not destroyed.
        """
        told = self._tombstone(_case(case_id))
        return bool(told) and (told["final"] or key.hex() in told["keys"])

    def bury(self) -> int:
        """Remove every key of which a tombstone says that it was destroyed; returns how many.

        For whoever puts a copy of the keyring back: a copy of before has keys that are destroyed since.
        """
        dead = [case for case in self.cases() if self._is_destroyed(case)]
        for case in dead:
            self._remove(case)
        return len(dead)

    def cases(self) -> Iterator[str]:
        """Give every case that has a key."""
        for file in sorted(self.folder.glob(f"*/*{_KEY}")):
            yield file.stem

    def wrap_by(self, id_: str) -> None:
        """Have every process wrap by another key of the house from now on, named by its id; for a rotation."""
        told = self._mark()
        if told.get("by") != id_:
            put(self.folder / MARK, (json.dumps(told | {"by": id_}) + "\n").encode())

    def wrapped_by(self) -> Counter[str]:
        """Return how many keys of cases each key of the house wrapped, by its id; no key is opened.

        A file that has not the form of a wrapped key names nobody, and is not counted: `closed` tells of it.
        """
        found = Counter[str]()
        for case in self.cases():
            with suppress(FileNotFoundError):
                found[wrapper_of(self._file(case, _KEY).read_bytes())] += 1
        del found[""]
        return found

    def closed(self) -> Iterator[tuple[str, str]]:
        """Give every case whose key does not open, and the id of the key that its file says to be wrapped by.

        That id is "" where the file has not even the form of a wrapped key.
        """
        for case in self.cases():
            with suppress(FileNotFoundError):
                try:
                    self._read(case)
                except KeyringFault:
                    by = wrapper_of(self._file(case, _KEY).read_bytes())
                    if not self._is_destroyed(case):  # it may be overwritten at this very moment
                        yield case, by

    def lacks(self, case_id: str, sealed_by: bytes) -> bool:
        """Tell whether a key that sealed something of a case is lost: it is not here, and nobody destroyed it.

        A key that is here and does not open is not lost yet: `closed` tells of it.

        Arguments: `sealed_by` the id of the key, as it stands in what it sealed.
        """
        case, is_here = _case(case_id), False
        with suppress(FileNotFoundError):
            try:
                is_here = key_id(self._read(case)) == sealed_by
            except KeyringFault:
                return False
        return not is_here and not self.was_destroyed(case, sealed_by)

    def rewrap(self, case_id: str, was: bytes, becomes: bytes) -> bool:
        """Wrap a case's key anew, unless the key that follows wrapped it already; returns whether it did.

        What stood in the file is overwritten, and a case that is destroyed meanwhile does not come back. Killed in
        between, the file is the one or the other; `bury` takes what was destroyed then.

        Errors: `KeyringFault` 104 for a file that is damaged, or that a third key wrapped.
        """
        case = _case(case_id)
        try:
            is_done = self._rewrapped(case, was, becomes)
        except FileNotFoundError:
            return False
        except KeyringFault:
            if not self._is_destroyed(case):
                raise
            is_done = False
        if self._is_destroyed(case):
            self._remove(case)
            return False
        return is_done

    def _rewrapped(self, case: str, was: bytes, becomes: bytes) -> bool:
        file = self._file(case, _KEY)
        with file.open("r+b") as before:
            body = before.read()
            if body != file.read_bytes():  # another process wrapped it anew, and overwrote what was read here
                return self._rewrapped(case, was, becomes)
            if wrapper_of(body) == key_id(becomes).hex():
                return False
            put(file, wrapped(unwrapped(body, case, was), case, becomes), makes_folder=False)
            _overwrite(before)
        return True

    def _put_new(self, case: str) -> None:
        """Make the file of a case's key; was the key that wraps changed meanwhile, it is wrapped once more."""
        by = self._wrapping()
        put_once(self._file(case, _KEY), wrapped(secrets.token_bytes(_BYTES), case, by))
        while (now := self._wrapping()) != by:
            self.rewrap(case, by, now)
            by = now

    def _wrapping(self) -> bytes:
        """Return the key that wraps: the one that the keyring names, and the one in use while none was ever changed."""
        by = self._mark().get("by")
        key = self.keys.keyring if by is None else self.keys.opens(bytes.fromhex(by), KEYRING)
        if key is None:
            raise KeysFault("KEYS-101", key=KEYRING)
        return key

    def _mark(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.folder / MARK).read_bytes()))
        except (FileNotFoundError, ValueError):
            raise KeyringFault("KEYRING-103", folder=self.folder.name) from None

    def _key(self, case: str) -> bytes:
        try:
            return self._read(case)
        except FileNotFoundError:
            self._known.pop(case, None)
        if not self.is_here:
            raise KeyringFault("KEYRING-103", folder=self.folder.name)
        if self._tombstone(case).get("final"):
            raise KeyringFault("KEYRING-102", case=case)
        raise KeyringFault("KEYRING-101", case=case)

    def _read(self, case: str) -> bytes:
        """Read the key anew where its file is another: a wrapping key that was changed has rewritten it."""
        file = self._file(case, _KEY)
        body = file.read_bytes()
        known = self._known.get(case)
        if known is not None and known[0] == body:
            return known[1]
        try:
            key = self._unwrapped(case, body)
        except KeyringFault:
            before, body = body, file.read_bytes()
            if body == before:
                raise
            key = self._unwrapped(case, body)  # it was wrapped anew, and overwritten, between opening and reading
        self._known[case] = (body, key)
        return key

    def _unwrapped(self, case: str, body: bytes) -> bytes:
        by = self.keys.opens(body[2:6], KEYRING)
        if by is None:
            raise KeyringFault("KEYRING-104", case=case)
        return unwrapped(body, case, by)

    def _is_destroyed(self, case: str) -> bool:
        told = self._tombstone(case)
        if not told or told["final"]:
            return bool(told)
        with suppress(FileNotFoundError, KeyringFault):  # what went meanwhile, or does not open: doctor tells of that
            return key_id(self._read(case)).hex() in told["keys"]
        return False

    def _tombstone(self, case: str) -> dict[str, Any]:
        try:
            return read_tombstone(self._file(case, _GONE).read_bytes(), case, self._signs)
        except FileNotFoundError:
            return {}

    def _tombstone_to_follow(self, case: str, *, may_return: bool) -> dict[str, Any]:
        try:
            return self._tombstone(case)
        except KeyringFault:
            if may_return:  # it may have been for ever
                raise
            return {}

    @property
    def _signs(self) -> bytes:
        return self.keys.purpose(TOMBSTONE)

    def _remove(self, case: str) -> None:
        """Overwrite the file before it goes, and wait for the disk: an unlinked file may be read for a long time."""
        file = self._file(case, _KEY)
        self._known.pop(case, None)
        with suppress(FileNotFoundError):
            with file.open("r+b") as opened:
                _overwrite(opened)
            file.unlink()
            sync_folder(file.parent)

    def _file(self, case: str, ending: str) -> Path:
        """Return where a case's file lies: by its last two digits, since the first ones of an id are a moment."""
        return self.folder / case[-2:] / f"{case}{ending}"


def wrapped(key: bytes, case_id: str, by: bytes) -> bytes:
    """Wrap a case's key by the key `keyring` of a house: version, id of that key, nonce, then the wrapped key."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + key_id(by) + nonce + AESGCM(by).encrypt(nonce, key, case_id.encode())


def unwrapped(body: bytes, case_id: str, by: bytes) -> bytes:
    """Open what `wrapped` made; raises `KeyringFault` 104 for another key, another case or a changed byte."""
    try:
        if body[:2] != _VERSION or len(body) != _LENGTH or body[2:6] != key_id(by):
            raise KeyringFault("KEYRING-104", case=case_id)
        return AESGCM(by).decrypt(body[6:_HEADER], body[_HEADER:], case_id.encode())
    except InvalidTag:
        raise KeyringFault("KEYRING-104", case=case_id) from None


def wrapper_of(body: bytes) -> str:
    """Return the id of the key that wrapped a case's key; "" for what has not the form of a wrapped key."""
    return body[2:6].hex() if body[:2] == _VERSION and len(body) == _LENGTH else ""


def _overwrite(opened: BinaryIO) -> None:
    """Put other bytes in the place of a wrapped key, and wait for the disk."""
    opened.seek(0)
    opened.write(secrets.token_bytes(_LENGTH))
    opened.flush()
    os.fsync(opened.fileno())


def named(cases: Sequence[str]) -> str:
    """Return the first of some cases by their ids, for whoever has to mend them: a message holds no thousand."""
    return ", ".join(cases[:_SHOWN]) + (" …" if len(cases) > _SHOWN else "")


def case_named(thing: str) -> str:
    """Return the id under which the keyring keeps the key of something that has another kind of id than a control.

    A copy in the portal, or a submission of which nobody knows yet which control it becomes.
    """
    return str(UUID(bytes=hashlib.sha256(f"vigie case {thing}".encode()).digest()[:16]))


def open_keyring(folder: Path, keys: Keys) -> Keyring:
    """Return the keyring of an installation as it stands; nothing is made."""
    return Keyring(folder, keys)


def _case(case_id: str) -> str:
    """Return an id as its 36 characters: it becomes the name of a file."""
    try:
        return str(UUID(case_id))
    except ValueError:
        raise KeyringFault("KEYRING-105") from None
