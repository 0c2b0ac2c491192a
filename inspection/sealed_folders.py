"""Sealed files of any size: read and written piece by piece, so that a gigabyte needs no memory.

    sealed.key          the folder's own key, sealed by the house's field key: who rotates that, seals this file anew
    <name>.sealed       "VS1", 16 bytes of salt, then pieces of AES-256-GCM, each by its number and whether it is last

Each file has a key of its own, derived from the folder's with its salt. Every piece is bound to the place and name of
its file, so that a piece, a file or a folder's key that is moved does not open, and one that is cut short is noticed.
"""

import io
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspection.errors import RestFault
from inspection.files import put_once, writing
from inspection.keys import Keys
from inspection.sealing import is_sealed, seal_bytes, unseal_bytes

KEY_FILE, ENDING = "sealed.key", ".sealed"
PIECE_BYTES = 1 << 20
_VERSION, _SALT, _TAG, _KEY_BYTES = b"VS1", 16, 16, 32
_HEADER = len(_VERSION) + _SALT
KEY_PLACE = "sealed_folder.key"


@dataclass(frozen=True)
class SealedFolder:
    """A folder whose files are sealed by a key that lies in it, itself sealed.

    bound
        What the folder is: a sealed key that is moved to another one does not open.
    """

    folder: Path
    bound: str
    keys: Keys

    def begin(self) -> None:
        """Make the folder's key, unless it has one; of two processes at once, the first one's stays."""
        if not (self.folder / KEY_FILE).exists():
            key = seal_bytes(secrets.token_bytes(_KEY_BYTES), place=KEY_PLACE, row=self.bound, keys=self.keys)
            put_once(self.folder / KEY_FILE, key)

    def has(self, name: str) -> bool:
        """Tell whether a sealed file of this name is here."""
        return self.path(name).is_file()

    def path(self, name: str) -> Path:
        """Return where a file of this name lies, sealed."""
        return self.folder / f"{name}{ENDING}"

    def size(self, name: str) -> int:
        """Return how many bytes the content of a sealed file has; nothing is opened."""
        return _content(self.path(name).stat().st_size - _HEADER)

    def names(self) -> list[str]:
        """Return the names of the sealed files."""
        return sorted(path.name.removesuffix(ENDING) for path in self.folder.glob(f"*{ENDING}"))

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Give a stream whose bytes become a sealed file at the end, whole or not at all."""
        key = self._key()
        with writing(self.path(name)) as file, SealingStream(file, key, self._place(name)) as stream:
            yield cast("BinaryIO", stream)

    def reading(self, name: str) -> io.BufferedReader:
        """Open a sealed file, to be read in any order.

        Errors: `RestFault` 101 for a changed byte or another name, as soon as it is read; 102 without the folder's key;
        OSError.
        """
        stream = _OpeningStream(self.path(name).open("rb"), self._key(), self._place(name))
        return io.BufferedReader(stream, PIECE_BYTES)

    def read(self, name: str) -> bytes:
        """Return the content of a sealed file, held once while it is opened; errors as `reading`."""
        held = io.BytesIO()
        with self.reading(name) as stream:
            shutil.copyfileobj(stream, held, PIECE_BYTES)
        return held.getvalue()

    def _place(self, name: str) -> str:
        return f"{self.bound}|{name}"

    def _key(self) -> bytes:
        try:
            sealed = (self.folder / KEY_FILE).read_bytes()
        except FileNotFoundError:
            raise RestFault("REST-102", folder=self.folder.name) from None
        return unseal_bytes(sealed, place=KEY_PLACE, row=self.bound, keys=self.keys)


class SealingStream(io.RawIOBase):
    """What is written to it goes sealed to another stream; the last piece only where nothing went wrong."""

    def __init__(self, file: BinaryIO, key: bytes, place: str) -> None:
        salt = secrets.token_bytes(_SALT)
        self._file, self._cipher, self._place = file, _cipher(key, salt), place.encode()
        self._held, self._written, self._piece, self._is_ended = bytearray(), 0, 0, False
        file.write(_VERSION + salt)

    def writable(self) -> bool:
        """Whether it takes bytes: always."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; whole pieces are sealed at once."""
        plain = memoryview(cast("bytes", data)).cast("B")
        self._held += plain
        self._written += len(plain)
        start = 0
        while len(self._held) - start > PIECE_BYTES:  # the last piece is not empty, unless the file is
            self._seal(self._held[start : start + PIECE_BYTES], is_last=False)
            start += PIECE_BYTES
        del self._held[:start]
        return len(plain)

    def tell(self) -> int:
        """Return how many bytes were taken."""
        return self._written

    def end(self) -> None:
        """Seal the last piece."""
        if not self._is_ended:
            self._seal(self._held, is_last=True)
            self._held, self._is_ended = bytearray(), True

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self.end()
        super().close()

    def _seal(self, plain: bytes | bytearray, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._piece, is_last), bytes(plain), self._place))
        self._piece += 1


class _OpeningStream(io.RawIOBase):
    """A sealed file, opened piece by piece wherever it is read."""

    def __init__(self, file: BinaryIO, key: bytes, place: str) -> None:
        self._file, self._place, self._at = file, place.encode(), 0
        header = file.read(_HEADER)
        body = file.seek(0, io.SEEK_END) - _HEADER
        self._pieces, self._size = _pieces(body), _content(body)
        if header[: len(_VERSION)] != _VERSION or self._size < 0 or self._pieces < 1:
            file.close()
            raise RestFault("REST-101", place=place.rpartition("|")[0])
        self._cipher = _cipher(key, header[len(_VERSION) :])
        self._open_piece, self._plain = -1, b""
        self._piece(self._pieces - 1)  # one that was cut short is refused before anything of it is read

    def readable(self) -> bool:
        """Whether it gives bytes: always."""
        return True

    def seekable(self) -> bool:
        """Whether it can be read in any order: always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere in the content."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return where in the content it stands."""
        return self._at

    def readinto(self, into: object) -> int:
        """Fill a buffer with what is left of the piece where it stands."""
        view = memoryview(cast("bytearray", into)).cast("B")
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, PIECE_BYTES)
        part = self._piece(number)[start : start + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Close the file under it."""
        if not self.closed:
            self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if number != self._open_piece:
            self._file.seek(_HEADER + number * (PIECE_BYTES + _TAG))
            sealed = self._file.read(PIECE_BYTES + _TAG)
            try:
                nonce = _nonce(number, number == self._pieces - 1)
                self._plain, self._open_piece = self._cipher.decrypt(nonce, sealed, self._place), number
            except InvalidTag:
                raise RestFault("REST-101", place=self._place.decode().rpartition("|")[0]) from None
        return self._plain


def begins_sealed(head: bytes) -> bool:
    """Tell whether a file that begins so is sealed: one of a sealed folder, or a value by itself."""
    return head.startswith(_VERSION) or is_sealed(head)


def _pieces(body: int) -> int:
    """Return how many pieces a sealed body of so many bytes has."""
    return -(-body // (PIECE_BYTES + _TAG))


def _content(body: int) -> int:
    return body - _pieces(body) * _TAG


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _KEY_BYTES, salt, b"vigie sealed file").derive(key))


def _nonce(piece: int, is_last: bool) -> bytes:
    return piece.to_bytes(11, "big") + bytes([is_last])
