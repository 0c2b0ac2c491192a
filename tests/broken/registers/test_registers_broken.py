"""Malformed deliveries: each ends in one clear message with the lake as it was, or in named rows in quarantine."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import builders_registers as b
import pytest

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake

Mutation = Callable[[Path], Path]


# How a delivery is spoilt: each function gets a folder with an ordinary delivery and returns what is handed over.


def in_file(name: str, change: Callable[[bytes], bytes]) -> Mutation:
    """Change the bytes of one file."""

    def spoil(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(change(path.read_bytes()))
        return folder

    return spoil


def replaced(name: str, old: str, new: str) -> Mutation:
    """Replace text in one file, wherever it stands."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, "the mutation must change something"
        return content.replace(old.encode(), new.encode())

    return in_file(name, change)


def line_added(name: str, line: str) -> Mutation:
    """Append a line to one file."""
    return in_file(name, lambda content: content + line.encode() + b"\n")


def rows_added(name: str, rows: list[b.Row]) -> Mutation:
    """Append rows to one file."""
    return in_file(name, lambda content: content + b.csv_bytes(rows))


def without(name: str) -> Mutation:
    """Leave a file out."""

    def spoil(folder: Path) -> Path:
        (folder / name).unlink()
        return folder

    return spoil


def in_zip(change: Callable[[Path], None]) -> Mutation:
    """Pack the delivery and spoil the archive."""

    def spoil(folder: Path) -> Path:
        path = b.zipped(folder)
        change(path)
        return path

    return spoil


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("code.csv")
    content = bytearray(path.read_bytes())
    middle = member.header_offset + 40 + member.compress_size // 2
    content[middle] ^= 0xFF
    path.write_bytes(content)


def member(name: str, content: bytes = b"x", *, mode: int = 0, compress: int = zipfile.ZIP_DEFLATED) -> Mutation:
    """Add one more member to the archive."""

    def add(path: Path) -> None:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = compress
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(info, content)

    return in_zip(add)


def _encrypted(path: Path) -> None:
    """Set the mark of encryption in the archive's directory."""
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(content)


