"""A raw delivery is sealed on receipt, read from its seal alone, and what happens to it in between loses nothing."""

import contextlib
import os
import secrets
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import builders_registers as b
import pytest

from inspection import sealed_folders
from inspection.errors import IntakeFault, RestFault
from inspection.files import private_folder, put
from inspection.keys import NAMES, Keys, make_keys, open_keys
from inspection.registers.delivered import RawState, deliveries, half_copies, in_clear, receive, source_of
from inspection.registers.delivered import receiving as module
from inspection.registers.lake import Lake
from inspection.registers.readers import SealedSource
from inspection.sealed_folders import PIECE_BYTES, SealedFolder

ON, AT = date(2026, 11, 25), datetime(2026, 11, 29, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Give the keys of a house."""
    made = open_keys(tmp_path_factory.mktemp("house") / "keys", {})
    make_keys(made, NAMES)
    return made


def received(root: Path, keys: Keys, register: str = "dimona", at: datetime = AT) -> SealedSource:
    """Receive what waits, and return it as the intake reads it."""
    (one,) = receive(root, register, keys, at=at, by="system")
    return source_of(one, keys)


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7])
def test_what_was_sealed_opens_whole_and_from_anywhere(tmp_path: Path, keys: Keys, size: int) -> None:
    """Around the length of a piece as in the middle of one."""
    folder, content = SealedFolder(tmp_path, "registers.x", keys), secrets.token_bytes(size)
    folder.begin()
    with folder.writing("a") as stream:
        for start in range(0, size, 700_001):
            stream.write(content[start : start + 700_001])
    assert folder.read("a") == content
    assert folder.size("a") == size
    with folder.reading("a") as stream:
        stream.seek(size // 2)
        assert stream.read() == content[size // 2 :]
    assert content[:24] not in folder.path("a").read_bytes() or size < 24


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first byte": lambda whole: b"X" + whole[1:],
    "salt": lambda whole: whole[:8] + bytes([whole[8] ^ 1]) + whole[9:],
    "first piece": lambda whole: whole[:99] + bytes([whole[99] ^ 1]) + whole[100:],
    "last byte": lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
    "last piece gone": lambda whole: whole[: 19 + 2 * (PIECE_BYTES + 16)],
    "cut inside a piece": lambda whole: whole[:-9],
    "empty": lambda _: b"",
    "pieces exchanged": lambda whole: (
        whole[:19]
        + whole[19 + PIECE_BYTES + 16 : 19 + 2 * (PIECE_BYTES + 16)]
        + whole[19 : 19 + PIECE_BYTES + 16]
        + whole[19 + 2 * (PIECE_BYTES + 16) :]
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_changed_file_does_not_open(tmp_path: Path, keys: Keys, damage: str) -> None:
    """A changed byte, a piece that is gone or elsewhere: an error, and no content."""
    folder = SealedFolder(tmp_path, "registers.x", keys)
    folder.begin()
    with folder.writing("a") as stream:
        stream.write(secrets.token_bytes(2 * PIECE_BYTES + 100))
    folder.path("a").write_bytes(DAMAGES[damage](folder.path("a").read_bytes()))
    with pytest.raises(RestFault) as fault:
        folder.read("a")
    assert fault.value.code == "REST-101"


def test_a_file_opens_under_its_own_name_and_folder_only(tmp_path: Path, keys: Keys) -> None:
    """Under another name, or with the key of another folder, it is somebody else's."""
    folder = SealedFolder(tmp_path, "registers.x", keys)
    folder.begin()
    with folder.writing("a") as stream:
        stream.write(b"of a")
    folder.path("a").rename(folder.path("b"))
    with pytest.raises(RestFault):
        folder.read("b")
    with pytest.raises(Exception, match="STORE-04"):
        SealedFolder(tmp_path, "registers.y", keys).read("b")


def test_a_folder_gets_one_key_whoever_begins_it(tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two processes at once the first one's stays: what it sealed meanwhile opens."""
    folder, sealed = SealedFolder(tmp_path / "x", "registers.x", keys), sealed_folders.seal_bytes

    def late(*plain: bytes, **bound: Any) -> bytes:
        monkeypatch.undo()
        folder.begin()
        with folder.writing("a") as stream:
            stream.write(b"of a")
        return sealed(*plain, **bound)

    monkeypatch.setattr(sealed_folders, "seal_bytes", late)
    folder.begin()
    assert folder.read("a") == b"of a"


def test_nothing_stays_of_a_file_that_cannot_take_its_place(tmp_path: Path) -> None:
    """Not even its draft, which would lie there for ever."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(OSError, match="a"):
        put(tmp_path / "a", b"x")
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("register", ["dimona", "kbo", "addresses"])
def test_an_intake_of_the_sealed_is_that_of_the_clear(tmp_path: Path, keys: Keys, register: str) -> None:
    """The same account, the same hash, the same rows; and nothing in clear is left."""
    files = {"dimona": b.dimona_files(), "kbo": b.kbo_files(), "addresses": {"openaddress-bebru.csv": b.address_rows()}}
    for root in ("clear", "sealed"):
        b.write(tmp_path / root / register, files[register], quoted=register == "kbo")
    first = b.take(register, tmp_path / "clear" / register, Lake(tmp_path / "a"), ON)
    source = received(tmp_path / "sealed", keys, register)
    assert not in_clear(tmp_path / "sealed" / register)
    again = b.take(register, source, Lake(tmp_path / "b", keys), ON)
    assert again == first
    one, other = Lake(tmp_path / "a").newest(register), Lake(tmp_path / "b").newest(register)
    assert one is not None
    assert other is not None
    assert one.about["sha256"] == other.about["sha256"]
    assert b.take(register, source, Lake(tmp_path / "b", keys), ON).unchanged
    for table in Lake(tmp_path / "a").tables(register, ON):
        left = Lake(tmp_path / "a").scan(register, table, ON).collect()
        assert left.equals(Lake(tmp_path / "b", keys).scan(register, table, ON).collect())


def test_a_sealed_archive_is_read_where_it_lies(tmp_path: Path, keys: Keys) -> None:
    """A zip that waits alone is one, sealed; its members are never unpacked to the disk."""
    b.write(tmp_path / "kbo-files", b.kbo_files(), quoted=True)
    archive = b.zipped(tmp_path / "kbo-files")
    put(tmp_path / "registers/kbo" / archive.name, archive.read_bytes())
    source = received(tmp_path / "registers", keys, "kbo")
    assert b.take("kbo", source, Lake(tmp_path / "lake"), ON).state == "current"
    left = [path for path in (tmp_path / "registers").rglob("*") if path.is_file()]
    assert {path.suffix for path in left} == {".sealed", ".key", ".json"}


def test_each_archive_is_a_delivery_of_its_own(tmp_path: Path, keys: Keys) -> None:
    """After a weekend without service, in the order of their names; a file that is none goes with the last one."""
    for name in ("KboOpenData_0012.zip", "read me.txt", "KboOpenData_0011.zip"):
        put(tmp_path / "kbo" / name, name.encode())
    came = receive(tmp_path, "kbo", keys, at=AT, by="system")
    assert [set(one.files) for one in came] == [
        {"KboOpenData_0011.zip"},
        {"KboOpenData_0012.zip", "read me.txt"},
    ]
    assert deliveries(tmp_path / "kbo") == came
    assert not in_clear(tmp_path / "kbo")


def test_tables_of_persons_lie_sealed_and_no_other(tmp_path: Path, keys: Keys) -> None:
    """What is scanned holds no person; without the keys a table of persons is refused, never passed over."""
    b.write(tmp_path / "dimona", b.dimona_files())
    b.write(tmp_path / "kbo", b.kbo_files(), quoted=True)
    for register in ("dimona", "kbo"):
        b.take(register, tmp_path / register, Lake(tmp_path / "lake", keys), ON)
    assert {path.name for path in (tmp_path / "lake").rglob("*period*")} == {
        "period.parquet.sealed",
        "profile.period.parquet.sealed",
    }
    assert not list((tmp_path / "lake/kbo").rglob("*.sealed"))
    with pytest.raises(RestFault) as fault:
        Lake(tmp_path / "lake").scan("dimona", "period", ON)
    assert fault.value.code == "REST-103"


def test_the_same_files_again_are_the_same_delivery(tmp_path: Path, keys: Keys) -> None:
    """A demo that is filled anew, or a sender who sends twice, adds nothing; other files are another one."""
    for _ in range(2):
        b.write(tmp_path / "dimona", b.dimona_files())
        received(tmp_path, keys)
    assert len(deliveries(tmp_path / "dimona")) == 1
    b.write(tmp_path / "dimona", b.dimona_files(({}, {})))
    received(tmp_path, keys, at=AT.replace(hour=3))
    assert len(deliveries(tmp_path / "dimona")) == 2
    assert receive(tmp_path, "dimona", keys, at=AT, by="system") == ()


@pytest.mark.parametrize("at", range(1, 9))
def test_whoever_is_killed_while_sealing_goes_on(
    tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """At each step on the way there is one delivery in the end, whole, and nothing in clear."""
    files = b.dimona_files()
    b.write(tmp_path / "dimona", files)
    content = {path.name: path.read_bytes() for path in (tmp_path / "dimona").iterdir()}
    left = [at]

    def step(function: Callable[..., object]) -> Callable[..., object]:
        def stops(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
            return function(*args, **named)

        return stops

    with monkeypatch.context() as patched:
        patched.setattr(module, "note", step(module.note))
        patched.setattr(module, "_sealed", step(module._sealed))
        patched.setattr(Path, "unlink", step(Path.unlink))
        with contextlib.suppress(KeyboardInterrupt):
            receive(tmp_path, "dimona", keys, at=AT, by="system")
    receive(tmp_path, "dimona", keys, at=AT, by="system")
    (one,) = deliveries(tmp_path / "dimona")
    assert one.state == RawState.RECEIVED
    assert not in_clear(tmp_path / "dimona")
    assert {name: one.sealed(keys).read(name) for name in one.files} == content


def test_what_somebody_is_still_sending_is_left_alone(tmp_path: Path, keys: Keys) -> None:
    """A hidden file, one in a hidden folder, and one under the name that a client gives it until it has all of it."""
    halves = {".dimona.csv.part": b"1", ".tmp/dimona.csv": b"2", "dimona.csv.filepart": b"3"}
    for name, content in halves.items():
        put(tmp_path / "dimona" / name, content)
    assert receive(tmp_path, "dimona", keys, at=AT, by="system") == ()
    b.write(tmp_path / "dimona", b.dimona_files())
    (one,) = receive(tmp_path, "dimona", keys, at=AT, by="system")
    assert not halves.keys() & one.files.keys()
    assert {name: (tmp_path / "dimona" / name).read_bytes() for name in halves} == halves
    assert len(half_copies(tmp_path / "dimona")) == 3


@pytest.mark.parametrize("change", ["grows", "is replaced"])
def test_a_file_that_changes_while_it_is_sealed_stays(
    tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Its sender is still writing: nothing of the delivery is taken, and the next time it is taken whole."""
    b.write(tmp_path / "dimona", b.dimona_files())
    file, sealing = tmp_path / "dimona/dimona.csv", module._sealed
    before = file.read_bytes()

    def changes(sealed: SealedFolder, name: str, path: Path) -> str:
        digest = sealing(sealed, name, path)
        if path == file and change == "grows":
            with path.open("ab") as stream:
                stream.write(b"more\n")
        elif path == file:
            put(path, before + b"more\n")
        return digest

    with monkeypatch.context() as patched:
        patched.setattr(module, "_sealed", changes)
        assert receive(tmp_path, "dimona", keys, at=AT, by="system") == ()
    assert deliveries(tmp_path / "dimona") == ()
    assert received(tmp_path, keys).sealed.read("dimona.csv") == before + b"more\n"


def test_a_large_file_needs_no_memory(tmp_path: Path, keys: Keys) -> None:
    """Sealing and reading 64 MB take a few pieces of memory; 1 GB takes the same."""
    with (tmp_path / "large").open("wb") as file:
        for _ in range(64):
            file.write(secrets.token_bytes(1 << 20))
    put(tmp_path / "dimona" / "meta.csv", b"")
    (tmp_path / "large").rename(tmp_path / "dimona" / "dimona.csv")
    tracemalloc.start()
    source = received(tmp_path, keys)
    with source.sealed.reading("dimona.csv") as stream:
        while stream.read(1 << 20):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_files_are_this_accounts_whatever_the_umask(tmp_path: Path) -> None:
    """And every folder on the way to them."""
    before = os.umask(0)
    try:
        put(tmp_path / "a/b/c.txt", b"x")
        private_folder(tmp_path / "d/e")
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_dir()} == {0o700}
    assert (tmp_path / "a/b/c.txt").stat().st_mode & 0o777 == 0o600


def test_a_damaged_delivery_is_refused(tmp_path: Path, keys: Keys) -> None:
    """What does not open is no delivery with fewer rows."""
    b.write(tmp_path / "dimona", b.dimona_files())
    source = received(tmp_path, keys)
    path = source.sealed.path("dimona.csv")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises((RestFault, IntakeFault)):
        b.take("dimona", source, Lake(tmp_path / "lake"), ON)
    assert Lake(tmp_path / "lake").newest("dimona") is None