def _many(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for n in range(250):
            archive.writestr(f"more{n}.csv", b"")


def bomb(folder: Path) -> Path:
    """Let one small file unpack to 64 million bytes."""
    (folder / "activity.csv").write_bytes(b"a" * (64 << 20))
    return b.zipped(folder)


def second_folder(folder: Path) -> Path:
    """Put one more extract into a folder of the delivery."""
    b.write(folder / "more", {"meta.csv": b.kbo_meta(b.FULL_DAY, "full", 9)})
    return folder


def not_there(folder: Path) -> Path:
    """Hand over a path at which nothing is."""
    return folder / "nothing"


def spreadsheet_numbers(content: bytes) -> bytes:
    """Take dots and leading zeros from every number."""
    for n in range(1, 5):
        for number in (b.enterprise(n), b.establishment(n)):
            content = content.replace(b.dotted(number).encode(), number.lstrip("0").encode())
    return content


def all_wrong(content: bytes) -> bytes:
    """Give thirty enterprises wrong check digits."""
    header = content.split(b"\n")[0] + b"\n"
    rows = [[b.dotted(b.wrong_digits(b.enterprise(n))), *b.an_enterprise(n)[1:]] for n in range(30)]
    return header + b.csv_bytes(rows)


def as_update(folder: Path) -> Path:
    """Hand over an update instead."""
    return b.write(folder.with_name("update"), b.kbo_update_files())


META = "meta.csv"
STOPS: list[tuple[str, str, Mutation, str]] = [
    ("nothing there", "kbo", not_there, "001"),
    ("truncated zip", "kbo", in_zip(_cut), "002"),
    ("damaged byte in a zip", "kbo", in_zip(_flip), "007"),
    ("text called zip", "kbo", in_zip(lambda p: p.write_text("no archive") and None), "002"),
    ("absolute path in a zip", "kbo", member("/etc/code.csv"), "003"),
    ("climbing path in a zip", "kbo", member("../code.csv"), "003"),
    ("backslash path in a zip", "kbo", member("..\\evil.csv"), "003"),
    ("link in a zip", "kbo", member("link.csv", b"/etc/passwd", mode=0o120777), "003"),
    ("encrypted zip", "kbo", in_zip(_encrypted), "003"),
    ("unusual compression", "kbo", member("more.csv", b"x" * 99, compress=zipfile.ZIP_BZIP2), "003"),
    ("too many members", "kbo", in_zip(_many), "003"),
    ("zip bomb", "kbo", bomb, "004"),
    ("missing table", "kbo", without("establishment.csv"), "005"),
    ("missing meta.csv", "kbo", without(META), "005"),
    ("missing code file", "kbo", without("code.csv"), "005"),
    ("missing dimona.csv", "dimona", without("dimona.csv"), "005"),
    ("missing second file of works", "works", without("works_contractors.csv"), "005"),
    ("two extracts in one folder", "kbo", second_folder, "006"),
    ("renamed column", "kbo", replaced("enterprise.csv", "JuridicalFormCAC", "JuridicalFormBIS"), "010"),
    ("lost column", "kbo", replaced("establishment.csv", ",StartDate,", ","), "010"),
    (
        "columns in another order",
        "dmfa",
        replaced("dmfa_summary.csv", "CompanyID,LocalUnitID", "LocalUnitID,CompanyID"),
        "010",
    ),
    ("no header", "dimona", in_file("dimona.csv", lambda c: c.partition(b"\n")[2]), "010"),
    ("NUL byte", "kbo", line_added("activity.csv", "0400.000\0"), "011"),
    ("UTF-16", "dimona", in_file("dimona.csv", lambda c: c.decode().encode("utf-16-le")), "011"),
    ("Latin-1", "kbo", in_file("denomination.csv", lambda c: c.decode().encode("latin-1")), "012"),
    ("empty file", "kbo", in_file("branch.csv", lambda _: b""), "013"),
    ("no line ends", "kbo", in_file("address.csv", lambda _: b"x" * (3 << 20)), "014"),
    ("days with slashes", "kbo", replaced("enterprise.csv", "01-02-2010", "1/02/2010"), "015"),
    ("days turned round", "kbo", replaced("establishment.csv", "01-03-2012", "2012-03-01"), "015"),
    ("days of Dimona turned round", "dimona", replaced("dimona.csv", "2026-11-14,", "14-11-2026,"), "015"),
    ("no dots and zeros in numbers", "kbo", in_file("establishment.csv", spreadsheet_numbers), "015"),
    ("no zeros in codes", "kbo", replaced("activity.csv", ",003,", ",3,"), "015"),
    ("scientific numbers", "dimona", replaced("dimona.csv", b.nobody(1), "8.50101E+10"), "015"),
    ("semicolons", "dmfa", in_file("dmfa_summary.csv", lambda c: c.replace(b",", b";")), "015"),
    ("not one right row", "kbo", in_file("enterprise.csv", all_wrong), "016"),
    ("no day in meta.csv", "dimona", replaced(META, "SnapshotDate", "Snapshot"), "033"),
    ("impossible day in meta.csv", "dimona", replaced(META, "20-11-2026", "31-11-2026"), "020"),
    ("a variable twice in meta.csv", "kbo", line_added(META, "SnapshotDate,19-11-2026"), "032"),
    ("more than two fields in meta.csv", "kbo", line_added(META, "Version,1,0"), "031"),
    ("extract number in words", "kbo", replaced(META, "ExtractNumber,10", "ExtractNumber,ten"), "028"),
    ("unclear synthetic mark", "dimona", replaced(META, "Synthetic,yes", "Synthetic,perhaps"), "029"),
    ("unknown kind of extract", "kbo", replaced(META, ",full", ",monthly"), "034"),
    ("full files called an update", "kbo", replaced(META, ",full", ",update"), "021"),
    ("update before any full extract", "kbo", as_update, "022"),
]


ORDINARY = {
    "kbo": b.kbo_files,
    "dimona": b.dimona_files,
    "dmfa": b.dmfa_files,
    "works": b.works_files,
    "checkin": b.checkin_files,
    "mandates": b.mandates_files,
}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def _refused(register: str, source: Path, lake: Lake, code: str) -> IntakeFault:
    before = b.lake_bytes(lake)
    with pytest.raises(IntakeFault) as fault:
        b.take(register, source, lake)
    assert fault.value.code == f"INTAKE-{code}"
    assert fault.value.where
    assert fault.value.advice
    assert b.lake_bytes(lake) == before
    assert [p for p in lake.root.rglob("*") if p.name.startswith(".")] == []
    return fault.value


@pytest.mark.parametrize(("register", "spoil", "code"), [pytest.param(*s[1:], id=s[0]) for s in STOPS])
@pytest.mark.few(8)
def test_broken_structure_stops_the_intake(
    tmp_path: Path, lake: Lake, register: str, spoil: Mutation, code: str
) -> None:
    """One message with file and advice; nothing is half taken in, and no path of the machine is shown."""
    folder = b.write(tmp_path / "delivery", ORDINARY[register]())
    fault = _refused(register, spoil(folder), lake, code)
    assert str(tmp_path) not in str(fault)


LATER = b.FULL_DAY + timedelta(days=5)
ORDERS: list[tuple[str, b.Files, str]] = [
    ("older day", b.kbo_files() | {META: b.kbo_meta(b.FULL_DAY - timedelta(days=1), "full", 12)}, "023"),
    ("older number", b.kbo_files() | {META: b.kbo_meta(LATER, "full", 9)}, "023"),
    ("update of the same number", b.kbo_update_files(LATER, 10), "023"),
    ("an update of the same day", b.kbo_update_files(b.FULL_DAY, 11), "024"),
    ("half a pair of an update", {k: v for k, v in b.kbo_update_files().items() if k != "branch_insert.csv"}, "005"),
    ("update without enterprises", {k: v for k, v in b.kbo_update_files().items() if "enterprise" not in k}, "005"),
]


@pytest.mark.parametrize(("files", "code"), [pytest.param(*o[1:], id=o[0]) for o in ORDERS])
@pytest.mark.few(3)
def test_delivery_that_does_not_follow_is_refused(tmp_path: Path, lake: Lake, files: b.Files, code: str) -> None:
    """What the lake has already is not changed by something older, other, or incomplete."""
    b.take("kbo", b.write(tmp_path / "first", b.kbo_files()), lake)
    _refused("kbo", b.write(tmp_path / "second", files), lake, code)


def test_unknown_register_names_the_known_ones(tmp_path: Path, lake: Lake) -> None:
    """A register that registers.yaml does not have cannot be taken in."""
    assert "dimona" in _refused("waterways", b.write(tmp_path / "in", b.dimona_files()), lake, "030").advice


def test_message_says_where_and_what(tmp_path: Path, lake: Lake) -> None:
    """Line and file of a fault are exact, and the expected columns are listed."""
    folder = b.write(tmp_path / "in", b.kbo_files())
    header = _refused("kbo", replaced("branch.csv", "Id,", "Ident,")(folder), lake, "010")
    assert "Ident" in header.what
    assert "Id, StartDate, EnterpriseNumber" in header.advice
    folder = b.write(tmp_path / "other", b.kbo_files())
    assert "line 5" in _refused("kbo", in_file("denomination.csv", _latin)(folder), lake, "012").where


def _latin(content: bytes) -> bytes:
    return content.replace("Nom Prénom".encode(), "Nom Prénom".encode("latin-1"))


def test_missing_header_does_not_show_a_person(tmp_path: Path, lake: Lake) -> None:
    """Where the first line is a row about somebody, the message tells its width and nothing of it."""
    folder = b.write(tmp_path / "in", b.dimona_files())
    spoil = in_file("dimona.csv", lambda content: content.partition(b"\n")[2])
    fault = _refused("dimona", spoil(folder), lake, "010")
    assert b.nobody(1) not in str(fault)
    assert "14 fields" in fault.what


def enterprises(*rows: b.Row) -> Mutation:
    """Append rows to enterprise.csv."""
    return rows_added("enterprise.csv", list(rows))


def activity(code: str, version: str = "2008") -> Mutation:
    """Append an activity of the first establishment."""
    return rows_added("activity.csv", [b.an_activity(b.establishment(1), code, version)])


def names(line: str) -> Mutation:
    """Append a line to denomination.csv."""
    return line_added("denomination.csv", line)


UNIT_AS_ENTERPRISE = [b.dotted(b.establishment(1)), *b.an_enterprise(1)[1:]]
BRANCHES = [[b.dotted(b.branch(n)), "01-01-2001", b.dotted(b.enterprise(1))] for n in (2, 3)]
UNDOTTED = [b.branch(4), "01-01-2001", b.dotted(b.enterprise(1))]
ROWS: list[tuple[str, Mutation, str]] = [
    ("wrong check digits", replaced("branch.csv", b.dotted(b.branch(1)), "9.000.000.100"), "branch_number"),
    ("establishment as enterprise", enterprises(UNIT_AS_ENTERPRISE), "enterprise_number"),
    ("day that does not exist", enterprises(b.an_enterprise(9, started="31-02-2010")), "date"),
    ("day of one digit", enterprises(b.an_enterprise(9, started="1-2-2010")), "date"),
    ("no day", enterprises(b.an_enterprise(9, started="")), "missing"),
    ("enterprise twice", enterprises(b.an_enterprise(1)), "duplicate_key"),
    ("unknown type of enterprise", enterprises(b.an_enterprise(9, kind="3")), "unknown_code"),
    ("unknown NACE code", activity("99999"), "unknown_code"),
    ("NACE code of another version", activity("56101", "2025"), "unknown_code"),
    ("unknown NACE version", activity("56101", "2031"), "unknown_code"),
    ("NACE class for a code", activity("0111"), "pattern"),
    ("NACE code without its zero", activity("1110"), "leading_zero"),
    ("number without its dots", rows_added("branch.csv", [*BRANCHES, UNDOTTED]), "leading_zero"),
    ("too few fields", line_added("establishment.csv", "2.000.000.196"), "fields"),
    ("too many fields", line_added("code.csv", "Status,AC,FR,Actif,x"), "fields"),
    ("blank line", line_added("activity.csv", ""), "fields"),
    ("code in a language that is not ours", line_added("code.csv", "Status,AC,ES,Activo"), "unknown_code"),
    ("stray quote", names('0400.000.185,1,001,Chez "Paul'), "quotes"),
    ("line break inside a field", names('0400.000.185,1,001,"Chez\nPaul"'), "quotes"),
    ("endless name", names("0400.000.185,1,001," + "x" * 10_001), "field_too_long"),
    ("header once more", names(",".join(b.HEADERS["denomination"])), "entity_number"),
]


@pytest.mark.parametrize(("spoil", "rule"), [pytest.param(*r[1:], id=r[0]) for r in ROWS])
@pytest.mark.few(4)
def test_broken_row_is_set_aside_by_name(tmp_path: Path, lake: Lake, spoil: Mutation, rule: str) -> None:
    """The row is in quarantine under its rule, the account is complete, and the others are in the lake."""
    report = b.take("kbo", spoil(b.write(tmp_path / "in", b.kbo_files())), lake)
    assert set(report.reasons) == {rule}
    assert all(f.read == f.kept + f.quarantined for f in report.files)
    quarantine = lake.quarantine("kbo", b.FULL_DAY)
    assert quarantine.height == report.quarantined
    assert set(quarantine["rule"]) == {rule}
    assert lake.scan("kbo", "establishment", b.FULL_DAY).collect().height == 4


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
import builders_registers as b
from inspection.registers import Lake, ingest
def die(_): os.kill(os.getpid(), signal.SIGKILL)
ingest("dimona", Path(sys.argv[1]), Lake(Path(sys.argv[2])), rules=b.rules(), pseudonym=die)
"""


def test_killed_intake_leaves_no_snapshot(tmp_path: Path, lake: Lake) -> None:
    """A process that dies in the middle leaves nothing that can be read; the next intake starts clean."""
    folder = b.write(tmp_path / "in", b.dimona_files())
    arguments = [sys.executable, "-c", _KILLED, str(folder), str(lake.root), *sys.path]
    done = subprocess.run(arguments, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert lake.snapshots("dimona") == ()
    assert b.take("dimona", folder, lake).kept == 3
    assert [p.name for p in (lake.root / "dimona").iterdir()] == [b.FULL_DAY.isoformat()]
